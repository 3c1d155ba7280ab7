import type { z } from 'zod'
import { failure, success } from '../errors'
import type { Result } from '../errors'
import { expandSweep } from '../expand-sweep'
import { parseSweepDocument } from '../sweep-spec'
import type { SweepSpec } from '../sweep-spec'
import { SPEC_FORMAT } from '../sweep-spec-model'
import { pathText } from '../sweep-spec-problems'
import type { Locate, SpecPath } from '../sweep-spec-problems'
import { readSpecText } from '../sweep-spec-text'
import type { Claim, LedgerDocument, PresetPromise } from './claim'
import { ledgerDocument } from './claim'
import { casesOf } from './expand-check'
import { experimentName, selectedConfiguration } from './experiment'
import type { Experiment } from './experiment'
import { placeholdersOf } from './sentence'
import type { Check, Rule } from './verdict-rule'
import { checksOf, selectionsOf } from './verdict-rule'

/** The ledger of claims, every reference in it known to be good. */
export interface Ledger {
  readonly version: string
  readonly firstSeed: number
  readonly claims: readonly Claim[]
  readonly promises: readonly PresetPromise[]
  /** Those of the file, and the built-in sweeps. */
  readonly experiments: ReadonlyMap<string, Experiment>
}

const MOST_PROBLEMS = 20

interface Problem {
  readonly path: SpecPath
  readonly message: string
}

/**
 * Reads the ledger. A failure names every problem with its line: `claims.yaml:12: claims[3].status: ...`.
 * @param presets the built-in sweeps by name, which claims may use as experiments
 */
export function readLedger(
  text: string,
  fileName: string,
  presets: ReadonlyMap<string, SweepSpec>,
): Result<Ledger> {
  const reading = readSpecText(text)
  if (!reading.ok) {
    const message = reading.problems.map((problem) => `${fileName}:${problem.line ?? 1}: ${problem.message}`)
    return failure('spec-syntax', message.join('\n'), fileName)
  }
  const parsed = ledgerDocument.safeParse(reading.document)
  if (!parsed.success) return refused(parsed.error.issues.map(problemOf), reading.locate, fileName)
  const { experiments, problems } = readExperiments(parsed.data, presets)
  const all = [...problems, ...checkReferences(parsed.data, experiments)]
  if (all.length > 0) return refused(all, reading.locate, fileName)
  const { release, claims, promises } = parsed.data
  return success({ version: release.version, firstSeed: release.firstSeed, claims, promises, experiments })
}

function problemOf({ path, message }: z.core.$ZodIssue): Problem {
  return { path: path.map((step) => (typeof step === 'symbol' ? String(step) : step)), message }
}

function refused(problems: readonly Problem[], locate: Locate, fileName: string): Result<never> {
  const lines = problems.slice(0, MOST_PROBLEMS).map(({ path, message }) => {
    const line = locate(path, 'value')?.line ?? 1
    return `${fileName}:${line}: ${path.length === 0 ? '' : `${pathText(path)}: `}${message}`
  })
  const [first] = problems
  const line = first === undefined ? 1 : (locate(first.path, 'value')?.line ?? 1)
  return failure('spec-invalid', lines.join('\n'), `${fileName}:${line}`)
}

function readExperiments(
  document: LedgerDocument,
  presets: ReadonlyMap<string, SweepSpec>,
): { readonly experiments: ReadonlyMap<string, Experiment>; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const specs = new Map(presets)
  for (const [name, sweep] of Object.entries(document.experiments)) {
    const path = ['experiments', name]
    if (presets.has(name)) problems.push({ path, message: 'a built-in sweep has this name' })
    const spec = parseSweepDocument({ format: SPEC_FORMAT, ...sweep })
    if (spec.ok) specs.set(name, spec.value)
    else problems.push({ path, message: spec.error.message.replaceAll('\n', '; ') })
  }
  const experiments = new Map(
    [...specs].map(([name, spec]) => [name, { name, spec, expansion: expandSweep(spec) }] as const),
  )
  return { experiments, problems }
}

