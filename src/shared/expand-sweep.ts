import { canonicalJson } from './canonical-json'
import { configurationLabels } from './configuration-labels'
import type { Configuration, Expansion, Factor } from './sweep'
import { trialSettings } from './selection-settings'
import type { TrialSettings } from './trial-settings'
import { selectionAt, sweepGrid, valueAt } from './sweep-grid'
import type { FactorValue, FieldKey, SweepSpec } from './sweep-spec-model'
import { FIELD_KEYS } from './sweep-spec-model'

/**
 * Every configuration of a sweep: the product of its factors in the order of the format (the last varies fastest), without the
 * points that a rule removes, and once for points whose settings are equal.
 * @throws never for a spec of the parser, which refuses one that is too large or that its rules empty.
 */
export function expandSweep(spec: SweepSpec): Expansion {
  const { fields, seeds } = spec
  const { points, excluded, merged } = sweepGrid(spec)
  const factorKeys = FIELD_KEYS.filter((key) => fields[key].isFactor)
  const factors = factorKeys.map((key): Factor => ({
    key,
    values: fields[key].values.map(({ written }) => written),
  }))
  const drafts = points.map((point) => {
    const written = factorKeys.map((key): [FieldKey, FactorValue] => [
      key,
      valueAt(fields, point, key).written,
    ])
    return { factors: Object.fromEntries(written), selection: selectionAt(fields, point) }
  })
  const labels = configurationLabels(
    factorKeys,
    drafts.map(({ selection }) => selection),
  )
  const configurations = drafts.map(({ factors: chosen, selection }, index): Configuration => ({
    index,
    factors: chosen,
    settings: trialSettings(selection),
    label: labels[index] ?? '',
  }))
  return {
    factors,
    configurations,
    seeds,
    excluded,
    merged,
    trialCount: configurations.length * seeds.length,
  }
}

/** Settings of one configuration without those of the others; null when the sweep has no such configuration. */
export function configurationSettings(spec: SweepSpec, index: number): TrialSettings | null {
  const point = sweepGrid(spec).points[index]
  return point === undefined ? null : trialSettings(selectionAt(spec.fields, point))
}

const indices = new WeakMap<Expansion, ReadonlyMap<string, number>>()

/** Index of the configuration with these factor values, as a report's line holds them; null when the sweep has none. */
export function matchConfiguration(
  expansion: Expansion,
  factors: Readonly<Record<string, FactorValue>>,
): number | null {
  const known =
    indices.get(expansion) ??
    new Map(
      expansion.configurations.map((configuration) => [
        canonicalJson(configuration.factors),
        configuration.index,
      ]),
    )
  indices.set(expansion, known)
  return known.get(canonicalJson(factors)) ?? null
}
