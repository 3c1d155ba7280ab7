import { canonicalJson } from './canonical-json'
import type { ErrorCode } from './errors'
import {
  CONFIGURATIONS,
  FACTOR_VALUES,
  GRID_POINTS,
  LARGEST_SEED,
  NAME_CHARACTERS,
  NOTES_CHARACTERS,
  TRIALS,
} from './limits'
import { gridSize, sweepGrid } from './sweep-grid'
import { plainDocument } from './sweep-spec-document'
import type {
  FactorValue,
  FieldKey,
  FieldTypes,
  FieldValue,
  FieldValues,
  SpecFields,
  SpecProblem,
  SpecResult,
  SweepDocument,
  SweepSpec,
} from './sweep-spec-model'
import { FIELD_KEYS, SPEC_FORMAT } from './sweep-spec-model'
import type { Locate, Place } from './sweep-spec-problems'
import { nearest, ProblemCollector, shown } from './sweep-spec-problems'
import { READERS } from './sweep-spec-readers'
import type { ReadRule } from './sweep-spec-rules'
import { isListByNature, readRules, suggestKey } from './sweep-spec-rules'
import { readSpecText } from './sweep-spec-text'
import { hasControlCharacter, isList, isObject, readNumber } from './sweep-spec-values'

export type {
  FactorValue,
  FieldKey,
  SpecProblem,
  SpecResult,
  SweepDocument,
  SweepSpec,
} from './sweep-spec-model'

const TOP_KEYS = ['format', 'name', 'notes', 'task', 'model', 'train', 'record', 'seeds', 'rules'] as const
const SECTIONS = ['task', 'model', 'train', 'record'] as const

/** Keys of the format, or announced for it, that this version does not serve. */
const LATER_KEYS: readonly string[] = [
  'pretrain',
  'model.residual',
  'model.convolution',
  'model.overrides',
  'train.schedule',
  'train.pretrain',
]

export const DEFAULT_NAME = 'Untitled sweep'
const DEFAULT_DEPTH = 3
const DEFAULT_STEPS = 400

const DEFAULTS: Readonly<Partial<Record<FieldKey, FactorValue>>> = {
  'task.dataset': 'digits8x8',
  'task.trainSize': 'all',
  'task.labels': 'all',
  'model.kind': 'mlp',
  'model.width': 32,
  'model.activation': 'relu',
  'model.normalization': 'none',
  'model.init': 'he-normal',
  'model.biasInit': 0,
  'model.dropout': 0,
  'model.head': 'same',
  'train.optimizer': 'sgd',
  'train.learningRate': 0.03,
  'train.batchSize': 32,
  'train.loss': 'cross-entropy',
  'record.every': 10,
  'record.layers': true,
  'record.histograms': [],
}

/**
 * Reads the text of a sweep file, YAML or JSON, of the format `initlab-sweep/1`. A failure lists every problem with its key and
 * line; its error's message joins them as `sweep.yaml:12: train.learnigRate: unknown key; ...`.
 */
export function parseSweepText(text: string, fileName: string): SpecResult {
  const reading = readSpecText(text)
  if (!reading.ok) return specFailure(reading.problems, fileName)
  return readSpec(reading.document, reading.locate, fileName)
}

/** Reads a sweep that is data already (a draft, a report's `sweep.json`); problems have keys and no lines. */
export function parseSweepDocument(document: unknown): SpecResult {
  const collector = new ProblemCollector(() => null)
  const plain = plainDocument(document, collector)
  if (collector.problems.length > 0) return specFailure(collector.problems, null)
  return readSpec(plain, () => null, null)
}

function readSpec(document: FactorValue, locate: Locate, fileName: string | null): SpecResult {
  const collector = new ProblemCollector(locate)
  const spec = new SpecReader(document, collector).read()
  if (spec === null || collector.problems.length > 0) return specFailure(collector.problems, fileName)
  return { ok: true, value: spec }
}

class SpecReader {
  private readonly top: Place
  private readonly document: FactorValue
  private readonly collector: ProblemCollector

  constructor(document: FactorValue, collector: ProblemCollector) {
    this.document = document
    this.collector = collector
    this.top = collector.place([])
  }

