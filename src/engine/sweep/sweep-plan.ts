import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { TrialData } from '@core/training'
import { canonicalJson, canonicalSweepText, trialIdentityText } from '@shared/canonical-json'
import { ENGINE_VERSION } from '@shared/engine-version'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { expandSweep } from '@shared/expand-sweep'
import { CURVE_WIDTH, LAYER_WIDTH, REPORT_LIMITS } from '@shared/report'
import type { Configuration, Expansion } from '@shared/sweep'
import type { SweepSpec } from '@shared/sweep-spec'
import { warmUpProblem } from '@shared/train-checks'
import { HISTOGRAM_BINS, HISTOGRAM_QUANTITIES, SPECTRUM_COLUMNS } from '@shared/trial-result'
import type { PretrainSettings, TaskSettings, TrialSettings } from '@shared/trial-settings'
import type { CostQuestion, TrialCost } from '@workers/trial-task'
import type { LoadedDataset, LoadedTrialData } from '../datasets/dataset-catalogue'
import type { EngineLimits } from './engine-limits'
import { readCosts } from './worker-reply'
import type { WorkerPool } from './worker-pool'

export interface PlannedConfiguration {
  readonly configuration: Configuration
  readonly data: TrialData
  readonly cost: TrialCost
  readonly limitMilliseconds: number
  /** Everything that determines a trial's bits, the seed excepted. */
  readonly identityText: string
}

/** A sweep that may run: every data set loaded, every trial small enough. */
export interface SweepPlan {
  readonly spec: SweepSpec
  readonly expansion: Expansion
  readonly configurations: readonly PlannedConfiguration[]
  readonly sweepHash: string
  /** Fingerprint of what each task and each source of pretraining loads, by their settings. */
  readonly fingerprints: Readonly<Record<string, string>>
}

export interface PlanningTools {
  readonly estimator: WorkerPool
  readonly limits: EngineLimits
  readonly loadTrialData: (
    task: TaskSettings,
    pretrain: PretrainSettings | null,
  ) => Promise<Result<LoadedTrialData>>
}

/** sha256 over engine version, data and settings: equal identities are equal bits. */
export function trialIdentity(planned: PlannedConfiguration, seed: number): string {
  return createHash('sha256').update(planned.identityText).update(String(seed)).digest('hex')
}

/** One line of trials.ndjson and its entries in the manifest, before packing. */
const LINE_BYTES = 500

/** Approximate bytes of the report: curves, layer statistics, singular values and histograms are stored as they are. */
export function reportBytes(configurations: readonly PlannedConfiguration[], seeds: number): number {
  return configurations.reduce((total, { cost, configuration: { settings } }) => {
    const { model, record } = settings
    const layers = model.widths.length + 1
    const points = cost.points * (CURVE_WIDTH + (record.layers ? layers * LAYER_WIDTH : 0))
    const spectrum = record.layers ? 2 * layers * SPECTRUM_COLUMNS.length : 0
    const histograms = record.histograms.length * layers * HISTOGRAM_QUANTITIES.length * (3 + HISTOGRAM_BINS)
    return total + seeds * (LINE_BYTES + 4 * (points + spectrum + histograms))
  }, 0)
}

