import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { canonicalSweepText } from '@shared/canonical-json'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { expandSweep, matchConfiguration } from '@shared/expand-sweep'
import type { JsonObject, ReportContent, ReportDraft, ReportTrial } from '@shared/report'
import type { Expansion, TrialRecord } from '@shared/sweep'
import { parseSweepDocument } from '@shared/sweep-spec'
import type { SweepSpec } from '@shared/sweep-spec'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { readJsonObject } from '../reports/json-text'
import { decodeReport, readReportBytes } from '../reports/read-report'
import { hashSteps, inTurns } from '../reports/steps'
import { reportSteps, saveReport } from '../reports/write-report'
import type { Store } from '../store/store'
import { sourceHash } from '../store/sweeps-table'
import type { NewSweep, StoredSweep } from '../store/sweeps-table'
import type { StoredTrial } from '../store/trial-row'
import { trialReader } from './trial-reader'
import type { TrialReader } from './trial-reader'

export interface ReportExchange {
  /** @returns the path. */
  readonly save: (sweepId: number, path: string, overwrite: boolean) => Promise<Result<string>>
  /** Imports the file as a line of the library; the same unchanged file is the same line. @returns its id. */
  readonly open: (path: string) => Promise<Result<number>>
}

interface ImportedTrials {
  readonly trials: readonly StoredTrial[]
  readonly configurationCount: number
  readonly missing: readonly string[]
}

const IMPORT_BATCH = 64

function parsedSpec(document: JsonObject | null): SweepSpec | null {
  if (document === null) return null
  const parsed = parseSweepDocument(document)
  return parsed.ok ? parsed.value : null
}

/**
 * Numbers the configurations of a report's lines: by the grid of its spec, or, when that cannot be read, in the order
 * of their first appearance.
 */
function numberConfigurations(content: ReportContent, expansion: Expansion | null): ImportedTrials {
  const seen = new Map<string, number>()
  const keys = new Set<string>()
  const trials: StoredTrial[] = []
  let foreign = 0
  let twice = 0
  for (const trial of content.trials) {
    const text = JSON.stringify(trial.configuration)
    const number =
      expansion === null ? (seen.get(text) ?? seen.size) : matchConfiguration(expansion, trial.configuration)
    if (number === null) {
      foreign += 1
      continue
    }
    seen.set(text, number)
    const key = `${number} ${trial.seed}`
    if (keys.has(key)) twice += 1
    else trials.push({ record: recordOf(trial, number), identity: null })
    keys.add(key)
  }
  return {
    trials,
    configurationCount: expansion?.configurations.length ?? seen.size,
    missing: [
      ...(foreign > 0 ? [`${foreign} trials do not belong to the grid of the spec and are not shown.`] : []),
      ...(twice > 0 ? [`${twice} trials are in the file twice; the first of each is shown.`] : []),
    ],
  }
}

/** Text that the library gives back as it took it: without zero bytes and halves of surrogate pairs. */
function storable(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd')
}

function recordOf(trial: ReportTrial, configuration: number): TrialRecord {
  return {
    configuration,
    seed: trial.seed,
    status: trial.status,
    final: trial.final,
    steps: trial.steps,
    milliseconds: trial.milliseconds,
    weightsHash: trial.weightsHash,
    firstCause: trial.firstCause,
    message: trial.message === null ? null : storable(trial.message),
    curve: trial.curve,
    layers: trial.layers,
    spectrum: trial.spectrum,
    histograms: trial.histograms,
    jacobian: trial.jacobian,
  }
}

function nameOf(sweep: JsonObject | null, path: string): string {
  const name = sweep?.['name']
  return typeof name === 'string' && name.trim() !== '' ? name : basename(path).replace(/\.initlab$/i, '')
}

/** The report of a sweep that ran here. */
async function draftOfRun(
  reader: TrialReader,
  sweep: StoredSweep,
  appVersion: string,
): Promise<Result<ReportDraft>> {
  const document = readJsonObject(sweep.document, 'sweep.json')
  if (!document.ok) return document
  const parsed = parseSweepDocument(document.value)
  if (!parsed.ok) return parsed
  const { configurations } = expandSweep(parsed.value)
  const rows = await reader.whole(sweep.id)
  if (!rows.ok) return rows
  const trials: ReportTrial[] = []
  for (const record of rows.value.trials) {
    const configuration = configurations[record.configuration]
    if (configuration === undefined)
      return failure('internal', 'A trial of the library has no configuration.')
    const layerCount = configuration.settings.model.widths.length + 1
    trials.push({ ...record, configuration: configuration.factors, layerCount, unknown: {} })
  }
  return success({
    appVersion,
    engineVersion: sweep.engineVersion,
    created: sweep.createdAt,
    sweep: { ...document.value, name: sweep.name },
    trials,
    layerColumns: LAYER_COLUMNS,
    kernels: sweep.kernels,
    notes: sweep.notes,
    view: sweep.view,
    manifestUnknown: {},
    extras: new Map(),
  })
}

