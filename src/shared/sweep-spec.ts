import type { ErrorCode } from './errors'
import { plainDocument } from './sweep-spec-document'
import type { FactorValue, SpecProblem, SpecResult } from './sweep-spec-model'
import type { Locate } from './sweep-spec-problems'
import { ProblemCollector } from './sweep-spec-problems'
import { SpecReader } from './sweep-spec-reader'
import { readSpecText } from './sweep-spec-text'

export type { FactorValue, SpecProblem, SpecResult, SweepDocument, SweepSpec } from './sweep-spec-model'

/**
 * Reads the text of a sweep file, YAML or JSON, of the format `initlab-sweep/1`. A failure lists every problem with its key and
 * line; its error's message joins them as `sweep.yaml:12: train.learnigRate: unknown key; ...`.
 */
export function parseSweepText(text: string, fileName: string): SpecResult {
  const reading = readSpecText(text)
  if (!reading.ok) return specFailure(reading.problems, fileName)
  return readSpec(reading.document, reading.locate, fileName)
}

/** Reads a sweep that is data already (a draft, a report's `sweep.json`); problems have keys and no lines. */
export function parseSweepDocument(document: unknown): SpecResult {
  const collector = new ProblemCollector(() => null)
  const plain = plainDocument(document, collector)
  if (collector.problems.length > 0) return specFailure(collector.problems, null)
  return readSpec(plain, () => null, null)
}

function readSpec(document: FactorValue, locate: Locate, fileName: string | null): SpecResult {
  const collector = new ProblemCollector(locate)
  const spec = new SpecReader(document, collector).read()
  if (spec === null || collector.problems.length > 0) return specFailure(collector.problems, fileName)
  return { ok: true, value: spec }
}

function specFailure(problems: readonly SpecProblem[], fileName: string | null): SpecResult {
  const ordered = [...problems].sort((left, right) => (left.line ?? 0) - (right.line ?? 0))
  const [first] = ordered
  const message = ordered.map((problem) => problemText(problem, fileName)).join('\n')
  const place = first === undefined ? fileName : placeText(first, fileName)
  return {
    ok: false,
    problems: ordered,
    error: { code: failureCode(ordered), message, ...(place === null || place === '' ? {} : { place }) },
  }
}

function problemText(problem: SpecProblem, fileName: string | null): string {
  const place = fileName === null ? '' : `${placeText(problem, fileName)}: `
  return `${place}${problem.key === '' ? '' : `${problem.key}: `}${problem.message}`
}

function placeText({ key, line }: SpecProblem, fileName: string | null): string {
  if (fileName === null) return key
  return line === null ? fileName : `${fileName}:${line}`
}

/** `spec-too-large` only when nothing else is wrong. */
function failureCode(problems: readonly SpecProblem[]): ErrorCode {
  const codes = new Set(problems.map(({ code }) => code))
  const [only = 'spec-invalid'] = codes
  return codes.has('spec-syntax') ? 'spec-syntax' : codes.size === 1 ? only : 'spec-invalid'
}
