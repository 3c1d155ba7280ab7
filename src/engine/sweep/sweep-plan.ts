import { createHash } from 'node:crypto'
import { canonicalJson, canonicalSweepText, trialIdentityText } from '@shared/canonical-json'
import { ENGINE_VERSION } from '@shared/engine-version'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { expandSweep } from '@shared/expand-sweep'
import { CURVE_WIDTH, LAYER_WIDTH, REPORT_LIMITS } from '@shared/report'
import type { Configuration, Expansion } from '@shared/sweep'
import type { SweepSpec } from '@shared/sweep-spec'
import type { TaskSettings } from '@shared/trial-settings'
import type { TrialCost } from '@workers/trial-task'
import type { LoadedDataset } from '../datasets/dataset-catalogue'
import type { EngineLimits } from './engine-limits'
import { readCosts } from './worker-reply'
import type { WorkerPool } from './worker-pool'

export interface PlannedConfiguration {
  readonly configuration: Configuration
  readonly dataset: LoadedDataset
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
  /** Fingerprint of each data set, by its task settings. */
  readonly fingerprints: Readonly<Record<string, string>>
}

export interface PlanningTools {
  readonly estimator: WorkerPool
  readonly limits: EngineLimits
  readonly loadDataset: (task: TaskSettings) => Promise<Result<LoadedDataset>>
}

/** sha256 over engine version, data and settings: equal identities are equal bits. */
export function trialIdentity(planned: PlannedConfiguration, seed: number): string {
  return createHash('sha256').update(planned.identityText).update(String(seed)).digest('hex')
}

/** One line of trials.ndjson and its entries in the manifest, before packing. */
const LINE_BYTES = 500

/** Approximate bytes of the report: curves and layer statistics are stored as they are. */
export function reportBytes(configurations: readonly PlannedConfiguration[], seeds: number): number {
  return configurations.reduce((total, { cost, configuration: { settings } }) => {
    const layers = settings.record.layers ? settings.model.widths.length + 1 : 0
    return total + seeds * (LINE_BYTES + cost.points * 4 * (CURVE_WIDTH + layers * LAYER_WIDTH))
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

async function loadDatasets(
  configurations: readonly Configuration[],
  load: PlanningTools['loadDataset'],
): Promise<Result<ReadonlyMap<string, LoadedDataset>>> {
  const loaded = new Map<string, LoadedDataset>()
  for (const { settings } of configurations) {
    const key = canonicalJson(settings.task)
    if (loaded.has(key)) continue
    const dataset = await load(settings.task)
    if (!dataset.ok) return dataset
    loaded.set(key, dataset.value)
  }
  return success(loaded)
}

async function askCosts(
  configurations: readonly Configuration[],
  datasets: readonly LoadedDataset[],
  estimator: WorkerPool,
): Promise<Result<readonly TrialCost[]>> {
  const items = configurations.map(({ settings }, index) => ({
    settings,
    features: datasets[index]?.data.features ?? 0,
    classes: datasets[index]?.data.classes ?? 0,
    trainSamples: datasets[index]?.data.trainY.length ?? 0,
    testSamples: datasets[index]?.data.testY.length ?? 0,
  }))
  try {
    const reply = await estimator.run({ kind: 'costs', items })
    const costs = readCosts(reply)
    return costs?.length === items.length
      ? success(costs)
      : failure('worker-fault', 'The cost of the trials cannot be estimated.')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return failure('worker-fault', `The cost of the trials cannot be estimated: ${reason}`)
  }
}

/** Expands, loads and measures a sweep; refuses what cannot run, before anything of it ran. */
export async function planSweep(spec: SweepSpec, tools: PlanningTools): Promise<Result<SweepPlan>> {
  const expansion = expandSweep(spec)
  const { configurations } = expansion
  const loaded = await loadDatasets(configurations, tools.loadDataset)
  if (!loaded.ok) return loaded
  const taskKeys = configurations.map(({ settings }) => canonicalJson(settings.task))
  const datasets = taskKeys.map((key) => loaded.value.get(key)).filter((dataset) => dataset !== undefined)
  const costs = await askCosts(configurations, datasets, tools.estimator)
  if (!costs.ok) return costs
  const planned: PlannedConfiguration[] = []
  for (const [index, configuration] of configurations.entries()) {
    const cost = costs.value[index]
    const dataset = datasets[index]
    if (cost === undefined || dataset === undefined)
      return failure('internal', 'A configuration has no cost.')
    if (cost.bytes > tools.limits.trialBytes)
      return tooLarge(configuration, cost.bytes, tools.limits.trialBytes)
    planned.push({
      configuration,
      dataset,
      cost,
      limitMilliseconds: Math.max(
        tools.limits.trialMilliseconds,
        cost.flops * tools.limits.secondsPerFlop * 1000,
      ),
      identityText: `${ENGINE_VERSION}\n${dataset.fingerprint}\n${trialIdentityText(configuration.settings, 0)}\n`,
    })
  }
  const reportSize = checkReportSize(planned, expansion.seeds.length)
  if (!reportSize.ok) return reportSize
  return success({
    spec,
    expansion,
    configurations: planned,
    sweepHash: createHash('sha256').update(canonicalSweepText(spec)).digest('hex'),
    fingerprints: Object.fromEntries([...loaded.value].map(([key, { fingerprint }]) => [key, fingerprint])),
  })
}
