import { layerColumn } from '@shared/layer-rows'
import type { ProbeAnswer } from '@shared/probe'
import { quartiles } from '@shared/statistics/quantiles'
import { finiteWidthBand } from '@shared/theory/finite-width'
import type { Forecast, NoForecast } from '@shared/theory/forecast-model'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { formatNoun } from '../common/format'
import { axisRange, type AxisRange } from './axis-range'
import type { DataTable } from './data-table'
import { formatMeasure } from './number-format'

/** The second moments that a probe draws; delta2 as a multiple of the output layer's. */
export const START_QUANTITIES = ['z2', 'h2', 'delta2'] as const
export type StartQuantity = (typeof START_QUANTITIES)[number]

export const START_TITLES: Readonly<Record<StartQuantity, string>> = {
  z2: 'z²',
  h2: 'h²',
  delta2: 'δ² (of the output’s)',
}

/** One quantity over the weight layers 1..L+1: the seeds' median, smallest and largest, and what theory expects. */
export interface StartCurve {
  readonly quantity: StartQuantity
  readonly median: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** NaN where nothing is forecast; empty without a theory. */
  readonly theory: readonly number[]
  /** 95 % of single networks at these widths. */
  readonly theoryLow: readonly number[]
  readonly theoryHigh: readonly number[]
}

export interface StartData {
  /** Label of the configuration. */
  readonly label: string
  readonly layers: number
  readonly seeds: number
  readonly curves: readonly StartCurve[]
  /** Why there is no theory, or what it neglects; empty when nothing. */
  readonly notes: readonly string[]
}

/** The quantity of every layer for one seed. */
function measured(layers: Float32Array, quantity: StartQuantity): readonly number[] {
  const values = [...layerColumn(layers, quantity)]
  const output = values.at(-1) ?? NaN
  return quantity === 'delta2' ? values.map((value) => value / output) : values
}

function startCurve(
  quantity: StartQuantity,
  { seeds }: ProbeAnswer,
  forecast: Forecast | NoForecast,
): StartCurve {
  const bySeed = seeds.map(({ layers }) => measured(layers, quantity))
  const places = Array.from({ length: bySeed[0]?.length ?? 0 }, (_, layer) =>
    bySeed.map((values) => values[layer] ?? NaN),
  )
  const layers = forecast.theory === null ? [] : forecast.layers
  const bands = layers.map((layer) => finiteWidthBand(layer[quantity], layer.spread[quantity], 'single', 1))
  return {
    quantity,
    median: places.map((values) => quartiles(values).median),
    low: places.map((values) => Math.min(...values)),
    high: places.map((values) => Math.max(...values)),
    theory: layers.map((layer) => layer[quantity]),
    theoryLow: bands.map(({ low }) => low),
    theoryHigh: bands.map(({ high }) => high),
  }
}

export function startData(label: string, answer: ProbeAnswer, forecast: Forecast | NoForecast): StartData {
  return {
    label,
    layers: (answer.seeds[0]?.layers.length ?? 0) / LAYER_COLUMNS.length,
    seeds: answer.seeds.length,
    curves: START_QUANTITIES.map((quantity) => startCurve(quantity, answer, forecast)),
    notes: forecast.theory === null ? [forecast.reason] : forecast.approximations,
  }
}

/** A log axis around everything drawn; what is exactly 0 lies at its lower end. */
export function startRange({ curves }: StartData): AxisRange {
  const values = curves.flatMap(({ median, low, high, theory }) => [...median, ...low, ...high, ...theory])
  return axisRange(values, 'log')
}

/**
 * Geometric mean of the ratio from one layer to the next over the hidden layers 2..L, forward for z2, backward for
 * delta2; NaN below three hidden layers and where a value is 0 or not finite.
 */
export function ratioPerLayer(values: readonly number[], quantity: StartQuantity): number {
  const hidden = values.length - 1
  const [first, last] = [values[1] ?? NaN, values[hidden - 1] ?? NaN]
  if (hidden < 3 || !(first > 0) || !(last > 0) || !Number.isFinite(first) || !Number.isFinite(last))
    return NaN
  const forward = (last / first) ** (1 / (hidden - 2))
  return quantity === 'delta2' ? 1 / forward : forward
}

function ratioText(curve: StartCurve | undefined, name: string): string | null {
  if (curve === undefined) return null
  const found = ratioPerLayer(curve.median, curve.quantity)
  if (Number.isNaN(found)) return null
  const expected = ratioPerLayer(curve.theory, curve.quantity)
  const beside = Number.isNaN(expected) ? '' : ` (${formatMeasure(expected, 2)} in theory)`
  return `${name} ×${formatMeasure(found, 2)} a layer${beside}`
}

function fate(values: readonly number[]): 'zero' | 'not finite' | null {
  if (values.some((value) => !Number.isFinite(value))) return 'not finite'
  return values.some((value) => value === 0) ? 'zero' : null
}

/** `Forward z² ×0.50 a layer (0.50 in theory), backward δ² ×0.50 (0.50 in theory); 5 seeds.` */
export function startCaption(data: StartData): string {
  const curve = (quantity: StartQuantity): StartCurve | undefined =>
    data.curves.find((one) => one.quantity === quantity)
  const z = curve('z2')
  const delta = curve('delta2')
  const seeds = formatNoun(data.seeds, 'seed')
  const ended = fate(z?.median ?? [])
  if (ended === 'not finite') return `The forward pass overflows before the first update; ${seeds}.`
  if (ended === 'zero') {
    const isPassed = (z?.median.at(-1) ?? 0) > 0
    const what = isPassed ? 'the skips pass the signal by them' : 'nothing passes them'
    return `Some layers are exactly 0: ${what}; ${seeds}.`
  }
  const parts = [ratioText(z, 'Forward z²'), ratioText(delta, 'backward δ²')].filter((part) => part !== null)
  if (parts.length === 0) {
    const first = z?.median[0] ?? NaN
    return `z² of layer 1 is ${formatMeasure(first, 2)}, of the output ${formatMeasure(z?.median.at(-1) ?? NaN, 2)}; ${seeds}.`
  }
  return `${parts.join(', ')}; ${seeds}.`
}

export function startTable(data: StartData): DataTable {
  const layers = Array.from({ length: data.layers }, (_, index) => index)
  return {
    columns: ['quantity', ...layers.map((layer) => `layer ${layer + 1}`)],
    rows: data.curves.flatMap(({ quantity, median, theory }) => [
      [`${START_TITLES[quantity]}, median`, ...layers.map((layer) => formatMeasure(median[layer] ?? NaN))],
      ...(theory.length === 0
        ? []
        : [
            [
              `${START_TITLES[quantity]}, theory`,
              ...layers.map((layer) => formatMeasure(theory[layer] ?? NaN)),
            ],
          ]),
    ]),
  }
}

export function startCsv(data: StartData): DataTable {
  return {
    columns: ['configuration', 'layer', 'quantity', 'median', 'smallest', 'largest', 'theory', 'theory low', 'theory high', 'seeds'], // prettier-ignore
    rows: data.curves.flatMap((curve) =>
      curve.median.map((median, index) => [
        data.label,
        String(index + 1),
        curve.quantity,
        ...[
          median,
          curve.low[index],
          curve.high[index],
          curve.theory[index],
          curve.theoryLow[index],
          curve.theoryHigh[index],
        ].map((value) => String(value ?? '')),
        String(data.seeds),
      ]),
    ),
  }
}