function checkReferences(
  { claims, promises, experiments: own }: LedgerDocument,
  experiments: ReadonlyMap<string, Experiment>,
): readonly Problem[] {
  const problems: Problem[] = []
  const ids = new Set<string>()
  const used = new Set<string>()
  for (const [index, claim] of claims.entries()) {
    const path = ['claims', index]
    if (ids.has(claim.id))
      problems.push({ path: [...path, 'id'], message: `${claim.id} stands here a second time` })
    ids.add(claim.id)
    for (const [place, name] of claim.experiments.entries()) {
      used.add(name)
      if (!experiments.has(name)) {
        const message = `there is no experiment ${JSON.stringify(name)}`
        problems.push({ path: [...path, 'experiments', place], message })
      }
    }
    for (const key of ['supports', 'refutes'] as const) {
      const rule = claim[key]
      if (rule !== undefined)
        problems.push(...checkRule(rule, claim.experiments, experiments, [...path, key]))
    }
    problems.push(...checkNames(claim, path))
  }
  for (const [index, { preset, rule }] of promises.entries()) {
    const path = ['promises', index]
    if (experiments.has(preset)) problems.push(...checkRule(rule, [preset], experiments, [...path, 'rule']))
    else problems.push({ path, message: `there is no built-in sweep ${JSON.stringify(preset)}` })
  }
  for (const name of Object.keys(own)) {
    if (!used.has(name)) problems.push({ path: ['experiments', name], message: 'no claim uses it' })
  }
  return problems
}

/** Every selection of a rule means one configuration of an experiment that the rule may use. */
function checkRule(
  rule: Rule,
  names: readonly string[],
  experiments: ReadonlyMap<string, Experiment>,
  path: SpecPath,
): readonly Problem[] {
  if ('all' in rule || 'any' in rule) {
    const [key, members] = 'all' in rule ? (['all', rule.all] as const) : (['any', rule.any] as const)
    return members.flatMap((member, index) => checkRule(member, names, experiments, [...path, key, index]))
  }
  if ('not' in rule) return checkRule(rule.not, names, experiments, [...path, 'not'])
  const messages = checkSelections(rule, names, experiments)
  return messages.map((message) => ({ path, message }))
}

function checkSelections(
  check: Check,
  names: readonly string[],
  experiments: ReadonlyMap<string, Experiment>,
): readonly string[] {
  return casesOf(check).flatMap((expanded) =>
    selectionsOf(expanded.check).flatMap(({ key, chosen }) => {
      const name = experimentName(chosen, names)
      if (!name.ok) return [`${key}: ${name.message}`]
      const experiment = experiments.get(name.value)
      if (experiment === undefined) return []
      const configuration = selectedConfiguration(chosen, experiment.expansion)
      return configuration.ok ? [] : [`${expanded.id}: ${key}: ${configuration.message}`]
    }),
  )
}

/** Checks have names of their own, and the sentences name checks that are there. */
function checkNames(claim: Claim, path: SpecPath): readonly Problem[] {
  const problems: Problem[] = []
  const checks = [claim.supports, claim.refutes].flatMap((rule) => (rule === undefined ? [] : checksOf(rule)))
  const names = new Set<string>()
  for (const { check } of checks) {
    if (names.has(check)) problems.push({ path, message: `two checks are called ${check}` })
    names.add(check)
  }
  const ids = new Set(checks.flatMap((check) => casesOf(check).map(({ id }) => id)))
  for (const [outcome, sentence] of Object.entries(claim.sentences ?? {})) {
    for (const { check, part } of placeholdersOf(sentence ?? '')) {
      if (part === null || !ids.has(check)) {
        const message = `{${check}${part === null ? '' : `.${part}`}} names no number of a check; there are ${[...ids].join(', ')}`
        problems.push({ path: [...path, 'sentences', outcome], message })
      }
    }
  }
  return problems
}
