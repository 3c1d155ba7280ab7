import { expandSweep } from '@shared/expand-sweep'
import type {
  Configuration,
  SweepResults,
  SweepSummary,
  TrialCounts,
  TrialRecord,
  TrialState,
} from '@shared/sweep'
import { LAYER_COLUMNS, type FirstCause } from '@shared/trial-result'
import { parseSweepDocument, type SweepDocument } from '@shared/sweep-spec'

/** Canned presets: one grid of depth and scheme, one of activations, one of scale. */
export const HE_OR_XAVIER: SweepDocument = {
  format: 'initlab-sweep/1',
  name: 'He or Xavier, by depth',
  notes:
    'From which depth on does the factor two of He decide whether a relu network learns? Xavier halves the signal at every layer.',
  task: { dataset: 'digits8x8' },
  model: {
    depth: [3, 10, 20],
    width: 32,
    activation: 'relu',
    init: ['he-normal', 'xavier-normal', { scheme: 'normal', std: 0.01 }],
  },
  train: { optimizer: 'sgd', learningRate: 0.03, batchSize: 32, steps: 400 },
  seeds: { first: 0, count: 10 },
}

export const ZEROS: SweepDocument = {
  format: 'initlab-sweep/1',
  name: 'Why zeros fail',
  notes:
    'What does a network learn whose weights all start equal? Zeros and constants leave every unit of a layer the same.',
  task: { dataset: 'two-spirals' },
  model: { depth: [1, 2], width: 16, activation: 'tanh', init: ['zeros', 'constant', 'xavier-normal'] },
  train: { optimizer: 'adam', learningRate: 0.01, batchSize: 32, steps: 300 },
  seeds: { first: 0, count: 10 },
}

export const SCALE: SweepDocument = {
  format: 'initlab-sweep/1',
  name: 'How wide may the draw be',
  notes: 'How large may the weights start before training diverges?',
  task: { dataset: 'digits8x8' },
  model: {
    depth: 5,
    width: 32,
    activation: ['relu', 'tanh'],
    init: [0.01, 0.03, 0.1, 0.3, 1].map((std) => ({ scheme: 'normal', std })),
  },
  train: { optimizer: 'sgd', learningRate: 0.05, batchSize: 32, steps: 200 },
  seeds: { first: 0, count: 10 },
}

/** A number of [0, 1) that depends on its arguments only. */
function noise(...parts: readonly number[]): number {
  const mixed = parts.reduce((sum, part, place) => sum + part * (12.9898 + 65.233 * place), 1.7)
  const wave = Math.sin(mixed) * 43758.5453
  return wave - Math.floor(wave)
}

export function noCounts(): Record<TrialState, number> {
  return { queued: 0, running: 0, done: 0, stalled: 0, diverged: 0, cancelled: 0, error: 0 }
}

export function countsOf(trials: readonly TrialRecord[], total: number, running = 0): TrialCounts {
  const counts = noCounts()
  for (const { status } of trials) counts[status] += 1
  counts.running = running
  counts.queued = total - trials.length - running
  return counts
}

