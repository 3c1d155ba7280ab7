import { layerBands, type LayerBand, type LayerQuantity } from '@shared/statistics/layer-bands'
import type { SweepDocument } from '@shared/sweep-spec'
import { computed, ref, type ComputedRef, type WritableComputedRef } from 'vue'
import { createLayerBandCache, type LayerRows } from '../../../charts/band-cache'
import { depthMap, type DepthMap } from '../../../charts/depth-map-data'
import type { LayerData } from '../../../charts/layer-data'
import type { ShownSweep } from '../../../charts/shown-sweep'
import type { SignalData, SignalQuantity } from '../../../charts/signal-data'
import { symmetryData, type SymmetryData } from '../../../charts/symmetry-data'
import type { HeldColumn } from '../../../stores/layer-columns'
import { useLayerColumn } from '../use-layer-column'
import type { SweepSelection } from '../use-sweep-selection'
import { useForecasts, type SweepForecasts } from '../use-forecasts'
import { useTrialDetails, type ConfigurationDetails } from './use-trial-details'

/** Lines drawn at once: more cannot be told apart. */
const MOST_LINES = 40
const NO_ROWS: LayerRows = new Map()
const NO_VALUES = new Float32Array(0)

export interface LayerInspector {
  /** Of the cards for any quantity. */
  readonly quantity: WritableComputedRef<LayerQuantity>
  /** Every recorded step, ascending. */
  readonly steps: ComputedRef<readonly number[]>
  readonly step: ComputedRef<number>
  /** The configuration of the cards that show one alone. */
  readonly inspected: ComputedRef<number>
  readonly forecasts: SweepForecasts
  readonly details: ConfigurationDetails
  readonly signal: ComputedRef<SignalData>
  readonly layers: ComputedRef<LayerData>
  readonly map: ComputedRef<DepthMap>
  readonly symmetry: ComputedRef<SymmetryData>
  /** How far the columns were read: that of the quantity chosen, and the worst of all. */
  readonly column: ComputedRef<HeldColumn>
  readonly problem: ComputedRef<string | null>
  readonly retry: () => void
}

