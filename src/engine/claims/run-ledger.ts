import type { Claim } from '@shared/claims/claim'
import { evaluateClaim } from '@shared/claims/evaluate-claim'
import type { ClaimVerdict } from '@shared/claims/evaluate-claim'
import type { Experiment, ExperimentResults } from '@shared/claims/experiment'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { canonicalSweepText } from '@shared/canonical-json'
import { expandSweep } from '@shared/expand-sweep'
import type { SweepSummary } from '@shared/sweep'
import { parseSweepDocument } from '@shared/sweep-spec'
import type { SweepSpec } from '@shared/sweep-spec'
import type { Laboratory } from '../laboratory-contract'

/** What running experiments asks of the engine. */
export type ExperimentLaboratory = Pick<Laboratory, 'start' | 'settled' | 'results'>

/** How a run of experiments goes on; every call may be left unheard. */
export interface LedgerWatch {
  readonly onStarted: (experiment: Experiment, summary: SweepSummary) => void
  readonly onEnded: (experiment: Experiment, summary: SweepSummary) => void
  readonly onVerdict: (claim: Claim, verdict: ClaimVerdict) => void
}

/** The sweep of an experiment on seeds from `first` on, as many as it has; null leaves its own. */
function withSeedsFrom(spec: SweepSpec, first: number | null): Result<SweepSpec> {
  if (first === null) return success(spec)
  return parseSweepDocument({ ...spec.document, seeds: { first, count: spec.seeds.length } })
}

/**
 * Runs the experiments of claims, each once, one after another, and evaluates a claim as soon as its own have ended. Sweeps
 * that mean the same are run once; trials that the library holds already are taken from there.
 * @param firstSeed where the seeds begin; null for each experiment's own
 * @returns the verdicts in the order of the claims; `busy` when a sweep was cancelled or paused from outside
 */
export async function runLedger(
  claims: readonly Claim[],
  experiments: ReadonlyMap<string, Experiment>,
  firstSeed: number | null,
  laboratory: ExperimentLaboratory,
  watch: LedgerWatch,
): Promise<Result<readonly ClaimVerdict[]>> {
  const runs = new ExperimentRuns(laboratory, firstSeed, watch)
  const verdicts: ClaimVerdict[] = []
  for (const [index, claim] of claims.entries()) {
    if (claim.status === 'not-testable') continue
    const results = new Map<string, ExperimentResults>()
    for (const name of claim.experiments) {
      const experiment = experiments.get(name)
      if (experiment === undefined) return failure('not-found', `There is no experiment ${name}.`)
      const held = await runs.resultsOf(experiment)
      if (!held.ok) return held
      results.set(name, held.value)
    }
    const verdict = evaluateClaim(claim, results)
    verdicts.push(verdict)
    watch.onVerdict(claim, verdict)
    const later = new Set(claims.slice(index + 1).flatMap((next) => next.experiments))
    runs.forgetAllBut([...later].flatMap((name) => experiments.get(name) ?? []))
  }
  return success(verdicts)
}

/** Runs one experiment to its end. */
export async function runExperiment(
  experiment: Experiment,
  firstSeed: number | null,
  laboratory: ExperimentLaboratory,
  watch: Pick<LedgerWatch, 'onStarted' | 'onEnded'>,
): Promise<Result<ExperimentResults>> {
  const spec = withSeedsFrom(experiment.spec, firstSeed)
  if (!spec.ok) return spec
  const started = await laboratory.start(spec.value, { resumeEqual: true })
  if (!started.ok) return started
  watch.onStarted(experiment, started.value)
  const summary = await laboratory.settled(started.value.id)
  watch.onEnded(experiment, summary)
  if (summary.state !== 'done') {
    return failure('busy', `The experiment ${experiment.name} was stopped before its end.`)
  }
  const results = laboratory.results(summary.id)
  if (!results.ok) return results
  return success({ expansion: expandSweep(spec.value), trials: results.value.trials })
}

/** Results of experiments by what their sweeps compute, so that equal ones are run once. */
class ExperimentRuns {
  private readonly laboratory: ExperimentLaboratory
  private readonly firstSeed: number | null
  private readonly watch: LedgerWatch
  private readonly held = new Map<string, ExperimentResults>()

  constructor(laboratory: ExperimentLaboratory, firstSeed: number | null, watch: LedgerWatch) {
    this.laboratory = laboratory
    this.firstSeed = firstSeed
    this.watch = watch
  }

  async resultsOf(experiment: Experiment): Promise<Result<ExperimentResults>> {
    const identity = canonicalSweepText(experiment.spec)
    const known = this.held.get(identity)
    if (known !== undefined) return success(known)
    const run = await runExperiment(experiment, this.firstSeed, this.laboratory, this.watch)
    if (run.ok) this.held.set(identity, run.value)
    return run
  }

  /** Layer statistics of deep networks take some megabytes a sweep: what no later claim asks for goes. */
  forgetAllBut(experiments: readonly Experiment[]): void {
    const kept = new Set(experiments.map(({ spec }) => canonicalSweepText(spec)))
    for (const identity of [...this.held.keys()]) if (!kept.has(identity)) this.held.delete(identity)
  }
}