/** A report from a file again: its own content, with the name, notes and view of the library. */
function draftOfFile(store: Store, sweep: StoredSweep): Result<ReportDraft> {
  const source = store.sweeps.source(sweep.id)
  if (!source.ok) return source
  if (source.value === null) return failure('internal', 'The kept file of this report is not in the library.')
  const content = decodeReport(source.value)
  if (!content.ok) return content
  if (content.value.readOnly) {
    const message =
      'This report was written by a newer Init Lab. It can be read here, but saving it would lose something.'
    return failure('report-read-only', message, sweep.filePath ?? '')
  }
  const document = content.value.sweep
  return success({
    ...content.value,
    sweep: document === null ? null : { ...document, name: sweep.name },
    notes: sweep.notes,
    view: sweep.view,
  })
}

function lineOf(
  path: string,
  source: Uint8Array,
  content: ReportContent,
  numbered: ImportedTrials,
): NewSweep {
  const spec = parsedSpec(content.sweep)
  const text = spec === null ? JSON.stringify(content.sweep) : canonicalSweepText(spec)
  return {
    name: nameOf(content.sweep, path),
    origin: 'file',
    document: JSON.stringify(content.sweep ?? {}),
    sweepHash: createHash('sha256').update(text).digest('hex'),
    state: 'done',
    createdAt: content.created,
    configurationCount: numbered.configurationCount,
    trialCount: numbered.trials.length,
    notes: content.notes,
    view: content.view,
    missing: [...content.missing, ...numbered.missing],
    filePath: path,
    readOnly: content.readOnly,
    engineVersion: content.engineVersion,
    kernels: content.kernels,
    datasets: {},
    source,
  }
}

/** The line shows when its last trial is there: an import that ends half-way leaves nothing to be seen. */
async function importReport(store: Store, path: string, source: Uint8Array): Promise<Result<number>> {
  const content = decodeReport(source)
  if (!content.ok) return content
  const spec = parsedSpec(content.value.sweep)
  const numbered = numberConfigurations(content.value, spec === null ? null : expandSweep(spec))
  const inserted = store.sweeps.insertHidden(lineOf(path, source, content.value, numbered), store.session)
  if (!inserted.ok) return inserted
  for (let index = 0; index < numbered.trials.length; index += IMPORT_BATCH) {
    const written = store.trials.insert(inserted.value, numbered.trials.slice(index, index + IMPORT_BATCH))
    if (!written.ok) return written
    await setImmediate()
  }
  const shown = store.sweeps.restore(inserted.value)
  return shown.ok ? inserted : shown
}

async function openReport(store: Store, path: string): Promise<Result<number>> {
  const source = await readReportBytes(path)
  if (!source.ok) return source
  const known = store.sweeps.findBySource(sourceHash(source.value))
  if (!known.ok) return known
  return known.value === null ? importReport(store, path, source.value) : success(known.value.id)
}

export function reportExchange(store: Store, appVersion: string): ReportExchange {
  const reader = trialReader(store)
  let last: Promise<unknown> = Promise.resolve()
  return {
    save: async (sweepId, path, overwrite) => {
      const sweep = store.sweeps.get(sweepId)
      if (!sweep.ok) return sweep
      const isRun = sweep.value.origin === 'run'
      const draft = isRun
        ? await draftOfRun(reader, sweep.value, appVersion)
        : draftOfFile(store, sweep.value)
      if (!draft.ok) return draft
      const bytes = await inTurns(reportSteps(draft.value))
      const saved = await saveReport(path, bytes, { overwrite })
      if (!saved.ok) return saved
      const noted = isRun
        ? store.sweeps.setFile(sweepId, saved.value, await inTurns(hashSteps([bytes])))
        : store.sweeps.setSource(sweepId, saved.value, bytes)
      return noted.ok ? saved : noted
    },
    // One after the other: the same file twice at once is one line.
    open: (path) => {
      const opened = last.then(() => openReport(store, path))
      last = opened.catch(() => undefined)
      return opened
    },
  }
}
