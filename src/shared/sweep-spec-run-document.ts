import type { FactorValue, SpecFields, SweepDocument } from './sweep-spec-model'
import { FIELD_KEYS, SPEC_FORMAT } from './sweep-spec-model'
import type { ReadRule } from './sweep-spec-rules'
import { isList, isObject } from './sweep-spec-values'

/** What a document is written from. */
export interface DocumentParts {
  readonly name: string
  readonly notes: string
  readonly fields: SpecFields
  readonly seeds: FactorValue
  readonly rules: readonly ReadRule[]
}

/** The spec as run: defaults filled in, keys in the order of the format; pretrain, notes and rules only where there are some. */
export function runDocument({ name, notes, fields, seeds, rules }: DocumentParts): SweepDocument {
  const sections = fieldSections(fields)
  return {
    format: SPEC_FORMAT,
    name,
    ...(notes === '' ? {} : { notes }),
    ...sections,
    seeds,
    ...(rules.length === 0 ? {} : { rules: rules.map((rule) => tidy(rule.written)) }),
  }
}

/** The values of all keys that have one, in nested sections. */
function fieldSections(fields: SpecFields): SweepDocument {
  let top: SweepDocument = {}
  for (const key of FIELD_KEYS) {
    const { isFactor, values } = fields[key]
    const items = values.map((item) => item.written)
    const [first = null] = items
    if (isFactor || first !== null) top = withValue(top, key.split('.'), isFactor ? items : first)
  }
  return top
}

function withValue(section: SweepDocument, path: readonly string[], value: FactorValue): SweepDocument {
  const [word = '', ...rest] = path
  if (rest.length === 0) return { ...section, [word]: value }
  const below = section[word]
  return { ...section, [word]: withValue(isObject(below) ? below : {}, rest, value) }
}

/** An object's keys in a fixed order, scheme and name first; -0 as 0. */
export function tidy(value: FactorValue): FactorValue {
  if (isList(value)) return value.map(tidy)
  if (value === 0) return 0
  if (!isObject(value)) return value
  const rank = (key: string): string => (key === 'scheme' || key === 'name' ? '' : key)
  const keys = Object.keys(value).sort((left, right) => (rank(left) < rank(right) ? -1 : 1))
  return Object.fromEntries(keys.map((key) => [key, tidy(value[key] ?? null)]))
}
