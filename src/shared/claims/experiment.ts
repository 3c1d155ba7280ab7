import { canonicalJson } from '../canonical-json'
import type { Configuration, Expansion, TrialRecord } from '../sweep'
import type { SweepSpec } from '../sweep-spec'
import type { Selection } from './verdict-rule'

/** An experiment of the ledger: a sweep under a name. */
export interface Experiment {
  readonly name: string
  readonly spec: SweepSpec
  readonly expansion: Expansion
}

/** An experiment that was run. */
export interface ExperimentResults {
  readonly expansion: Expansion
  readonly trials: readonly TrialRecord[]
}

/** Either what was looked for, or why it is not there. */
export type Found<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string }

/** The name of a selection's experiment: its `in`, or the only one that the rule may use. */
export function experimentName(chosen: Selection, names: readonly string[]): Found<string> {
  const { in: given } = chosen
  const [only, second] = names
  if (given === undefined) {
    if (only !== undefined && second === undefined) return { ok: true, value: only }
    return { ok: false, message: `give "in", one of ${names.join(', ')}` }
  }
  if (typeof given === 'string' && names.includes(given)) return { ok: true, value: given }
  return { ok: false, message: `${JSON.stringify(given)} is none of the experiments ${names.join(', ')}` }
}

/** The one configuration that a selection means. */
export function selectedConfiguration(chosen: Selection, expansion: Expansion): Found<Configuration> {
  const wanted = Object.entries(chosen).filter(([key]) => key !== 'in')
  const known = expansion.factors.map(({ key }) => key)
  const foreign = wanted.find(([key]) => !known.includes(key))
  if (foreign !== undefined) {
    const message = `${foreign[0]} is no factor of the experiment, which has ${known.join(', ') || 'none'}`
    return { ok: false, message }
  }
  const matching = expansion.configurations.filter(({ factors }) =>
    wanted.every(([key, value]) => canonicalJson(factors[key] ?? null) === canonicalJson(value)),
  )
  const [configuration, second] = matching
  if (configuration === undefined)
    return { ok: false, message: `no configuration has ${JSON.stringify(Object.fromEntries(wanted))}` }
  if (second !== undefined) {
    const message = `${matching.length} configurations fit; name more factors (${known.join(', ')})`
    return { ok: false, message }
  }
  return { ok: true, value: configuration }
}
