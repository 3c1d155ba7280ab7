import { failure, success, type Result } from '@shared/errors'
import { expandSweep } from '@shared/expand-sweep'
import { PROBED_SEEDS } from '@shared/probe'
import { LAYER_COLUMNS } from '@shared/trial-result'
import type {
  AppInfo,
  Channel,
  ChannelInput,
  ChannelOutputs,
  DatasetDescription,
  LabApi,
  LabEvent,
  LabEvents,
  PresetDescription,
} from '@shared/ipc-contract'
import { layerColumn, type LayerRow } from '@shared/layer-rows'
import type { SweepResults, TrialRecord } from '@shared/sweep'
import { parseSweepText, type SweepSpec } from '@shared/sweep-spec'
import { CURVE_COLUMNS, type LayerColumn } from '@shared/trial-result'
import { cannedResults, countsOf, HE_OR_XAVIER, SCALE, ZEROS } from './fake-results'
import { FakeSchool } from './fake-school'

const INFO: AppInfo = {
  version: '0.1.0',
  engineVersion: 'engine-1-4f2a9c',
  electron: '33.2.1',
  chrome: '130.0.6723.137',
  node: '20.18.1',
  platform: 'linux x64',
  cores: 8,
  workers: 7,
  revectorizer: { active: true, wanted: true, outcome: 'gain', gain: 1.46 },
}

const DATASETS: readonly DatasetDescription[] = [
  {
    name: 'digits8x8',
    title: 'Digits 8 × 8',
    features: 64,
    classes: 10,
    trainCount: 1437,
    testCount: 360,
    licence: 'CC BY 4.0',
  },
  {
    name: 'two-spirals',
    title: 'Two spirals',
    features: 2,
    classes: 2,
    trainCount: 400,
    testCount: 400,
    licence: 'generated',
  },
  {
    name: 'xor',
    title: 'Exclusive or',
    features: 2,
    classes: 2,
    trainCount: 400,
    testCount: 400,
    licence: 'generated',
  },
]

const PRESETS: readonly PresetDescription[] = [
  { name: 'zeros', document: ZEROS },
  { name: 'depth', document: HE_OR_XAVIER },
  { name: 'scale', document: SCALE },
]

export interface FakeLabOptions {
  readonly library?: readonly SweepResults[]
  readonly draft?: string | null
  /** Channels that fail, with their message. */
  readonly failing?: Partial<Record<Channel, string>>
  /** Trials that end at each tick of a running sweep; the ticks come by `tick()`. */
  readonly trialsPerTick?: number
}

const DATA_FACTS = {
  features: 64,
  classes: 10,
  image: { channels: 1, height: 8, width: 8 },
  meanSquare: 1,
  featureVariance: 0.6,
}

/** Rows of one answer: few, so that every page asks more than once. */
const FAKE_ROWS = 40
const NOTHING = new Float32Array(0)

/** A trial as the main process sends it. */
function shownTrial(trial: TrialRecord): TrialRecord {
  return { ...trial, layers: NOTHING, spectrum: NOTHING, histograms: NOTHING }
}

function layerRow({ configuration, seed, curve, layers }: TrialRecord, quantity: LayerColumn): LayerRow {
  const values = layerColumn(layers, quantity)
  const steps = curve.filter((_, index) => index % CURVE_COLUMNS.length === 0)
  return { configuration, seed, steps, layers: values.length / steps.length, values }
}

type Answers = { [Name in Channel]: (input: ChannelInput<Name>) => Result<ChannelOutputs[Name]> }

/** A laboratory without engine, disk or processes: canned data behind the real contract. */
export class FakeLab implements LabApi {
  readonly calls: { readonly channel: Channel; readonly input: unknown }[] = []
  readonly results = new Map<number, SweepResults>()
  draft: string | null
  theme: 'light' | 'dark' | 'system' = 'system'
  private readonly deleted = new Map<number, SweepResults>()
  private readonly listeners: { readonly [Name in LabEvent]: Set<(payload: LabEvents[Name]) => void> } = {
    'sweep:update': new Set(),
    'library:changed': new Set(),
    'report:opened': new Set(),
    'menu:command': new Set(),
    'app:failure': new Set(),
  }
  private readonly failing: Partial<Record<Channel, string>>
  private readonly trialsPerTick: number
  private running: { readonly id: number; waiting: readonly TrialRecord[] } | null = null

  constructor(options: FakeLabOptions = {}) {
    for (const results of options.library ?? []) this.results.set(results.summary.id, results)
    this.draft = options.draft ?? null
    this.failing = options.failing ?? {}
    this.trialsPerTick = options.trialsPerTick ?? 3
  }