/** The data of the layers' cards: every column that is shown is read while the view exists, computed only where it changed. */
export function useLayerInspector(
  sweep: () => ShownSweep,
  selection: SweepSelection,
  document: () => SweepDocument,
): LayerInspector {
  const { hidden, emphasized, brushed, place } = selection
  const steps = computed(() =>
    [...new Set(sweep().byConfiguration.flatMap(({ band }) => [...band.steps]))].sort((a, b) => a - b),
  )
  /** Of the cards for any quantity; z2, h2 and delta2 have a card of their own. */
  const wanted = ref<LayerQuantity | null>(null)
  const quantity = computed<LayerQuantity>({
    get: () => wanted.value ?? 'weightGradient',
    set: (next) => {
      wanted.value = next
    },
  })
  const records = computed(() =>
    sweep().expansion.configurations.some(({ settings }) => settings.record.layers),
  )
  const columnOf = (name: () => LayerQuantity): ReturnType<typeof useLayerColumn> =>
    useLayerColumn({
      sweepId: () => sweep().id,
      quantity: name,
      trials: () => sweep().trials,
      wanted: () => records.value,
    })
  const signals = {
    z2: columnOf(() => 'z2'),
    h2: columnOf(() => 'h2'),
    delta2: columnOf(() => 'delta2'),
  }
  const chosen = columnOf(() => quantity.value)
  const all = [...Object.values(signals), chosen]

  const step = computed(() => steps.value[Math.min(place.value, steps.value.length - 1)] ?? 0)
  const inspected = computed(() => {
    const { configurations } = sweep().expansion
    const index = selection.inspected.value ?? 0
    return index < configurations.length ? index : 0
  })
  const details = useTrialDetails(sweep, () => inspected.value)
  const forecasts = useForecasts(document, () => sweep().expansion)

  /** Visible ones first, brushed before others, where there are more than can be told apart. */
  const drawn = computed(() => {
    const indices = sweep().expansion.configurations.map(({ index }) => index)
    const later = (index: number): number =>
      (hidden.value.has(index) ? 2 : 0) + (brushed.value?.has(index) === false ? 1 : 0)
    return indices.length <= MOST_LINES
      ? indices
      : [...indices]
          .sort((a, b) => later(a) - later(b) || a - b)
          .slice(0, MOST_LINES)
          .sort((a, b) => a - b)
  })

  function layerCountOf(index: number): number {
    return (sweep().expansion.configurations[index]?.settings.model.widths.length ?? 0) + 1
  }

  function bandsOf(
    name: () => LayerQuantity,
    column: ComputedRef<HeldColumn>,
  ): ComputedRef<Map<number, LayerBand | null>> {
    const cache = createLayerBandCache()
    return computed(
      () =>
        new Map(
          drawn.value.map((index) => {
            const trials = sweep().byConfiguration[index]?.trials ?? []
            const rows = column.value.rows.get(index) ?? NO_ROWS
            return [index, cache(index, trials, rows, layerCountOf(index), name(), step.value)]
          }),
        ),
    )
  }

  const signalBands = {
    z2: bandsOf(() => 'z2', signals.z2.column),
    h2: bandsOf(() => 'h2', signals.h2.column),
    delta2: bandsOf(() => 'delta2', signals.delta2.column),
  } satisfies Record<SignalQuantity, unknown>
  const chosenBands = bandsOf(() => quantity.value, chosen.column)

  const lines = computed(() =>
    drawn.value.flatMap((index) => {
      const configuration = sweep().expansion.configurations[index]
      const style = sweep().styles[index]
      return configuration === undefined || style === undefined
        ? []
        : [{ configuration: index, label: configuration.label, style }]
    }),
  )
  const shared = computed(() => ({
    configurations: sweep().expansion.configurations.length,
    step: step.value,
    hidden: hidden.value,
    emphasized: emphasized.value,
    brushed: brushed.value,
  }))
  const signalLines = computed(() =>
    lines.value.map((line) => ({
      ...line,
      bands: {
        z2: signalBands.z2.value.get(line.configuration) ?? null,
        h2: signalBands.h2.value.get(line.configuration) ?? null,
        delta2: signalBands.delta2.value.get(line.configuration) ?? null,
      },
      forecast: forecasts.forecastOf(line.configuration),
    })),
  )
  const signal = computed<SignalData>(() => ({ ...shared.value, lines: signalLines.value }))
  const layers = computed<LayerData>(() => ({
    ...shared.value,
    forecastOf: forecasts.forecastOf,
    quantity: quantity.value,
    lines: lines.value.map((line) => ({ ...line, band: chosenBands.value.get(line.configuration) ?? null })),
  }))

  const own = computed(() => sweep().byConfiguration[inspected.value]?.trials ?? [])
  const label = computed(() => sweep().expansion.configurations[inspected.value]?.label ?? '')
  const map = computed(() => {
    const count = layerCountOf(inspected.value)
    const rows = chosen.column.value.rows.get(inspected.value) ?? NO_ROWS
    const measured = own.value.flatMap((trial) => {
      const row = rows.get(trial.seed)
      return row === undefined ? [] : [{ trial, values: row.layers === count ? row.values : NO_VALUES }]
    })
    const bands = layerBands(inspected.value, measured, count, quantity.value)
    return depthMap(label.value, quantity.value, bands, own.value)
  })
  const symmetry = computed(() =>
    symmetryData(
      label.value,
      sweep().expansion.configurations[inspected.value]?.settings.model.widths ?? [],
      details.trials.value.map((trial) => trial.distinct),
      details.trials.value.map((trial) => trial.near),
      step.value,
    ),
  )
  const problem = computed(() => {
    const told = all.flatMap(({ column }) => [column.value.problem ?? [], column.value.damaged].flat())
    return told.length === 0 ? null : [...new Set(told)].join(' ')
  })

  return {
    quantity,
    steps,
    step,
    inspected,
    forecasts,
    details,
    signal,
    layers,
    map,
    symmetry,
    column: chosen.column,
    problem,
    retry: () => {
      for (const { retry } of all) retry()
    },
  }
}
