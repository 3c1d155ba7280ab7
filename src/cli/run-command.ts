import { nounText } from '@shared/count-text'
import { assertNever, errorText } from '@shared/errors'
import type { LabError } from '@shared/errors'
import { expandSweep } from '@shared/expand-sweep'
import type { SweepResults, SweepSummary, TrialRecord } from '@shared/sweep'
import { parseSweepDocument } from '@shared/sweep-spec'
import type { SweepSpec } from '@shared/sweep-spec'
import type { RunArguments } from './arguments'
import { configurationTable } from './configuration-table'
import { firstCauseLines } from './first-cause-lines'
import { interruptListener } from './interrupts'
import { chooseReportPath, freeReportPath, removeRunDatabase, runDatabasePath } from './output-files'
import { durationText, endedCount, ProgressDisplay } from './progress'
import { reportTrials, resultsJson, tableRows } from './results-output'
import { openRunLaboratory } from './run-laboratory'
import { readSpecSource } from './spec-source'
import type { CommandSystem, RunLaboratory } from './system'
import { EXIT } from './system'

/** Different reasons of failed trials that are told. */
const MOST_REASONS = 5

/** Runs a sweep to its report. The run's database lies beside the report until that is written. */
export async function runSweep(asked: RunArguments, system: CommandSystem): Promise<number> {
  const spec = await readSpecSource(asked.spec, system)
  if (!spec.ok) return tell(spec.error, system)
  const report = await chooseReportPath(asked.output, spec.value.name, system.workingDirectory)
  if (!report.ok) return tell(report.error, system)
  const databasePath = runDatabasePath(report.value)
  const progress = new ProgressDisplay(system.errors, system.clock)
  const laboratory = await openRunLaboratory(databasePath, asked.workers, system, progress)
  if (!laboratory.ok) return tell(laboratory.error, system)
  for (const notice of laboratory.value.notices) progress.line(notice)
  const run = new Run({ asked, system, spec: spec.value, progress, laboratory: laboratory.value })
  const ended = await run.finish(report.value).finally(async () => {
    progress.end()
    await laboratory.value.close()
  })
  if (ended.isKept) await removeRunDatabase(databasePath)
  return ended.exitCode
}

/** Tells a failure and gives its exit code. */
function tell(error: LabError, system: CommandSystem): number {
  system.errors.write(`${errorText(error)}\n`)
  return EXIT.wrong
}

interface RunEnd {
  readonly exitCode: number
  /** True when nothing of the run's database is needed any more. */
  readonly isKept: boolean
}

interface RunParts {
  readonly asked: RunArguments
  readonly system: CommandSystem
  readonly spec: SweepSpec
  readonly progress: ProgressDisplay
  readonly laboratory: RunLaboratory
}

class Run {
  private readonly parts: RunParts
  private isInterrupted = false
  private sweepId: number | null = null

  constructor(parts: RunParts) {
    this.parts = parts
  }

  async finish(reportPath: string): Promise<RunEnd> {
    const { laboratory, spec, system, progress } = this.parts
    const stopListening = system.onInterrupt(
      interruptListener(
        system.clock,
        () => this.interrupt(),
        () => this.endAtOnce(),
      ),
    )
    try {
      const begun = system.clock.elapsed()
      const started = await laboratory.start(spec, { resumeEqual: true })
      // A spec that is refused before its first trial leaves nothing worth keeping.
      if (!started.ok) return { exitCode: tell(started.error, system), isKept: laboratoryIsEmpty(laboratory) }
      this.sweepId = started.value.id
      this.greet(started.value)
      if (this.isInterrupted) await laboratory.cancel(started.value.id)
      const summary = await laboratory.settled(started.value.id)
      progress.end()
      if (summary.state === 'paused' || summary.state === 'running') return this.paused()
      const seconds = (system.clock.elapsed() - begun) / 1000
      return await this.write(summary, reportPath, seconds)
    } finally {
      stopListening()
    }
  }

  private endAtOnce(): void {
    const { progress, system } = this.parts
    progress.line('Interrupted again: the program ends at once; the same command continues the run.')
    system.exit(EXIT.interrupted)
  }