  invoke<Name extends Channel>(
    channel: Name,
    input: ChannelInput<Name>,
  ): Promise<Result<ChannelOutputs[Name]>> {
    this.calls.push({ channel, input })
    const message = this.failing[channel]
    if (message !== undefined) return Promise.resolve(failure('internal', message))
    return Promise.resolve(this.answers[channel](input))
  }

  on<Name extends LabEvent>(event: Name, listener: (payload: LabEvents[Name]) => void): () => void {
    this.listeners[event].add(listener)
    return () => void this.listeners[event].delete(listener)
  }

  emit<Name extends LabEvent>(event: Name, payload: LabEvents[Name]): void {
    for (const listener of this.listeners[event]) listener(payload)
  }

  pathOf(file: object): string {
    return 'name' in file ? `/home/ada/${String(file.name)}` : ''
  }

  /** Lets the next trials of the running sweep end and tells the window. */
  tick(): void {
    const { running } = this
    const held = running === null ? undefined : this.results.get(running.id)
    if (running === null || held === undefined) return
    const ended = running.waiting.slice(0, this.trialsPerTick)
    running.waiting = running.waiting.slice(this.trialsPerTick)
    const busy = running.waiting.slice(0, 2)
    const trials = [...held.trials, ...ended]
    const counts = countsOf(trials, held.summary.trialCount, busy.length)
    const state = running.waiting.length === 0 ? 'done' : 'running'
    this.results.set(running.id, { ...held, trials, summary: { ...held.summary, counts, state } })
    if (state === 'done') this.running = null
    this.emit('sweep:update', {
      sweepId: running.id,
      state,
      counts,
      trialsPerSecond: 6.4,
      etaSeconds: running.waiting.length / 6.4,
      workers: INFO.workers,
      workersBusy: busy.length,
      running: busy.map(({ configuration, seed, curve }) => ({
        configuration,
        seed,
        step: 120,
        steps: 400,
        curve: curve.slice(0, 36),
      })),
      ended: ended.map(shownTrial),
      notice: null,
    })
  }

  private halt(id: number, state: 'paused' | 'cancelled'): Result<null> {
    const held = this.results.get(id)
    if (held === undefined) return failure('not-found', 'There is no such sweep.')
    this.running = null
    const counts = countsOf(held.trials, held.summary.trialCount)
    this.results.set(id, { ...held, summary: { ...held.summary, state, counts } })
    this.emit('sweep:update', {
      sweepId: id, state, counts, trialsPerSecond: 0, etaSeconds: null, workers: INFO.workers, workersBusy: 0, running: [], ended: [], notice: null,
    }) // prettier-ignore
    return success(null)
  }

  private begin(id: number): void {
    const held = this.results.get(id)
    if (held === undefined) return
    const whole = cannedResults(id, held.document)
    const known = new Set(held.trials.map(({ configuration, seed }) => `${configuration}:${seed}`))
    this.running = {
      id,
      waiting: whole.trials.filter(({ configuration, seed }) => !known.has(`${configuration}:${seed}`)),
    }
    this.results.set(id, { ...held, summary: { ...held.summary, state: 'running' } })
  }

  private find(sweepId: number): Result<SweepResults> {
    const held = this.results.get(sweepId)
    return held === undefined
      ? failure('not-found', `There is no sweep ${sweepId} in the library.`)
      : success(held)
  }

  private spec(document: string): Result<SweepSpec> {
    return parseSweepText(document, 'draft')
  }

  private change(sweepId: number, change: (held: SweepResults) => SweepResults): Result<SweepResults> {
    const held = this.find(sweepId)
    if (!held.ok) return held
    const next = change(held.value)
    this.results.set(sweepId, next)
    return success(next)
  }

  readonly school = new FakeSchool()

