import type { FactorValue, SweepDocument } from '@shared/sweep-spec'
import { FIELD_KEYS } from '@shared/sweep-spec-model'

type FactorRecord = { readonly [key: string]: FactorValue }

export function isList(value: FactorValue | undefined): value is readonly FactorValue[] {
  return Array.isArray(value)
}

export function isRecord(value: FactorValue | undefined): value is FactorRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a key of the form `model.init`; undefined when the document does not hold it. */
export function readKey(document: SweepDocument, key: string): FactorValue | undefined {
  let value: FactorValue | undefined = document
  for (const part of key.split('.')) {
    if (!isRecord(value)) return undefined
    value = value[part]
  }
  return value
}

/** A copy with the key set; `undefined` removes it, and its section when nothing is left in it. */
export function writeKey(
  document: SweepDocument,
  key: string,
  value: FactorValue | undefined,
): SweepDocument {
  return writeParts(document, key.split('.'), value)
}

function writeParts(
  record: FactorRecord,
  parts: readonly string[],
  value: FactorValue | undefined,
): FactorRecord {
  const [part, ...rest] = parts
  if (part === undefined) return record
  if (rest.length === 0) return withEntry(record, part, value)
  const section = record[part]
  const next = writeParts(isRecord(section) ? section : {}, rest, value)
  return withEntry(record, part, Object.keys(next).length === 0 ? undefined : next)
}

function withEntry(record: FactorRecord, name: string, value: FactorValue | undefined): FactorRecord {
  if (value !== undefined) return { ...record, [name]: value }
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== name))
}

export function sameValue(one: FactorValue | undefined, other: FactorValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

const SECTION_ORDER = [
  'format',
  'name',
  'notes',
  'task',
  'model',
  'train',
  'pretrain',
  'record',
  'seeds',
  'rules',
]

/** The document with its keys in the order of the format, unknown ones last: order decides which factor varies fastest. */
export function inSpecOrder(document: SweepDocument): SweepDocument {
  const sections = sortEntries(Object.entries(document), SECTION_ORDER)
  return Object.fromEntries(sections.map(([name, value]) => [name, sectionInOrder(value, `${name}.`)]))
}

/** A section, and the sections in it; any other value as it is. */
function sectionInOrder(value: FactorValue, prefix: string): FactorValue {
  const keys = FIELD_KEYS.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  if (keys.length === 0 || !isRecord(value)) return value
  const words = [...new Set(keys.map((key) => key.split('.')[0] ?? key))]
  return Object.fromEntries(
    sortEntries(Object.entries(value), words).map(([name, inner]) => [
      name,
      sectionInOrder(inner, `${prefix}${name}.`),
    ]),
  )
}

function sortEntries(
  entries: readonly (readonly [string, FactorValue])[],
  order: readonly string[],
): (readonly [string, FactorValue])[] {
  const rank = (name: string): number => {
    const place = order.indexOf(name)
    return place < 0 ? order.length : place
  }
  return entries.toSorted(([one], [other]) => rank(one) - rank(other))
}
