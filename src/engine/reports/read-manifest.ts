import type { z } from 'zod'
import { failure, success } from '@shared/errors'
import type { LabError, Result } from '@shared/errors'
import {
  KNOWN_KEYS,
  MANIFEST_FIELDS,
  OPTIONAL_MANIFEST_FIELDS,
  REPORT_ENTRIES,
  REPORT_FORMAT,
  reportAge,
} from '@shared/report'
import type {
  CurveLayout,
  HistogramLayout,
  JsonObject,
  JsonValue,
  KernelState,
  LayerLayout,
  SpectrumLayout,
} from '@shared/report'
import { isJsonObject, keysBesides, readJsonObject } from './json-text'
import type { MissingList } from './missing-list'

export interface Manifest {
  readonly format: string
  readonly appVersion: string
  readonly engineVersion: string
  readonly created: string
  /** Null only in a newer major version that keeps them elsewhere. */
  readonly sha256: ReadonlyMap<string, string> | null
  readonly curves: CurveLayout | null
  readonly layers: LayerLayout | null
  /** These three are null in a report that has none of it. */
  readonly spectrum: SpectrumLayout | null
  readonly histograms: HistogramLayout | null
  readonly kernels: KernelState | null
  readonly unknown: JsonObject
  readonly readOnly: boolean
}

/** Why a value does not fit its schema: `at curves.trials[3][0]: expected number`. */
function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'it has a wrong form'
  const path = issue.path.map(String).join('.')
  return path === '' ? issue.message : `at ${path}: ${issue.message}`
}

function readFormat(raw: JsonObject): Result<{ format: string; isNewer: boolean }> {
  const place = `${REPORT_ENTRIES.manifest}: format`
  const { format } = raw
  const age = typeof format === 'string' ? reportAge(format) : null
  if (typeof format !== 'string' || age === null) {
    const found = format === undefined ? 'missing' : JSON.stringify(format).slice(0, 100)
    return failure('report-invalid', `This is not an Init Lab report: its format is ${found}.`, place)
  }
  return success({ format, isNewer: age === 'newer-major' })
}

/** Keys of a later version, in the shape of the manifest. */
function unknownKeys(raw: JsonObject): JsonObject {
  const sections: [string, JsonObject][] = []
  for (const key of ['curves', 'layers', 'spectrum', 'histograms', 'kernels']) {
    const layout: JsonValue | undefined = raw[key]
    const known = key === 'kernels' ? KNOWN_KEYS.kernels : KNOWN_KEYS.layout
    const unknown = isJsonObject(layout) ? keysBesides(layout, known) : {}
    if (Object.keys(unknown).length > 0) sections.push([key, unknown])
  }
  return { ...keysBesides(raw, KNOWN_KEYS.manifest), ...Object.fromEntries(sections) }
}

/** Reads manifest.json. A wrong field refuses a report of this version; of a newer one, the field is left out. */
export function readManifest(text: string, missing: MissingList): Result<Manifest> {
  const json = readJsonObject(text, REPORT_ENTRIES.manifest)
  if (!json.ok) return json
  const raw = json.value
  const version = readFormat(raw)
  if (!version.ok) return version
  const { format, isNewer } = version.value
  if (isNewer) {
    missing.add(
      `This report has the format ${format}, newer than the ${REPORT_FORMAT} of this version: it is opened read-only, as far as it can be read.`,
    )
  }
  const faults: LabError[] = []
  const read = <Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | null => {
    const field = schema.safeParse(raw[key])
    if (field.success) return field.data
    const place = `${REPORT_ENTRIES.manifest}: ${key}`
    faults.push(
      failure('report-invalid', `"${key}" has a wrong form: ${firstIssue(field.error)}.`, place).error,
    )
    return null
  }
  const appVersion = read('appVersion', MANIFEST_FIELDS.appVersion)
  const engineVersion = read('engineVersion', MANIFEST_FIELDS.engineVersion)
  const created = read('created', MANIFEST_FIELDS.created)
  const sha256 = read('sha256', MANIFEST_FIELDS.sha256)
  const [fault] = faults
  if (fault !== undefined && !isNewer) return { ok: false, error: fault }
  const curves = read('curves', MANIFEST_FIELDS.curves)
  const layers = read('layers', MANIFEST_FIELDS.layers)
  const readOptional = <Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | null =>
    raw[key] === undefined ? null : read(key, schema)
  const spectrum = readOptional('spectrum', OPTIONAL_MANIFEST_FIELDS.spectrum)
  const histograms = readOptional('histograms', OPTIONAL_MANIFEST_FIELDS.histograms)
  const kernels = readOptional('kernels', OPTIONAL_MANIFEST_FIELDS.kernels)
  for (const { message } of faults) missing.add(`${REPORT_ENTRIES.manifest}: ${message}`)
  return success({
    format,
    appVersion: appVersion ?? '',
    engineVersion: engineVersion ?? '',
    created: created ?? '1970-01-01T00:00:00.000Z',
    sha256: sha256 === null ? null : new Map(Object.entries(sha256)),
    curves,
    layers,
    spectrum,
    histograms,
    kernels: kernels === null ? null : { set: kernels.set, revectorizer: kernels.revectorizer },
    unknown: unknownKeys(raw),
    readOnly: isNewer,
  })
}