  private readonly answers: Answers = {
    ...this.school.answers,
    'app:info': () => success(INFO),
    'app:reveal-file': () => success(null),
    'settings:read': () => success({ theme: this.theme, revectorizer: true }),
    'settings:write': (change) => {
      if ('theme' in change) this.theme = change.theme
      return success(null)
    },
    'draft:read': () => success(this.draft),
    'draft:write': ({ document }) => {
      this.draft = document
      return success(null)
    },
    'presets:list': () => success(PRESETS),
    'datasets:list': () => success(DATASETS),
    'datasets:choose-csv': () => success('csv:/home/ada/measurements/iris.csv'),
    'datasets:inspect': ({ dataset }) =>
      success({
        name: dataset,
        title: 'iris.csv',
        features: 4,
        classes: 3,
        trainCount: 120,
        testCount: 30,
        licence: 'your file',
      }),
    'spec:open-dialog': () => success(SCALE),
    'spec:save-dialog': () => success('/home/ada/sweep.yaml'),
    'sweep:forecast': ({ document }) => {
      const spec = this.spec(document)
      if (!spec.ok) return spec
      const { trialCount } = expandSweep(spec.value)
      return success({
        trials: trialCount,
        reused: 0,
        seconds: trialCount * 0.16,
        workers: INFO.workers,
        trialBytes: 2_400_000,
        reportBytes: trialCount * 9000,
      })
    },
    'probe:data-facts': () => success(DATA_FACTS),
    'probe:run': ({ document, configuration }) => {
      const spec = this.spec(document)
      if (!spec.ok) return spec
      const { configurations, seeds } = expandSweep(spec.value)
      const layerCount = (configurations[configuration]?.settings.model.widths.length ?? 0) + 1
      return success({
        data: DATA_FACTS,
        samples: 32,
        seeds: seeds.slice(0, PROBED_SEEDS).map((seed) => ({
          seed,
          layers: new Float32Array(layerCount * LAYER_COLUMNS.length).fill(0.5),
          loss: 2.4,
        })),
      })
    },
    'sweep:start': ({ document }) => {
      const spec = this.spec(document)
      if (!spec.ok) return spec
      const id = Math.max(0, ...this.results.keys()) + 1
      const results = cannedResults(id, spec.value.document, {
        state: 'running',
        share: 0,
        createdAt: '2026-11-21T22:00:00.000Z',
      })
      this.results.set(id, results)
      this.begin(id)
      return success(results.summary)
    },
    'sweep:pause': ({ sweepId }) => this.halt(sweepId, 'paused'),
    'sweep:resume': ({ sweepId }) => {
      this.begin(sweepId)
      return success(null)
    },
    'sweep:cancel': ({ sweepId }) => this.halt(sweepId, 'cancelled'),
    'sweep:cancel-configuration': () => success(null),
    'library:list': () => success([...this.results.values()].map(({ summary }) => summary)),
    'library:results': ({ sweepId }) => {
      const held = this.find(sweepId)
      if (!held.ok) return held
      return success({ ...held.value, trials: held.value.trials.map(shownTrial) })
    },
    'library:layers': ({ sweepId, quantity, after }) => {
      const held = this.find(sweepId)
      if (!held.ok) return held
      const { trials } = held.value
      const rows = trials.slice(after, after + FAKE_ROWS).map((trial) => layerRow(trial, quantity))
      const next = after + rows.length
      return success({ rows, damaged: [], next, more: next < trials.length })
    },
    'library:trial-details': ({ sweepId, configuration, seeds }) => {
      const held = this.find(sweepId)
      if (!held.ok) return held
      const trials = seeds.flatMap((seed) =>
        held.value.trials.filter((trial) => trial.configuration === configuration && trial.seed === seed),
      )
      return success({ trials, damaged: [] })
    },
    'library:rename': ({ sweepId, name }) => {
      const renamed = this.change(sweepId, (held) => ({ ...held, summary: { ...held.summary, name } }))
      return renamed.ok ? success(renamed.value.summary) : renamed
    },
    'library:annotate': ({ sweepId, notes }) => {
      const annotated = this.change(sweepId, (held) => ({ ...held, notes }))
      return annotated.ok ? success(null) : annotated
    },
    'library:delete': ({ sweepId }) => {
      const held = this.results.get(sweepId)
      if (held === undefined) return failure('not-found', 'There is no such report.')
      this.deleted.set(sweepId, held)
      this.results.delete(sweepId)
      return success(null)
    },
    'library:restore': ({ sweepId }) => {
      const held = this.deleted.get(sweepId)
      if (held === undefined) return failure('not-found', 'It was not deleted in this session.')
      this.results.set(sweepId, held)
      return success(held.summary)
    },
    'report:save-dialog': ({ sweepId }) => {
      const filePath = '/home/ada/reports/he-or-xavier.initlab'
      const saved = this.change(sweepId, (held) => ({ ...held, summary: { ...held.summary, filePath } }))
      return saved.ok ? success(filePath) : saved
    },
    'report:open-dialog': () => success(null),
    'report:open-path': ({ path }) => {
      const id = Math.max(0, ...this.results.keys()) + 1
      const results = cannedResults(id, HE_OR_XAVIER, { filePath: path, origin: 'file' })
      this.results.set(id, results)
      return success(results.summary)
    },
  }
}