  read(): SweepSpec | null {
    const { document } = this
    if (!isObject(document)) {
      return this.top.report(`${shown(document)} is no sweep; it begins with "format: ${SPEC_FORMAT}"`)
    }
    this.checkFormat(document.format)
    this.checkKeys(document)
    const name = this.readText(document, 'name', NAME_CHARACTERS) ?? DEFAULT_NAME
    const notes = this.readText(document, 'notes', NOTES_CHARACTERS) ?? ''
    const fields = this.readFields(document)
    const seeds = document.seeds === undefined ? DEFAULT_SEEDS : this.readSeeds(document.seeds)
    const rules = distinctRules(
      document.rules === undefined ? [] : readRules(document.rules, this.top.child('rules')),
    )
    if (seeds === null || this.collector.problems.length > 0) return null
    this.checkLayers(fields)
    if (this.collector.problems.length > 0) return null
    const spec: SweepSpec = {
      document: runDocument({ name, notes, fields, seeds: seeds.written, rules }),
      name,
      notes,
      fields,
      seeds: seeds.value,
      rules: rules.map(({ rule }) => rule),
    }
    this.checkSize(spec)
    return spec
  }

  private checkFormat(format: FactorValue | undefined): null {
    if (format === SPEC_FORMAT) return null
    const place = this.top.child('format')
    if (format === undefined) return place.report(`missing; write "format: ${SPEC_FORMAT}"`)
    const newer = typeof format === 'string' && /^initlab-sweep\/\d/.test(format)
    const advice = newer ? 'it is of another version of Init Lab' : 'it is no sweep of Init Lab'
    return place.report(`${shown(format)} cannot be read, ${advice}; this version reads ${SPEC_FORMAT}`)
  }

  private checkKeys(document: SweepDocument): void {
    this.checkSection(document, TOP_KEYS, this.top, '')
    for (const section of SECTIONS) {
      const value = document[section]
      if (value === undefined) continue
      const place = this.top.child(section)
      const keys = FIELD_KEYS.filter((key) => key.startsWith(`${section}.`)).map((key) => lastWord(key))
      if (isObject(value)) this.checkSection(value, keys, place, `${section}.`)
      else place.report(`${shown(value)} is no section; write its keys below it: ${keys.join(', ')}`)
    }
  }

  private checkSection(value: SweepDocument, known: readonly string[], place: Place, prefix: string): void {
    for (const key of Object.keys(value)) {
      const at = place.child(key)
      if (known.includes(key)) {
        if (value[key] === null) at.report('empty; give a value or remove the key')
      } else if (LATER_KEYS.includes(`${prefix}${key}`)) {
        at.report('not available yet; remove the key', { code: 'spec-not-available', part: 'key' })
      } else {
        const near = nearest(key, known)
        const suggestion = near === null ? suggestKey(key) : `; did you mean ${shown(near)}?`
        const owner = prefix === '' ? 'a sweep' : prefix.slice(0, -1)
        const has = suggestion === '' ? `; ${owner} has ${known.join(', ')}` : suggestion
        at.report(`unknown key${has}`, { part: 'key' })
      }
    }
  }

  private readText(document: SweepDocument, key: 'name' | 'notes', limit: number): string | null {
    const value = document[key]
    if (value === undefined || value === null) return null
    const place = this.top.child(key)
    if (typeof value !== 'string') return place.report(`${shown(value)} is not text; put it in quotes`)
    if (value.length > limit)
      return place.report(`${value.length} characters are too many; the limit is ${limit}`)
    if (key === 'notes') return value
    if (value.trim() !== '' && !hasControlCharacter(value)) return value
    return place.report(`${shown(value)} is no name; give one line of text`)
  }

  private readSeeds(value: FactorValue): ReadSeeds | null {
    const place = this.top.child('seeds')
    const integer = (min: number, max: number) => ({ min, max, integer: true })
    if (isList(value)) {
      if (value.length === 0) return place.report('an empty list has no seeds; give at least one')
      if (value.length > TRIALS)
        return tooLarge(place, `${value.length} seeds are too many; the limit is ${TRIALS}`)
      const seeds = new Set<number>()
      for (const [index, item] of value.entries()) {
        const at = place.child(index)
        const seed = readNumber(item, at, integer(0, LARGEST_SEED))
        if (seed === null) return null
        if (seeds.has(seed)) return at.report(`seed ${seed} is given twice`)
        seeds.add(seed)
      }
      return { written: [...seeds], value: [...seeds] }
    }
    if (!isObject(value)) {
      return place.report(`${shown(value)} is not possible; give {first: 0, count: 10} or a list of integers`)
    }
    for (const key of Object.keys(value)) {
      if (key === 'first' || key === 'count') continue
      place.child(key).report('unknown key; seeds have first and count', { part: 'key' })
    }
    const first = readNumber(value.first ?? 0, place.child('first'), integer(0, LARGEST_SEED))
    const count = readNumber(value.count ?? 10, place.child('count'), integer(1, TRIALS))
    if (first === null || count === null) return null
    if (first + count - 1 <= LARGEST_SEED) return seedRange(first, count)
    return place.report(`the last seed would be ${first + count - 1}; the largest is ${LARGEST_SEED}`)
  }

