import type { CurveMetric } from '@shared/statistics/convergence-bands'
import { STANDARD_BAND } from '@shared/statistics/convergence-bands'
import type { Configuration } from '@shared/sweep'
import type { AxisScale } from './axis-range'
import type { ConfigurationResults } from './band-cache'
import { chanceLevel } from './chance-level'
import type { ConvergenceData } from './convergence-data'
import type { LineStyle } from './line-styles'
import type { ShownSweep } from './shown-sweep'

/** One configuration of one sweep, to be compared with others. */
export interface Pin {
  readonly sweepId: number
  readonly configuration: number
}

/** Columns that stand side by side in a window. */
export const MOST_PINNED = 6

export function isSamePin(a: Pin, b: Pin): boolean {
  return a.sweepId === b.sweepId && a.configuration === b.configuration
}

/** With the pin behind the others, or without it when it was there; the same pins when there is no room. */
export function withPin(pins: readonly Pin[], one: Pin): readonly Pin[] {
  if (pins.some((pin) => isSamePin(pin, one))) return pins.filter((pin) => !isSamePin(pin, one))
  return pins.length < MOST_PINNED ? [...pins, one] : pins
}

/** A pinned configuration with what is known of it. */
export interface Compared {
  readonly pin: Pin
  /** Its index in the sweep in view; negative for one of another report. */
  readonly id: number
  /** With the name of its report when that is another one. */
  readonly label: string
  readonly configuration: Configuration
  readonly style: LineStyle
  readonly results: ConfigurationResults
}

const PALETTE_SIZE = 8

/**
 * The pinned configurations in the order of their pins; those whose sweep is not among `sweeps`, or does not have them, are left out.
 * @param sweeps the one in view first
 */
export function comparedOf(sweeps: readonly ShownSweep[], pins: readonly Pin[]): readonly Compared[] {
  const [own] = sweeps
  const known = pins.flatMap((pin) => {
    const sweep = sweeps.find(({ id }) => id === pin.sweepId)
    const configuration = sweep?.expansion.configurations[pin.configuration]
    const results = sweep?.byConfiguration[pin.configuration]
    const style = sweep?.styles[pin.configuration]
    return sweep === undefined || configuration === undefined || results === undefined || style === undefined
      ? []
      : [{ pin, sweep, configuration, results, style }]
  })
  const used = new Set(
    known.flatMap(({ sweep, style }) => (sweep === own && !style.isOrdered ? [style.colour] : [])),
  )
  const free = Array.from({ length: PALETTE_SIZE }, (_, place) => place).filter((place) => !used.has(place))
  let strangers = 0
  return known.map(({ pin, sweep, configuration, results, style }): Compared => {
    if (sweep === own) {
      const { index, label } = configuration
      return { pin, id: index, label, configuration, style, results }
    }
    strangers += 1
    return {
      pin,
      id: -strangers,
      label: `${configuration.label} · ${sweep.name} #${sweep.id}`,
      configuration,
      // Every sweep gives its lines the same colours: those of another report take what is left.
      style: { colour: free[strangers - 1] ?? strangers, isOrdered: false, dash: [9, 3, 2, 3] },
      results,
    }
  })
}

interface ConvergenceChoices {
  readonly metric: CurveMetric
  readonly scale: AxisScale
  readonly hidden: ReadonlySet<number>
  readonly emphasized: number | null
}

/** The convergence of the pinned configurations alone: medians and quartiles by step. */
export function comparedConvergence(
  items: readonly Compared[],
  { metric, scale, hidden, emphasized }: ConvergenceChoices,
): ConvergenceData {
  const configurations = items.map(({ configuration }) => configuration)
  const [loss, ...others] = new Set(configurations.map(({ settings }) => settings.train.loss))
  return {
    lines: items.map(({ id, label, style, results }) => ({
      configuration: id,
      label,
      style,
      band: results.band,
      perStep: 1,
      seeds: [],
      running: [],
    })),
    metric,
    loss: loss !== undefined && others.length === 0 ? loss : null,
    scale,
    choice: STANDARD_BAND,
    stepScale: 'steps',
    hidden,
    emphasized: items.some(({ id }) => id === emphasized) ? emphasized : null,
    brushed: null,
    seedsShown: 'none',
    chanceLevel: chanceLevel(configurations),
    drawn: new Set(items.map(({ id }) => id)),
  }
}
