import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { readLedgerFile } from '@engine/claims/ledger-file'
import { runLedger } from '@engine/claims/run-ledger'
import type { Claim } from '@shared/claims/claim'
import type { ClaimVerdict } from '@shared/claims/evaluate-claim'
import type { Ledger } from '@shared/claims/read-ledger'
import { errorText, failure, success } from '@shared/errors'
import type { LabError, Result } from '@shared/errors'
import type { SweepSummary } from '@shared/sweep'
import { nearest } from '@shared/sweep-spec-problems'
import type { ClaimsArguments } from './arguments'
import { ledgerJson, verdictsJson } from './claims-json'
import { claimText, ledgerTable, statusText, verdictText } from './claims-text'
import { interruptListener } from './interrupts'
import { ledgerFile, presetsDirectory } from './program-files'
import { durationText, ProgressDisplay } from './progress'
import { openRunLaboratory } from './run-laboratory'
import type { CommandSystem, RunLaboratory } from './system'
import { EXIT } from './system'

/** Prints the ledger of claims, some claims in full, or runs their experiments and says what came out. */
export async function tellClaims(asked: ClaimsArguments, system: CommandSystem): Promise<number> {
  const { programDirectory } = system
  const ledger = await readLedgerFile(ledgerFile(programDirectory), presetsDirectory(programDirectory))
  if (!ledger.ok) return tell(ledger.error, system)
  const claims = chosenClaims(ledger.value.claims, asked.ids)
  if (!claims.ok) return tell(claims.error, system)
  if (asked.run) return runClaims(asked, claims.value, ledger.value, system)
  if (asked.json) system.output.write(ledgerJson(claims.value))
  else if (asked.ids.length === 0) system.output.write(ledgerTable(claims.value))
  else system.output.write(claims.value.map((claim) => claimText(claim, ledger.value.experiments)).join('\n'))
  return EXIT.done
}

function tell(error: LabError, system: CommandSystem): number {
  system.errors.write(`${errorText(error)}\n`)
  return EXIT.wrong
}

/** The claims with these ids in the order of the ledger; all without an id. */
function chosenClaims(claims: readonly Claim[], ids: readonly string[]): Result<readonly Claim[]> {
  const known = claims.map(({ id }) => id)
  const wanted = new Set<string>()
  for (const id of ids) {
    const found = known.find((name) => name.toLowerCase() === id.toLowerCase())
    if (found === undefined) {
      const near = nearest(id, known)
      const suggestion = near === null ? `There are ${known.join(', ')}.` : `Did you mean ${near}?`
      return failure('not-found', `There is no claim ${JSON.stringify(id)}. ${suggestion}`)
    }
    wanted.add(found)
  }
  return success(ids.length === 0 ? claims : claims.filter(({ id }) => wanted.has(id)))
}

async function runClaims(
  asked: ClaimsArguments,
  claims: readonly Claim[],
  ledger: Ledger,
  system: CommandSystem,
): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'init-lab-claims-'))
  const progress = new ProgressDisplay(system.errors, system.clock)
  try {
    const laboratory = await openRunLaboratory(
      path.join(folder, 'claims.db'),
      asked.workers,
      system,
      progress,
    )
    if (!laboratory.ok) return tell(laboratory.error, system)
    const run = new ClaimsRun(asked, ledger, system, progress, laboratory.value)
    return await run.finish(claims).finally(() => laboratory.value.close())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

class ClaimsRun {
  private readonly asked: ClaimsArguments
  private readonly ledger: Ledger
  private readonly system: CommandSystem
  private readonly progress: ProgressDisplay
  private readonly laboratory: RunLaboratory
  private readonly verdicts: { readonly claim: Claim; readonly verdict: ClaimVerdict }[] = []
  private sweepId: number | null = null
  private isInterrupted = false
  private failedTrials = 0

  constructor(
    asked: ClaimsArguments,
    ledger: Ledger,
    system: CommandSystem,
    progress: ProgressDisplay,
    laboratory: RunLaboratory,
  ) {
    this.asked = asked
    this.ledger = ledger
    this.system = system
    this.progress = progress
    this.laboratory = laboratory
  }

  async finish(claims: readonly Claim[]): Promise<number> {
    const { asked, ledger, system, progress, laboratory } = this
    const firstSeed = asked.seedsFrom ?? ledger.firstSeed
    const begun = system.clock.elapsed()
    const stopListening = system.onInterrupt(
      interruptListener(
        system.clock,
        () => this.interrupt(),
        () => system.exit(EXIT.interrupted),
      ),
    )
    const ended = await runLedger(claims, ledger.experiments, firstSeed, laboratory, {
      onStarted: (experiment, summary) => this.started(experiment.name, summary),
      onEnded: (_experiment, summary) => this.ended(summary),
      onVerdict: (claim, verdict) => this.told(claim, verdict),
    }).finally(stopListening)
    progress.end()
    if (asked.json) system.output.write(verdictsJson(firstSeed, this.verdicts))
    if (!ended.ok && !this.isInterrupted) return tell(ended.error, system)
    const seconds = (system.clock.elapsed() - begun) / 1000
    progress.line(`${this.verdicts.length} claims on seeds from ${firstSeed} in ${durationText(seconds)}.`)
    if (this.isInterrupted) return EXIT.interrupted
    return this.failedTrials > 0 ? EXIT.failedTrials : this.compared(claims)
  }

  private interrupt(): void {
    this.isInterrupted = true
    this.progress.line('Interrupted: claims whose experiments have ended are told.')
    if (this.sweepId !== null) void this.laboratory.cancel(this.sweepId)
  }

  private started(name: string, { id, configurationCount, trialCount }: SweepSummary): void {
    this.sweepId = id
    this.progress.line(`${name}: ${configurationCount} configurations, ${trialCount} trials.`)
    if (this.isInterrupted) void this.laboratory.cancel(id)
  }

  private ended({ counts }: SweepSummary): void {
    this.failedTrials += counts.error
    this.progress.end()
  }

  private told(claim: Claim, verdict: ClaimVerdict): void {
    this.verdicts.push({ claim, verdict })
    if (!this.asked.json) this.system.output.write(`${verdictText(claim, verdict)}\n`)
  }

  /** Which claims came out otherwise than their shipped status. */
  private compared(claims: readonly Claim[]): number {
    const untested = claims.filter(({ status }) => status === 'not-testable').map(({ id }) => id)
    if (untested.length > 0) this.progress.line(`Not testable here: ${untested.join(', ')}.`)
    const differing = this.verdicts.filter(({ claim, verdict }) => verdict.outcome !== claim.status)
    if (differing.length === 0) {
      this.progress.line('Every outcome is the shipped status.')
      return EXIT.done
    }
    for (const { claim, verdict } of differing) {
      this.progress.line(
        `${claim.id}: ${statusText(verdict.outcome)}, and ${statusText(claim.status)} is shipped.`,
      )
    }
    return EXIT.differs
  }
}
