import { recommendedScheme } from '@shared/schemes'
import type { Configuration, Expansion } from '@shared/sweep'
import type { ForecastData } from '@shared/theory/forecast-model'
import { forecastLayers } from '@shared/theory/layer-forecast'
import { formatMeasure } from '../charts/number-format'
import { ratioPerLayer } from '../charts/start-data'

/** What a design will show before anything runs: `fails` cannot learn, `doubtful` may not, `note` is worth knowing. */
export type FindingKind = 'fails' | 'doubtful' | 'note'

export interface Finding {
  readonly kind: FindingKind
  /** One plain sentence without the names of configurations. */
  readonly text: string
  /** Of the configurations it is about, in the order of the grid. */
  readonly labels: readonly string[]
}

/** Configurations that are looked at; a forecast of a hundred layers takes up to five milliseconds. */
const MOST_CONFIGURATIONS = 60

/**
 * The gradient of layer 1 as a share of the output's: below the first plain descent did not move in a few hundred steps, below the
 * second it was slow (relu/Xavier at depth 20: 2e-6, sigmoid/Xavier at depth 5: 1e-5; relu/Xavier at depth 10: 2e-3).
 */
const STALLING_SHARE = 1e-4
const SLOW_SHARE = 1e-2
/** Growth of z2 over the hidden layers from which plain descent diverged (relu, gain 1.41 times He, depth 10: 500). */
const DIVERGING_GROWTH = 300
/** Growth of the gradient on its way back that makes steps unstable where the signal itself is bounded. */
const CHAOTIC_GROWTH = 1000

function isRescaled({ settings: { model, train } }: Configuration): boolean {
  const adaptive = ['adam', 'adamw', 'rmsprop', 'adagrad'].includes(train.optimizer.name)
  return adaptive || model.normalization !== 'none' || model.residual !== null
}

/** What to do about a signal that does not keep its size; a sentence, or nothing that helps everywhere. */
function remedy({ settings: { model } }: Configuration): string {
  const { name } = model.activation
  if (name === 'sigmoid')
    return 'Sigmoid does so under every scheme of gain 1; a gain of 4 reaches depth 5, and tanh or relu go deeper.'
  const fitting = recommendedScheme(name)
  return model.init.scheme === fitting
    ? 'Fewer layers, a normalization or a residual network would help.'
    : `${fitting} fits ${name}.`
}

function perLayer(ratio: number): string {
  return Number.isNaN(ratio) ? '' : `, ×${formatMeasure(ratio, 2)} a layer`
}

function signalFinding(configuration: Configuration, data: ForecastData): Omit<Finding, 'labels'> | null {
  const forecast = forecastLayers(configuration.settings, data)
  if (forecast.theory === null) return null
  const z2 = forecast.layers.map((layer) => layer.z2)
  const delta2 = forecast.layers.map((layer) => layer.delta2)
  const [first, lastHidden] = [z2[0] ?? NaN, z2.at(-2) ?? NaN]
  const back = delta2[0] ?? NaN
  const fix = remedy(configuration)
  const rescued = isRescaled(configuration)
  if (lastHidden / first > DIVERGING_GROWTH) {
    const text = `The signal explodes${perLayer(ratioPerLayer(z2, 'z2'))}: training is likely to diverge. ${fix}`
    return { kind: rescued ? 'note' : 'doubtful', text }
  }
  if (back > CHAOTIC_GROWTH) {
    const text = `The gradient explodes on its way back${perLayer(ratioPerLayer(delta2, 'delta2'))}, though the signal is bounded: steps are unstable.`
    return { kind: rescued ? 'note' : 'doubtful', text }
  }
  if (back < STALLING_SHARE) {
    const share = formatMeasure(back, 2)
    const rate = perLayer(ratioPerLayer(delta2, 'delta2'))
    const text = rescued
      ? `The gradient of layer 1 starts at ${share} of the output’s${rate}; what rescales it may still learn.`
      : `The gradient of layer 1 is ${share} of the output’s${rate}: plain descent stalls. ${fix}`
    return { kind: rescued ? 'note' : 'fails', text }
  }
  if (back < SLOW_SHARE && !rescued) {
    const share = formatMeasure(back, 2)
    return {
      kind: 'doubtful',
      text: `The gradient of layer 1 is ${share} of the output’s${perLayer(ratioPerLayer(delta2, 'delta2'))}: plain descent starts slowly.`,
    }
  }
  return null
}

function symmetryFinding({ settings: { model } }: Configuration): Omit<Finding, 'labels'> | null {
  const { scheme } = model.init
  const isDeep = model.widths.length > 0
  if (!isDeep || model.overrides.length > 0) return null
  if (scheme === 'zeros') {
    return model.activation.name === 'sigmoid'
      ? {
          kind: 'fails',
          text: 'All weights are 0: the units of a layer stay equal, and the network learns as one unit a layer.',
        }
      : {
          kind: 'fails',
          text: 'All weights are 0: no gradient reaches a weight, and only the output bias learns.',
        }
  }
  if (scheme === 'constant') {
    return {
      kind: 'fails',
      text: 'All weights are equal: the units of a layer stay copies of each other, as in a network of width 1.',
    }
  }
  return null
}

function gainFinding({ settings: { model } }: Configuration): Omit<Finding, 'labels'> | null {
  const isHe = model.init.scheme === 'he-normal' || model.init.scheme === 'he-uniform'
  if (model.activation.name === 'tanh' && isHe && model.normalization === 'none')
    return {
      kind: 'note',
      text: 'He with tanh is Xavier with gain 1.41: inside the window of gains, 1 to 1.67, where tanh trains.',
    }
  return null
}

const ORDER: Readonly<Record<FindingKind, number>> = { fails: 0, doubtful: 1, note: 2 }

/**
 * What theory and the ledger of claims say of a design before it runs, worst first, with a break before each configuration.
 * Configurations with the same kind of finding share one line where its sentence is the same.
 */
export function* designLintInTurns(
  { configurations }: Expansion,
  data: ForecastData,
): Generator<undefined, readonly Finding[]> {
  const found = new Map<string, { readonly finding: Omit<Finding, 'labels'>; readonly labels: string[] }>()
  for (const configuration of configurations.slice(0, MOST_CONFIGURATIONS)) {
    yield
    const finding =
      symmetryFinding(configuration) ?? signalFinding(configuration, data) ?? gainFinding(configuration)
    if (finding === null) continue
    const key = `${finding.kind} ${finding.text}`
    const known = found.get(key) ?? { finding, labels: [] }
    known.labels.push(configuration.label)
    found.set(key, known)
  }
  return [...found.values()]
    .map(({ finding, labels }) => ({ ...finding, labels }))
    .sort((left, right) => ORDER[left.kind] - ORDER[right.kind])
}