  private interrupt(): void {
    const { laboratory, progress } = this.parts
    this.isInterrupted = true
    progress.line('Interrupted: what is finished is kept. Press Ctrl+C again to end at once.')
    if (this.sweepId === null) return
    void laboratory.cancel(this.sweepId).then((cancelled) => {
      if (!cancelled.ok) progress.line(errorText(cancelled.error))
    })
  }

  private greet({ counts, name, configurationCount, trialCount }: SweepSummary): void {
    const ended = endedCount(counts)
    const continued = ended === 0 ? '' : `; continues an earlier run, ${ended} of them are there`
    this.parts.progress.line(
      `${name}: ${nounText(configurationCount, 'configuration')}, ${nounText(trialCount, 'trial')}${continued}.`,
    )
  }

  /** The engine stopped by itself: its notice is told already, and the database stays. */
  private paused(): RunEnd {
    this.parts.progress.line('The run is paused; what is finished is kept. The same command continues it.')
    return { exitCode: this.isInterrupted ? EXIT.interrupted : EXIT.wrong, isKept: false }
  }

  private async write(summary: SweepSummary, reportPath: string, seconds: number): Promise<RunEnd> {
    const { laboratory, system, progress } = this.parts
    const results = laboratory.results(summary.id)
    if (!results.ok) return { exitCode: tell(results.error, system), isKept: false }
    this.print(results.value)
    this.tellFailures(results.value.trials)
    const saved = await this.save(summary.id, reportPath)
    if (saved === null) return { exitCode: EXIT.wrong, isKept: false }
    const { cancelled } = summary.counts
    const finished = endedCount(summary.counts) - cancelled
    const trials =
      finished === summary.trialCount
        ? nounText(finished, 'trial')
        : `${finished} of ${nounText(summary.trialCount, 'trial')}`
    progress.line(`${trials} in ${durationText(seconds)}; report: ${saved}`)
    return { exitCode: this.exitCode(summary), isKept: true }
  }

  private print(results: SweepResults): void {
    const { asked, spec, system } = this.parts
    // A continued run keeps the document that it began with: equal in meaning, perhaps written in another way.
    const begun = parseSweepDocument(results.document)
    const { configurations } = expandSweep(begun.ok ? begun.value : spec)
    const text = asked.json
      ? resultsJson(results.document, reportTrials(configurations, results.trials))
      : configurationTable(tableRows(configurations, results.trials)) +
        firstCauseLines(configurations, results.trials)
    system.output.write(text)
  }

  /** Why trials failed by error, each reason once with its count. */
  private tellFailures(trials: readonly TrialRecord[]): void {
    const reasons = new Map<string, number>()
    for (const { status, message } of trials) {
      if (status !== 'error') continue
      const reason = message ?? 'no reason is known'
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
    for (const [reason, count] of [...reasons].slice(0, MOST_REASONS)) {
      this.parts.progress.line(`${count} ${count === 1 ? 'trial' : 'trials'} failed: ${reason}`)
    }
  }

  /** The path written; null, with a message, when the report could not be saved. */
  private async save(sweepId: number, reportPath: string): Promise<string | null> {
    const { asked, laboratory, spec, system } = this.parts
    const saved = await laboratory.saveReport(sweepId, reportPath)
    if (saved.ok) return saved.value
    if (saved.error.code === 'file-exists' && asked.output === null) {
      return this.save(sweepId, freeReportPath(system.workingDirectory, spec.name))
    }
    system.errors.write(
      `${errorText(saved.error)}\nThe results are kept; the same command writes the report.\n`,
    )
    return null
  }

  private exitCode({ state, counts }: SweepSummary): number {
    switch (state) {
      case 'cancelled':
        return EXIT.interrupted
      case 'done':
      case 'running':
      case 'paused':
        return counts.error > 0 ? EXIT.failedTrials : this.isInterrupted ? EXIT.interrupted : EXIT.done
      default:
        return assertNever(state)
    }
  }
}

function laboratoryIsEmpty(laboratory: RunLaboratory): boolean {
  const sweeps = laboratory.list()
  return sweeps.ok && sweeps.value.length === 0
}
