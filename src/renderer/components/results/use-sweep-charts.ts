import type { LayerQuantity } from '@shared/statistics/layer-bands'
import type { Expansion, SweepResults, SweepUpdate, TrialRecord } from '@shared/sweep'
import { computed, type ComputedRef, type Ref } from 'vue'
import type { AxisScale } from '../../charts/axis-range'
import {
  createBandCache,
  createLayerBandCache,
  type ConfigurationResults,
  type LayerRows,
} from '../../charts/band-cache'
import { chanceLevel } from '../../charts/chance-level'
import { failureCauses, type ConfigurationRow } from '../../charts/configuration-rows'
import {
  drawnConfigurations,
  type ConvergenceData,
  type ConvergenceLine,
} from '../../charts/convergence-data'
import type { LayerData, LayerLine } from '../../charts/layer-data'
import { lineStyles, type LineStyle } from '../../charts/line-styles'
import { perStep, type StepScale } from '../../charts/step-scale'
import { NO_COLUMN, type HeldColumn } from '../../stores/layer-columns'
import { useLayerColumn } from './use-layer-column'
import { useThrottled } from './use-throttled'
import type { BandChoice, CurveMetric } from '@shared/statistics/convergence-bands'

/** Milliseconds between two computations of the bands while trials arrive; the last one is always computed. */
const COMPUTE_INTERVAL = 200

/** Up to this number of trials their single curves are drawn for every line; above, for the one pointed at. */
const SEEDS_FOR_ALL = 150

/** Lines drawn at once: more cannot be told apart. */
const MOST_LINES = 100
/** While the sweep runs and redraws: 100 lines took over 50 ms a drawing. */
const MOST_LINES_RUNNING = 40

function isSameSet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((value) => b.has(value))
}

interface Inputs {
  readonly expansion: Ref<Expansion>
  readonly results: Ref<SweepResults>
  readonly update: Ref<SweepUpdate | null>
  readonly metric: Ref<CurveMetric>
  readonly scale: Ref<AxisScale>
  readonly bandChoice: Ref<BandChoice>
  readonly stepScale: Ref<StepScale>
  readonly hidden: Ref<ReadonlySet<number>>
  readonly emphasized: Ref<number | null>
  readonly brushed: Ref<ReadonlySet<number> | null>
  readonly seedsShown: Ref<boolean>
  readonly quantity: Ref<LayerQuantity>
  /** Index into the recorded steps. */
  readonly place: Ref<number>
  /** The layer chart is in view: its column is read. */
  readonly layersShown: Ref<boolean>
}

const NO_ROWS: LayerRows = new Map()
const NOTHING_RECORDED: HeldColumn = { ...NO_COLUMN, status: 'ready' }

export interface SweepCharts {
  readonly results: ComputedRef<readonly ConfigurationResults[]>
  readonly convergence: ComputedRef<ConvergenceData>
  /** Without theory: the view that shows them asks for it. */
  readonly layers: ComputedRef<Omit<LayerData, 'forecastOf'>>
  /** How far the column behind the layers was read. */
  readonly layerColumn: ComputedRef<HeldColumn>
  /** Reads the column again after a failure. */
  readonly readLayers: () => void
  /** Every recorded step, ascending. */
  readonly steps: ComputedRef<Float64Array>
  /** The trials behind the charts: those of the last computation. */
  readonly trials: Readonly<Ref<readonly TrialRecord[]>>
  readonly rows: ComputedRef<readonly ConfigurationRow[]>
  /** How each configuration is drawn. */
  readonly styles: ComputedRef<readonly LineStyle[]>
}