  private readFields(document: SweepDocument): SpecFields {
    const standards = this.standards(document)
    const take = <Key extends FieldKey>(key: Key): FieldValues<FieldTypes[Key]> =>
      this.readField(key, written(document, key) ?? standards[key])
    return {
      'task.dataset': take('task.dataset'),
      'task.trainSize': take('task.trainSize'),
      'task.labels': take('task.labels'),
      'model.kind': take('model.kind'),
      'model.depth': orAbsent(take('model.depth')),
      'model.width': take('model.width'),
      'model.activation': take('model.activation'),
      'model.normalization': take('model.normalization'),
      'model.init': take('model.init'),
      'model.biasInit': take('model.biasInit'),
      'model.dropout': take('model.dropout'),
      'model.head': take('model.head'),
      'train.optimizer': take('train.optimizer'),
      'train.learningRate': take('train.learningRate'),
      'train.batchSize': take('train.batchSize'),
      'train.steps': orAbsent(take('train.steps')),
      'train.epochs': orAbsent(take('train.epochs')),
      'train.loss': take('train.loss'),
      'record.every': take('record.every'),
      'record.layers': take('record.layers'),
      'record.histograms': take('record.histograms'),
    }
  }

  /** The defaults, with those that depend on a neighbour: steps unless epochs, a depth unless the widths say it. */
  private standards(document: SweepDocument): Readonly<Partial<Record<FieldKey, FactorValue>>> {
    const steps = written(document, 'train.steps')
    const epochs = written(document, 'train.epochs')
    if (steps !== undefined && epochs !== undefined) {
      this.top
        .child('train')
        .child('epochs')
        .report('steps is given as well; give one of the two', { part: 'key' })
    }
    const width = written(document, 'model.width')
    const widths = isList(width) ? width : [width]
    const layers = widths.map((item) => (typeof item === 'string' ? item.split('-').length : null))
    const depths = new Set(layers)
    const [depth] = depths
    const derived = depths.has(null) ? DEFAULT_DEPTH : depths.size === 1 ? depth : undefined
    return {
      ...DEFAULTS,
      ...(derived === undefined || derived === null ? {} : { 'model.depth': derived }),
      ...(epochs === undefined ? { 'train.steps': DEFAULT_STEPS } : {}),
    }
  }

  /** No values at all for a key that is absent and has no default, or after a problem. */
  private readField<Key extends FieldKey>(
    key: Key,
    raw: FactorValue | undefined,
  ): FieldValues<FieldTypes[Key]> {
    const [section = '', word = ''] = key.split('.')
    const place = this.top.child(section).child(word)
    if (raw === undefined || raw === null) return { isFactor: false, values: [] }
    const isFactor = isList(raw) && !isListByNature(key, raw)
    const items = isFactor ? raw : [raw]
    const values: FieldValue<FieldTypes[Key]>[] = []
    if (items.length === 0) place.report('an empty list has no values; give at least one')
    if (items.length > FACTOR_VALUES) {
      tooLarge(place, `${items.length} values are too many for one factor; the limit is ${FACTOR_VALUES}`)
      return { isFactor, values }
    }
    for (const [index, item] of items.entries()) {
      const value = READERS[key](item, isFactor ? place.child(index) : place)
      if (value !== null) values.push({ written: tidy(item), value })
    }
    return { isFactor, values }
  }

  /** A width per layer says the depth itself: a depth beside it has to be equal. */
  private checkLayers(fields: SpecFields): null {
    for (const { value: width, written: text } of fields['model.width'].values) {
      if (typeof width === 'number') continue
      for (const { value: depth } of fields['model.depth'].values) {
        if (depth === null || depth === width.length) continue
        const place = this.top.child('model').child('depth')
        return place.report(
          `${depth} does not fit the ${width.length} layers of width ${shown(text)}; remove depth and write every width layer by layer`,
        )
      }
    }
    return null
  }

  private checkSize(spec: SweepSpec): null {
    const longest = FIELD_KEYS.reduce((left, right) =>
      spec.fields[right].values.length > spec.fields[left].values.length ? right : left,
    )
    const [section = '', word = ''] = longest.split('.')
    const place = this.top.child(section).child(word)
    const size = gridSize(spec.fields)
    if (size > GRID_POINTS) return tooLarge(place, `the grid has ${size} points; the limit is ${GRID_POINTS}`)
    const configurations = sweepGrid(spec).points.length
    if (configurations === 0) {
      return this.top
        .child('rules')
        .report('the rules leave no configuration; remove one of them', { part: 'key' })
    }
    if (configurations > CONFIGURATIONS) {
      return tooLarge(place, `the sweep has ${configurations} configurations; the limit is ${CONFIGURATIONS}`)
    }
    const trials = configurations * spec.seeds.length
    if (trials <= TRIALS) return null
    const product = `${configurations} configurations x ${spec.seeds.length} seeds`
    return tooLarge(this.top.child('seeds'), `${product} = ${trials} trials; the limit is ${TRIALS}`)
  }
}

