import type { FactorValue, SweepDocument } from '@shared/sweep-spec'
import { isList, isRecord, readKey, writeKey } from './document-path'
import type { Setting } from './setting-catalogue'

/** The draft a new laboratory begins with: one factor, ten seeds, some seconds. */
export const FIRST_DRAFT: SweepDocument = {
  format: 'initlab-sweep/1',
  name: 'Untitled sweep',
  task: { dataset: 'digits8x8' },
  model: { depth: 10, width: 32, activation: 'relu', init: ['he-normal', 'xavier-normal'] },
  train: { optimizer: 'sgd', learningRate: 0.03, batchSize: 32, steps: 400 },
  seeds: { first: 0, count: 10 },
}

/** The values of a setting: those of its list, its one value, or the default when the key is absent. */
export function settingValues(document: SweepDocument, setting: Setting): readonly FactorValue[] {
  const held = readKey(document, setting.key)
  if (held === undefined) return [setting.fallback]
  if (!isList(held)) return [held]
  return isOneList(held, setting) ? [held] : held
}

/** A key that is a list by nature, such as `task.labels`, holds a factor only as a list of lists or names. */
function isOneList(held: readonly FactorValue[], { rule }: Setting): boolean {
  if (rule.lists === undefined) return false
  return held.every((value) => typeof value === 'number' || (rule.lists === 'steps' && value === 'last'))
}

/** One value is written plainly, several as the list that makes the key a factor; none removes the key. */
export function withSettingValues(
  document: SweepDocument,
  setting: Setting,
  values: readonly FactorValue[],
): SweepDocument {
  const [first] = values
  return writeKey(document, setting.key, values.length > 1 ? values : first)
}

export function isSet(document: SweepDocument, key: string): boolean {
  return readKey(document, key) !== undefined
}

export type SeedPlan =
  | { readonly kind: 'range'; readonly first: number; readonly count: number }
  | { readonly kind: 'list'; readonly seeds: readonly number[] }

const DEFAULT_SEEDS: SeedPlan = { kind: 'range', first: 0, count: 10 }

export function seedPlan(document: SweepDocument): SeedPlan {
  const held = document['seeds']
  if (isList(held)) return { kind: 'list', seeds: held.filter((seed) => typeof seed === 'number') }
  if (!isRecord(held)) return DEFAULT_SEEDS
  const { first, count } = held
  return {
    kind: 'range',
    first: typeof first === 'number' ? first : 0,
    count: typeof count === 'number' ? count : 10,
  }
}

export function seedCount(plan: SeedPlan): number {
  return plan.kind === 'range' ? plan.count : plan.seeds.length
}

export function withSeeds(document: SweepDocument, plan: SeedPlan): SweepDocument {
  const seeds = plan.kind === 'list' ? plan.seeds : { first: plan.first, count: plan.count }
  return writeKey(document, 'seeds', seeds)
}

export function draftName(document: SweepDocument): string {
  const name = document['name']
  return typeof name === 'string' ? name : ''
}

export function draftNotes(document: SweepDocument): string {
  const notes = document['notes']
  return typeof notes === 'string' ? notes : ''
}