/** A report that could be saved and not opened again is refused before its sweep runs. */
function checkReportSize(configurations: readonly PlannedConfiguration[], seeds: number): Result<null> {
  const bytes = reportBytes(configurations, seeds)
  if (bytes <= REPORT_LIMITS.fileBytes) return success(null)
  const message = `The report of this sweep would take about ${megabytes(bytes)}; one of at most ${megabytes(REPORT_LIMITS.fileBytes)} can be opened. Record less often, set record.layers to false, or run fewer trials.`
  return failure('report-too-large', message, 'record.every')
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`
}

function tooLarge(configuration: Configuration, bytes: number, limit: number): Result<never> {
  const message = `One trial of "${configuration.label}" would take about ${megabytes(bytes)} of memory; ${megabytes(limit)} are allowed for each worker on this machine. Use a smaller width, depth or batch, or fewer workers.`
  return failure('trial-too-large', message, configuration.label)
}

/** What of the settings decides which data a trial gets; without pretraining its task alone. */
function dataKey({ task, pretrain }: TrialSettings): string {
  return canonicalJson(pretrain === null ? task : { task, source: pretrain.task, pixels: pretrain.pixels })
}

/** Configurations planned in one turn of the main process: a millisecond or two. */
const CONFIGURATIONS_A_TURN = 64

/** A break for whoever else lives in the process, where configuration `index` begins a turn. */
async function takeTurn(index: number): Promise<void> {
  if (index % CONFIGURATIONS_A_TURN === 0) await setImmediate()
}

interface LoadedConfigurations {
  /** By what decides them. */
  readonly byKey: ReadonlyMap<string, LoadedTrialData>
  /** Of each configuration. */
  readonly data: readonly LoadedTrialData[]
}

async function loadAll(
  configurations: readonly Configuration[],
  load: PlanningTools['loadTrialData'],
): Promise<Result<LoadedConfigurations>> {
  const byKey = new Map<string, LoadedTrialData>()
  const data: LoadedTrialData[] = []
  for (const { index, settings } of configurations) {
    await takeTurn(index)
    const key = dataKey(settings)
    const known = byKey.get(key)
    if (known !== undefined) {
      data.push(known)
      continue
    }
    const loaded = await load(settings.task, settings.pretrain)
    if (!loaded.ok) return loaded
    byKey.set(key, loaded.value)
    data.push(loaded.value)
  }
  return success({ byKey, data })
}

function sizesOf({ data }: LoadedDataset): CostQuestion['target'] {
  return {
    features: data.features,
    image: data.image,
    classes: data.classes,
    trainSamples: data.trainY.length,
    testSamples: data.testY.length,
  }
}

const COSTS_A_MESSAGE = 512

async function askCosts(
  configurations: readonly Configuration[],
  data: readonly LoadedTrialData[],
  estimator: WorkerPool,
): Promise<Result<readonly TrialCost[]>> {
  const items = data.flatMap(({ target, source }, index): CostQuestion[] => {
    const settings = configurations[index]?.settings
    if (settings === undefined) return []
    return [{ settings, target: sizesOf(target), source: source === null ? null : sizesOf(source) }]
  })
  const costs: TrialCost[] = []
  try {
    // The settings are copied to the thread here: some at a time.
    for (let first = 0; first < items.length; first += COSTS_A_MESSAGE) {
      const asked = items.slice(first, first + COSTS_A_MESSAGE)
      const answered = readCosts(await estimator.run({ kind: 'costs', items: asked }))
      if (answered?.length !== asked.length)
        return failure('worker-fault', 'The cost of the trials cannot be estimated.')
      costs.push(...answered)
    }
    return success(costs)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failure('worker-fault', `The cost of the trials cannot be estimated: ${reason}`)
  }
}

/** What only the loaded data tell, since they say how many updates the epochs of a file are. */
function checkSteps({ settings, label }: Configuration, { steps, sourceSteps }: TrialCost): Result<null> {
  const late = settings.record.histograms.find((step) => step !== 'last' && step > steps)
  if (late !== undefined) {
    const message = `Step ${String(late)} of record.histograms is past the last step of "${label}", ${steps}.`
    return failure('spec-invalid', message, 'record.histograms')
  }
  const warmUp = warmUpProblem(settings.train.schedule, steps)
  if (warmUp !== null)
    return failure('spec-invalid', `train.schedule of "${label}": ${warmUp}.`, 'train.schedule')
  const { pretrain } = settings
  // Nothing is trained on the source of `scratch`.
  if (pretrain === null || pretrain.transfer === 'scratch') return success(null)
  const before = warmUpProblem(pretrain.train.schedule, sourceSteps)
  if (before === null) return success(null)
  const key = 'pretrain.train.schedule'
  return failure('spec-invalid', `${key} of "${label}": ${before}.`, key)
}

/** Expands, loads and measures a sweep; refuses what cannot run, before anything of it ran. */
export async function planSweep(spec: SweepSpec, tools: PlanningTools): Promise<Result<SweepPlan>> {
  const expansion = expandSweep(spec)
  const { configurations } = expansion
  const loaded = await loadAll(configurations, tools.loadTrialData)
  if (!loaded.ok) return loaded
  const { byKey, data } = loaded.value
  const costs = await askCosts(configurations, data, tools.estimator)
  if (!costs.ok) return costs
  const planned: PlannedConfiguration[] = []
  for (const [index, configuration] of configurations.entries()) {
    await takeTurn(index)
    const cost = costs.value[index]
    const found = data[index]
    if (cost === undefined || found === undefined) return failure('internal', 'A configuration has no cost.')
    if (cost.bytes > tools.limits.trialBytes)
      return tooLarge(configuration, cost.bytes, tools.limits.trialBytes)
    const steps = checkSteps(configuration, cost)
    if (!steps.ok) return steps
    planned.push(plannedConfiguration(configuration, found, cost, tools.limits))
  }
  const reportSize = checkReportSize(planned, expansion.seeds.length)
  if (!reportSize.ok) return reportSize
  return success({
    spec,
    expansion,
    configurations: planned,
    sweepHash: createHash('sha256').update(canonicalSweepText(spec)).digest('hex'),
    fingerprints: Object.fromEntries([...byKey].map(([key, found]) => [key, fingerprintOf(found)])),
  })
}

function plannedConfiguration(
  configuration: Configuration,
  loaded: LoadedTrialData,
  cost: TrialCost,
  limits: EngineLimits,
): PlannedConfiguration {
  return {
    configuration,
    data: { target: loaded.target.data, source: loaded.source?.data ?? null },
    cost,
    limitMilliseconds: Math.max(limits.trialMilliseconds, cost.flops * limits.secondsPerFlop * 1000),
    identityText: `${ENGINE_VERSION}\n${fingerprintOf(loaded)}\n${trialIdentityText(configuration.settings, 0)}\n`,
  }
}

/** Of the task, and of the source where there is one. */
function fingerprintOf({ target, source }: LoadedTrialData): string {
  return source === null ? target.fingerprint : `${target.fingerprint} ${source.fingerprint}`
}