interface ReadSeeds {
  readonly written: FactorValue
  readonly value: readonly number[]
}

function seedRange(first: number, count: number): ReadSeeds {
  return { written: { first, count }, value: Array.from({ length: count }, (_, index) => first + index) }
}

const DEFAULT_SEEDS = seedRange(0, 10)

function tooLarge(place: Place, message: string): null {
  return place.report(message, { code: 'spec-too-large' })
}

function written(document: SweepDocument, key: FieldKey): FactorValue | undefined {
  const [section = '', word = ''] = key.split('.')
  const value = document[section]
  return isObject(value) ? (value[word] ?? undefined) : undefined
}

function lastWord(key: FieldKey): string {
  return key.slice(key.indexOf('.') + 1)
}

/** A key that its neighbour makes needless holds one null. */
function orAbsent<Value>({ isFactor, values }: FieldValues<Value>): FieldValues<Value | null> {
  return values.length > 0
    ? { isFactor, values }
    : { isFactor: false, values: [{ written: null, value: null }] }
}

/** An object's keys in a fixed order, scheme and name first; -0 as 0. */
function tidy(value: FactorValue): FactorValue {
  if (isList(value)) return value.map(tidy)
  if (value === 0) return 0
  if (!isObject(value)) return value
  const rank = (key: string): string => (key === 'scheme' || key === 'name' ? '' : key)
  const keys = Object.keys(value).sort((left, right) => (rank(left) < rank(right) ? -1 : 1))
  return Object.fromEntries(keys.map((key) => [key, tidy(value[key] ?? null)]))
}

interface DocumentParts {
  readonly name: string
  readonly notes: string
  readonly fields: SpecFields
  readonly seeds: FactorValue
  readonly rules: readonly ReadRule[]
}

/** The spec as run: defaults filled in, keys in the order of the format; notes and rules only where there are some. */
function runDocument({ name, notes, fields, seeds, rules }: DocumentParts): SweepDocument {
  const section = (prefix: string): FactorValue =>
    Object.fromEntries(
      FIELD_KEYS.filter((key) => key.startsWith(`${prefix}.`)).flatMap((key) => {
        const { isFactor, values } = fields[key]
        const items = values.map((item) => item.written)
        const [first = null] = items
        return isFactor || first !== null ? [[lastWord(key), isFactor ? items : first]] : []
      }),
    )
  return {
    format: SPEC_FORMAT,
    name,
    ...(notes === '' ? {} : { notes }),
    task: section('task'),
    model: section('model'),
    train: section('train'),
    record: section('record'),
    seeds,
    ...(rules.length === 0 ? {} : { rules: rules.map((rule) => tidy(rule.written)) }),
  }
}

function distinctRules(rules: readonly ReadRule[]): readonly ReadRule[] {
  return [...new Map(rules.map((rule) => [canonicalJson(rule.written), rule])).values()]
}

function specFailure(problems: readonly SpecProblem[], fileName: string | null): SpecResult {
  const ordered = [...problems].sort((left, right) => (left.line ?? 0) - (right.line ?? 0))
  const [first] = ordered
  const message = ordered.map((problem) => problemText(problem, fileName)).join('\n')
  const place = first === undefined ? fileName : placeText(first, fileName)
  return {
    ok: false,
    problems: ordered,
    error: { code: failureCode(ordered), message, ...(place === null || place === '' ? {} : { place }) },
  }
}

function problemText(problem: SpecProblem, fileName: string | null): string {
  const place = fileName === null ? '' : `${placeText(problem, fileName)}: `
  return `${place}${problem.key === '' ? '' : `${problem.key}: `}${problem.message}`
}

function placeText({ key, line }: SpecProblem, fileName: string | null): string {
  if (fileName === null) return key
  return line === null ? fileName : `${fileName}:${line}`
}

/** `spec-not-available` and `spec-too-large` only when nothing else is wrong. */
function failureCode(problems: readonly SpecProblem[]): ErrorCode {
  const codes = new Set(problems.map(({ code }) => code))
  const [only = 'spec-invalid'] = codes
  return codes.has('spec-syntax') ? 'spec-syntax' : codes.size === 1 ? only : 'spec-invalid'
}
