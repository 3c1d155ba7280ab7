import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { NO_VIEW, REPORT_ENTRIES, REPORT_LIMITS } from '@shared/report'
import type { ReportContent } from '@shared/report'
import { describeFileFault } from './file-faults'
import { readJsonObject } from './json-text'
import { MissingList } from './missing-list'
import { readManifest } from './read-manifest'
import type { Manifest } from './read-manifest'
import { layerColumnsOf, readTrials } from './read-trials'
import { inflateEntry, openArchive } from './zip-archive'

const KNOWN_ENTRIES: ReadonlySet<string> = new Set(Object.values(REPORT_ENTRIES))
const TEXT_ENTRIES: ReadonlySet<string> = new Set([
  REPORT_ENTRIES.manifest,
  REPORT_ENTRIES.sweep,
  REPORT_ENTRIES.notes,
  REPORT_ENTRIES.view,
])

/** What an entry holds, for a sentence of `missing`. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  [REPORT_ENTRIES.sweep, 'the spec of the sweep'],
  [REPORT_ENTRIES.trials, 'the results of the trials'],
  [REPORT_ENTRIES.curves, 'the curves'],
  [REPORT_ENTRIES.layers, 'the layer statistics'],
  [REPORT_ENTRIES.spectrum, 'the singular values'],
  [REPORT_ENTRIES.histograms, 'the histograms'],
  [REPORT_ENTRIES.notes, 'the notes'],
  [REPORT_ENTRIES.view, 'the state of the view'],
])

/** The whole entries of an archive by name; a damaged one is only in `missing`. */
function inflateAll(bytes: Uint8Array, missing: MissingList): Result<Map<string, Uint8Array>> {
  const archive = openArchive(bytes)
  if (!archive.ok) return archive
  const entries = new Map<string, Uint8Array>()
  if (archive.value.isCut)
    missing.add('The end of the file is cut off; only what stands before the cut can be read.')
  for (const entry of archive.value.entries) {
    if (TEXT_ENTRIES.has(entry.name) && entry.inflatedSize > REPORT_LIMITS.textBytes) {
      const message = `${entry.name} would take ${String(entry.inflatedSize)} bytes; ${String(REPORT_LIMITS.textBytes)} are allowed.`
      return failure('report-too-large', message, entry.name)
    }
    const inflated = inflateEntry(entry)
    if (inflated.ok) entries.set(entry.name, inflated.value)
    else missing.add(describeLoss(entry.name, inflated.error.message))
  }
  return success(entries)
}

function describeLoss(name: string, reason: string): string {
  const meaning = MEANINGS.get(name)
  return meaning === undefined ? reason : `${reason} Therefore ${meaning} cannot be shown.`
}