/** The data of a sweep's charts, computed at most five times a second and only for configurations that changed. */
export function useSweepCharts(inputs: Inputs): SweepCharts {
  const { expansion, update, metric, scale, bandChoice, stepScale, hidden, emphasized, brushed, seedsShown } =
    inputs
  const trials = useThrottled(() => inputs.results.value.trials, COMPUTE_INTERVAL)
  const bands = createBandCache()
  const results = computed(() => bands(expansion.value.configurations.length, trials.value, metric.value))
  // A choice of bands is the convergence chart's own: every other view tells medians and quartiles.
  const chosen = computed(() =>
    bands(expansion.value.configurations.length, trials.value, metric.value, bandChoice.value),
  )
  const styles = computed(() => lineStyles(expansion.value))
  const chance = computed(() => chanceLevel(expansion.value.configurations))
  const loss = computed(() => {
    const [first, ...others] = expansion.value.configurations.map(({ settings }) => settings.train.loss)
    return first !== undefined && others.every((other) => other === first) ? first : null
  })
  const running = computed(() => {
    const curves = new Map<number, Float32Array[]>()
    for (const { configuration, curve } of update.value?.running ?? []) {
      curves.set(configuration, [...(curves.get(configuration) ?? []), curve])
    }
    return curves
  })
  const mostLines = computed(() => (update.value?.state === 'running' ? MOST_LINES_RUNNING : MOST_LINES))
  const choiceOfSeeds = computed<ConvergenceData['seedsShown']>(() => {
    if (!seedsShown.value) return 'none'
    return trials.value.length <= SEEDS_FOR_ALL ? 'all' : 'emphasized'
  })

  const lines = computed<readonly ConvergenceLine[]>(() =>
    expansion.value.configurations.flatMap((configuration) => {
      const { index, label } = configuration
      const own = chosen.value[index]
      const style = styles.value[index]
      if (own === undefined || style === undefined) return []
      return [
        {
          configuration: index,
          label,
          style,
          band: own.band,
          perStep: perStep(configuration, own.trials, stepScale.value),
          seeds: own.trials.filter(({ status }) => status !== 'error').map(({ curve }) => curve),
          running: running.value.get(index) ?? [],
        },
      ]
    }),
  )
  const undecided = computed<Omit<ConvergenceData, 'drawn'>>(() => ({
    lines: lines.value,
    metric: metric.value,
    loss: loss.value,
    scale: scale.value,
    choice: bandChoice.value,
    stepScale: stepScale.value,
    hidden: hidden.value,
    emphasized: emphasized.value,
    brushed: brushed.value,
    seedsShown: choiceOfSeeds.value,
    chanceLevel: chance.value,
  }))
  // The same set while its members are the same: the layers are not computed again when a pointer moves.
  const drawn = computed<ReadonlySet<number>>((before) => {
    const now = drawnConfigurations(undecided.value, mostLines.value)
    return before !== undefined && isSameSet(before, now) ? before : now
  })
  const convergence = computed<ConvergenceData>(() => ({ ...undecided.value, drawn: drawn.value }))
  const steps = computed(() => {
    const all = new Set(results.value.flatMap(({ band }) => [...band.steps]))
    return Float64Array.from(all).sort()
  })
  const step = computed(() => steps.value[Math.min(inputs.place.value, steps.value.length - 1)] ?? 0)
  const recordsLayers = computed(() =>
    expansion.value.configurations.some(({ settings }) => settings.record.layers),
  )
  const { column, retry: readLayers } = useLayerColumn({
    sweepId: () => inputs.results.value.summary.id,
    quantity: () => inputs.quantity.value,
    trials: () => trials.value,
    wanted: () => inputs.layersShown.value && recordsLayers.value,
  })
  const layerColumn = computed(() => (recordsLayers.value ? column.value : NOTHING_RECORDED))
  const layerBands = createLayerBandCache()
  const layerLines = computed<readonly LayerLine[]>(() =>
    expansion.value.configurations.flatMap(({ index, label, settings }) => {
      if (!drawn.value.has(index)) return []
      const own = results.value[index]
      const style = styles.value[index]
      if (own === undefined || style === undefined) return []
      const layerCount = settings.model.widths.length + 1
      const rows = layerColumn.value.rows.get(index) ?? NO_ROWS
      const band = layerBands(index, own.trials, rows, layerCount, inputs.quantity.value, step.value)
      return [{ configuration: index, label, style, band }]
    }),
  )
  const layers = computed<Omit<LayerData, 'forecastOf'>>(() => ({
    lines: layerLines.value,
    configurations: expansion.value.configurations.length,
    quantity: inputs.quantity.value,
    step: step.value,
    hidden: hidden.value,
    emphasized: emphasized.value,
    brushed: brushed.value,
  }))
  const rows = computed<readonly ConfigurationRow[]>(() =>
    expansion.value.configurations.flatMap(({ index, label, factors }) => {
      const own = results.value[index]
      const style = styles.value[index]
      if (own === undefined || style === undefined) return []
      return [
        {
          configuration: index,
          label,
          style,
          factors,
          summary: own.summary,
          planned: expansion.value.seeds.length,
          causes: failureCauses(own.trials),
        },
      ]
    }),
  )
  return { results, convergence, layers, layerColumn, readLayers, steps, trials, rows, styles }
}