/** One made-up trial: deep nets of small variance stall, large ones diverge, the rest learns. */
function cannedTrial(configuration: Configuration, seed: number): TrialRecord {
  const { widths, init } = configuration.settings.model
  const depth = widths.length
  const growth =
    init.scheme === 'he-normal'
      ? 1
      : init.scheme === 'xavier-normal'
        ? 0.55
        : (init.std ?? 0) > 0.2
          ? 4
          : 0.02
  const signal = growth ** depth
  const status = signal > 100 ? 'diverged' : signal < 1e-3 ? 'stalled' : 'done'
  const duration = configuration.settings.train.duration
  const steps = 'steps' in duration ? duration.steps : duration.epochs * 40
  const points = status === 'diverged' ? 4 : 41
  const curve = new Float32Array(points * 3)
  for (let point = 0; point < points; point++) {
    const share = point / 40
    const speed = status === 'stalled' ? 0 : 4 * Math.sqrt(signal) * (0.7 + 0.6 * noise(seed, depth))
    const jitter = 0.06 * (noise(seed, point, depth) - 0.5)
    const loss =
      status === 'diverged'
        ? 2.3 * 20 ** point
        : 2.3 * Math.exp(-speed * share) + 0.05 + jitter * Math.exp(-share)
    curve.set(
      [share * steps, Math.max(0.005, loss), Math.min(1, 0.1 + 0.9 * (1 - Math.exp(-speed * share)))],
      point * 3,
    )
  }
  const width = LAYER_COLUMNS.length
  const layers = new Float32Array(points * (depth + 1) * width)
  for (let point = 0; point < points; point++) {
    for (let layer = 0; layer <= depth; layer++) {
      const forward = growth ** (layer + 1) * (0.9 + 0.2 * noise(seed, layer))
      const row = { z2: forward, h2: forward / 2, delta2: 1e-3 * growth ** (depth - layer), dead: layer / 40 }
      for (const [name, value] of Object.entries(row)) {
        const column = LAYER_COLUMNS.findIndex((known) => known === name)
        layers[(point * (depth + 1) + layer) * width + column] = value
      }
    }
  }
  const accuracy = status === 'done' ? 0.97 - 0.05 * noise(seed, depth, 3) : 0.1
  return {
    configuration: configuration.index,
    seed,
    status,
    final:
      status === 'diverged'
        ? { trainLoss: NaN, trainAccuracy: 0.1, testLoss: NaN, testAccuracy: 0.1 }
        : {
            trainLoss: curve.at(-2) ?? 0,
            trainAccuracy: accuracy,
            testLoss: (curve.at(-2) ?? 0) + 0.1,
            testAccuracy: accuracy - 0.02,
          },
    steps: status === 'diverged' ? 30 : steps,
    milliseconds: 180 + 60 * noise(seed, 7),
    weightsHash: null,
    firstCause: causeOf(status, depth),
    message: null,
    curve,
    layers,
    spectrum: new Float32Array(0),
    histograms: new Float32Array(0),
    jacobian: null,
  }
}

function causeOf(status: 'done' | 'stalled' | 'diverged', depth: number): FirstCause | null {
  if (status === 'diverged') return { step: 30, layer: depth, quantity: 'z', side: 'not-finite', value: null }
  if (status === 'stalled') return { step: 0, layer: depth, quantity: 'z2', side: 'below', value: 3.1e-9 }
  return null
}

export interface CannedOptions {
  readonly state?: SweepSummary['state']
  /** Share of the trials that have ended. */
  readonly share?: number
  readonly filePath?: string | null
  readonly readOnly?: boolean
  readonly missing?: readonly string[]
  readonly name?: string
  readonly createdAt?: string
  readonly origin?: SweepSummary['origin']
}

/** A whole sweep as the library gives it, in the order the trials run. */
export function cannedResults(
  id: number,
  document: SweepDocument,
  options: CannedOptions = {},
): SweepResults {
  const spec = parseSweepDocument(document)
  if (!spec.ok) throw new Error(spec.error.message)
  const { configurations, seeds, trialCount } = expandSweep(spec.value)
  const all = seeds.flatMap((seed) => configurations.map((configuration) => cannedTrial(configuration, seed)))
  const trials = all.slice(0, Math.round(trialCount * (options.share ?? 1)))
  return {
    summary: {
      id,
      name: options.name ?? spec.value.name,
      origin: options.origin ?? 'run',
      state: options.state ?? 'done',
      createdAt:
        options.createdAt ?? `2026-11-${String(21 - (id % 20)).padStart(2, '0')}T14:0${id % 10}:00.000Z`,
      counts: countsOf(trials, trialCount),
      configurationCount: configurations.length,
      trialCount,
      filePath: options.filePath ?? null,
      readOnly: options.readOnly ?? false,
    },
    document: spec.value.document,
    trials,
    engineVersion: '1',
    notes: typeof document['notes'] === 'string' ? document['notes'] : '',
    view: '',
    missing: options.missing ?? [],
  }
}