/** Removes the entries whose content is not the one that the manifest was written for. */
function checkHashes(entries: Map<string, Uint8Array>, manifest: Manifest, missing: MissingList): void {
  const { sha256 } = manifest
  if (sha256 === null) return
  for (const [name, bytes] of [...entries]) {
    const expected = sha256.get(name)
    const isKnown = KNOWN_ENTRIES.has(name)
    if (name === REPORT_ENTRIES.manifest || (expected === undefined && !isKnown)) continue
    if (expected === createHash('sha256').update(bytes).digest('hex')) continue
    entries.delete(name)
    const reason =
      expected === undefined
        ? 'has no sha256 in manifest.json'
        : 'was changed: its sha256 is not the one of manifest.json'
    missing.add(describeLoss(name, `${name} ${reason}.`))
  }
  for (const name of sha256.keys()) {
    if (!entries.has(name) && !missing.mentions(name))
      missing.add(describeLoss(name, `${name} is not in the file.`))
  }
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The text of an optional entry; '' when it is not there, or not text. */
function readText(entries: ReadonlyMap<string, Uint8Array>, name: string, missing: MissingList): string {
  const bytes = entries.get(name)
  if (bytes === undefined) return ''
  const text = decodeText(bytes)
  if (text === null) missing.add(describeLoss(name, `${name} is not UTF-8 text.`))
  return text ?? ''
}

function readSweep(entries: ReadonlyMap<string, Uint8Array>, missing: MissingList): ReportContent['sweep'] {
  const name = REPORT_ENTRIES.sweep
  const text = readText(entries, name, missing)
  if (text === '') {
    if (!missing.mentions(name)) missing.add(describeLoss(name, `${name} is not in the file.`))
    return null
  }
  const sweep = readJsonObject(text, name)
  if (sweep.ok) return sweep.value
  missing.add(describeLoss(name, `${name} cannot be read. ${sweep.error.message}`))
  return null
}

function readView(entries: ReadonlyMap<string, Uint8Array>, missing: MissingList): string {
  const text = readText(entries, REPORT_ENTRIES.view, missing)
  if (text === '' || text === NO_VIEW) return ''
  const view = readJsonObject(text, REPORT_ENTRIES.view)
  if (!view.ok)
    missing.add(
      describeLoss(REPORT_ENTRIES.view, `${REPORT_ENTRIES.view} cannot be read. ${view.error.message}`),
    )
  return view.ok ? text : ''
}

/** Copies, so that a few bytes do not keep the whole file in memory. */
function copyExtras(entries: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  const extras = [...entries].filter(([name]) => !KNOWN_ENTRIES.has(name))
  return new Map(extras.map(([name, bytes]) => [name, new Uint8Array(bytes)]))
}

/**
 * Opens the bytes of a report: refused with place and reason when it is no report or dangerous, otherwise
 * everything that is whole, with a sentence in `missing` for each part that is not.
 */
export function decodeReport(bytes: Uint8Array): Result<ReportContent> {
  const missing = new MissingList()
  if (bytes.length > REPORT_LIMITS.fileBytes) return tooLarge(bytes.length)
  const inflated = inflateAll(bytes, missing)
  if (!inflated.ok) return inflated
  const entries = inflated.value
  const name = REPORT_ENTRIES.manifest
  const manifestBytes = entries.get(name)
  if (manifestBytes === undefined) {
    return missing.mentions(name)
      ? failure(
          'report-invalid',
          `${name} is damaged, and without it nothing of the report can be checked.`,
          name,
        )
      : failure('report-invalid', `This zip is not an Init Lab report: it holds no ${name}.`, name)
  }
  const manifest = readManifest(decodeText(manifestBytes) ?? '', missing)
  if (!manifest.ok) return manifest
  checkHashes(entries, manifest.value, missing)
  const { format, appVersion, engineVersion, created, unknown, readOnly } = manifest.value
  return success({
    format,
    appVersion,
    engineVersion,
    created,
    sweep: readSweep(entries, missing),
    trials: readTrials(entries, manifest.value, missing),
    layerColumns: layerColumnsOf(manifest.value),
    kernels: manifest.value.kernels,
    notes: readText(entries, REPORT_ENTRIES.notes, missing),
    view: readView(entries, missing),
    manifestUnknown: unknown,
    extras: copyExtras(entries),
    readOnly,
    missing: missing.sentences(),
  })
}

function tooLarge(bytes: number): ReturnType<typeof failure> {
  const megabytes = (size: number): string => String(Math.round(size / 1024 / 1024))
  const limit = megabytes(REPORT_LIMITS.fileBytes)
  return failure('report-too-large', `The file has ${megabytes(bytes)} MB; a report has at most ${limit} MB.`)
}

/** Reads exactly `length` bytes; null when the file is shorter. */
async function readBytes(path: string, length: number): Promise<Uint8Array | null> {
  const file = await open(path, 'r')
  try {
    const bytes = new Uint8Array(length)
    let at = 0
    while (at < length) {
      const { bytesRead } = await file.read(bytes, at, length - at, at)
      if (bytesRead === 0) return null
      at += bytesRead
    }
    return bytes
  } finally {
    await file.close()
  }
}

/** The bytes of a report file. One that is too large is refused before a byte of it is read. */
export async function readReportBytes(path: string): Promise<Result<Uint8Array>> {
  try {
    const status = await stat(path)
    if (!status.isFile())
      return failure('report-unreadable', 'This is not a file. Choose a file that ends in .initlab.', path)
    if (status.size > REPORT_LIMITS.fileBytes)
      return { ok: false, error: { ...tooLarge(status.size).error, place: path } }
    const bytes = await readBytes(path, status.size)
    return bytes === null
      ? failure('report-unreadable', 'The file became shorter while it was read. Try again.', path)
      : success(bytes)
  } catch (error) {
    return failure('report-unreadable', `The report cannot be read: ${describeFileFault(error)}.`, path)
  }
}

/** Opens a report file. */
export async function readReport(path: string): Promise<Result<ReportContent>> {
  const bytes = await readReportBytes(path)
  return bytes.ok ? decodeReport(bytes.value) : bytes
}
