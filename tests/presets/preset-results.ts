import { canonicalJson } from '@shared/canonical-json'
import type { JsonValue, ReportContent, ReportTrial } from '@shared/report'
import { LAYER_COLUMNS } from '@shared/trial-result'

type LayerColumn = (typeof LAYER_COLUMNS)[number]

/** Factors of a configuration by their key, such as `{'model.init': 'he-normal'}`; one that is left out may be anything. */
export type Where = Readonly<Record<string, JsonValue>>

/** The trials of one configuration, by seed. */
export class ConfigurationTrials {
  readonly trials: readonly ReportTrial[]
  readonly name: string

  constructor(trials: readonly ReportTrial[], name: string) {
    this.trials = trials
    this.name = name
  }

  get n(): number {
    return this.trials.length
  }

  /** Final training losses; Infinity where the trial diverged. */
  get losses(): readonly number[] {
    return this.trials.map(({ status, final }) =>
      status === 'diverged' ? Infinity : (final?.trainLoss ?? Infinity),
    )
  }

  get testAccuracies(): readonly number[] {
    return this.trials.map(({ status, final }) => (status === 'diverged' ? 0 : (final?.testAccuracy ?? 0)))
  }

  get diverged(): number {
    return this.trials.filter(({ status }) => status === 'diverged').length
  }

  get medianLoss(): number {
    return median(this.losses)
  }

  /** The quantity of weight layers 1..L+1 at the first or the last recorded point, for each trial. */
  layers(column: LayerColumn, point: 'first' | 'last'): readonly (readonly number[])[] {
    const place = LAYER_COLUMNS.indexOf(column)
    const width = LAYER_COLUMNS.length
    return this.trials.map(({ layers, layerCount = 0 }) => {
      const row = layerCount * width
      const start = point === 'first' ? 0 : layers.length - row
      return Array.from({ length: layerCount }, (_, layer) => layers[start + layer * width + place] ?? NaN)
    })
  }
}

/** Trials of a report by their factors. */
export class PresetResults {
  readonly report: ReportContent

  constructor(report: ReportContent) {
    this.report = report
  }

  /** @throws when no trial, or a trial that failed, has these factors. */
  of(where: Where, name: string): ConfigurationTrials {
    const trials = this.report.trials.filter(({ configuration }) =>
      Object.entries(where).every(
        ([key, value]) => canonicalJson(configuration[key] ?? null) === canonicalJson(value),
      ),
    )
    const failed = trials.find(({ status }) => status === 'error' || status === 'cancelled')
    if (trials.length === 0) throw new Error(`No trial has ${JSON.stringify(where)}`)
    if (failed !== undefined) throw new Error(`A trial of ${name} failed: ${String(failed.message)}`)
    const seeds = new Set(trials.map(({ seed }) => seed))
    if (seeds.size !== trials.length) throw new Error(`${name} is more than one configuration`)
    return new ConfigurationTrials(trials, name)
  }
}

/** Of an even number of values the mean of the middle two; Infinity and NaN are the largest. */
export function median(values: readonly number[]): number {
  const sorted = values.map((value) => (Number.isNaN(value) ? Infinity : value)).sort((a, b) => a - b)
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN,
    sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN,
  ]
  return low === high ? low : (low + high) / 2
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
