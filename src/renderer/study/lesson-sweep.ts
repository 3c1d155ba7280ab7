import { canonicalJson } from '@shared/canonical-json'
import { expandSweep } from '@shared/expand-sweep'
import type { LessonBlock } from '@shared/study/lesson'
import type { Expansion } from '@shared/sweep'
import { parseSweepDocument, type SweepDocument } from '@shared/sweep-spec'
import { SPEC_FORMAT } from '@shared/sweep-spec-model'

export type BlockOf<Kind extends LessonBlock['kind']> = Extract<LessonBlock, { kind: Kind }>
export type PredictBlock = BlockOf<'predict-winner'> | BlockOf<'predict-curve'>

/** A sweep of a lesson as a whole document. */
export function lessonDocument(name: string, sweep: SweepDocument): SweepDocument {
  return { format: SPEC_FORMAT, ...sweep, name }
}

/** The name of a prediction's sweep in Reports. */
export function predictionName(title: string): string {
  return `Prediction: ${title}`
}

/** The text of a value with every long fraction cut to four digits: `gain 1.414` for the root of two. */
export function roundedText(text: string): string {
  return text.replaceAll(/\d+\.\d{5,}/g, (long) => String(Number(Number(long).toPrecision(4))))
}

/** The grid of a lesson's sweep; null when it cannot be read, which the content's own check rules out. */
export function lessonExpansion(document: SweepDocument): Expansion | null {
  const parsed = parseSweepDocument(document)
  return parsed.ok ? expandSweep(parsed.value) : null
}

/** Whether a sweep has the grid of a lesson's: the same configurations in the same order, whatever its name and seeds. */
export function hasGridOf(document: SweepDocument, sweep: SweepDocument): boolean {
  const [own, other] = [document, lessonDocument('', sweep)].map((one) =>
    canonicalJson(lessonExpansion({ ...one, name: 'grid' })?.configurations ?? null),
  )
  return own === other
}

/**
 * The configuration that has `value` in the factor `key` and otherwise what `from` has; where a rule excludes that one, the first
 * with the value.
 */
export function neighbour({ configurations }: Expansion, from: number, key: string, value: unknown): number {
  const wanted = JSON.stringify(value)
  const start = configurations[from]?.factors ?? {}
  const withValue = configurations.filter(({ factors }) => JSON.stringify(factors[key]) === wanted)
  const same = withValue.find(({ factors }) =>
    Object.entries(start).every(
      ([name, held]) => name === key || JSON.stringify(factors[name]) === JSON.stringify(held),
    ),
  )
  return (same ?? withValue[0])?.index ?? from
}
