import { canonicalJson } from './canonical-json'
import { FACTOR_VALUES, NAME_CHARACTERS, NOTES_CHARACTERS, SPEC_PROBLEMS } from './limits'
import { checkSpec } from './sweep-spec-checks'
import { DEFAULT_NAME, kindsMissingFor, standardValues, written } from './sweep-spec-defaults'
import type {
  FactorValue,
  FieldKey,
  FieldTypes,
  FieldValue,
  FieldValues,
  SpecFields,
  SweepDocument,
  SweepSpec,
} from './sweep-spec-model'
import { FIELD_KEYS, SPEC_FORMAT } from './sweep-spec-model'
import type { Place, ProblemCollector } from './sweep-spec-problems'
import { nearest, placeOfKey, shown } from './sweep-spec-problems'
import { READERS } from './sweep-spec-readers'
import type { ReadRule } from './sweep-spec-rules'
import { isListByNature, readRules, suggestKey } from './sweep-spec-rules'
import { runDocument, tidy } from './sweep-spec-run-document'
import { DEFAULT_SEEDS, readSeeds } from './sweep-spec-seeds'
import { hasControlCharacter, isList, isObject } from './sweep-spec-values'

const TOP_KEYS = [
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
] as const
const SECTIONS = ['task', 'model', 'train', 'pretrain', 'record'] as const

/** Keys that may not be left out once their section is there. */
const NEEDED_KEYS: readonly FieldKey[] = ['pretrain.task.dataset']

/** Reads a plain document key by key; problems go to its collector. */
export class SpecReader {
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
    const seeds =
      document.seeds === undefined || document.seeds === null
        ? DEFAULT_SEEDS
        : readSeeds(document.seeds, this.top.child('seeds'))
    const rules = distinctRules(
      document.rules === undefined || document.rules === null
        ? []
        : readRules(document.rules, this.top.child('rules')),
    )
    if (seeds === null || this.collector.problems.length > 0) return null
    const spec: SweepSpec = {
      document: runDocument({ name, notes, fields, seeds: seeds.written, rules }),
      name,
      notes,
      fields,
      seeds: seeds.value,
      rules: rules.map(({ rule }) => rule),
    }
    checkSpec(spec, this.top)
    return spec
  }

  private checkFormat(format: FactorValue | undefined): null {
    if (format === SPEC_FORMAT) return null
    const place = this.top.child('format')
    if (format === null) return null
    if (format === undefined) return place.report(`missing; write "format: ${SPEC_FORMAT}"`)
    const newer = typeof format === 'string' && /^initlab-sweep\/\d/.test(format)
    const advice = newer ? 'it is of another version of Init Lab' : 'it is no sweep of Init Lab'
    return place.report(`${shown(format)} cannot be read, ${advice}; this version reads ${SPEC_FORMAT}`)
  }

  private checkKeys(document: SweepDocument): void {
    this.checkSection(document, TOP_KEYS, this.top, '')
    for (const section of SECTIONS) this.checkBelow(document[section], section, this.top.child(section))
  }

  /** The keys of a section, and of the sections in it. */
  private checkBelow(value: FactorValue | undefined, section: string, place: Place): void {
    if (value === undefined || value === null) return
    const below = FIELD_KEYS.filter((key) => key.startsWith(`${section}.`)).map((key) =>
      key.slice(section.length + 1).split('.'),
    )
    const keys = [...new Set(below.map(([word = '']) => word))]
    if (!isObject(value)) {
      place.report(`${shown(value)} is no section; write its keys below it: ${keys.join(', ')}`)
      return
    }
    this.checkSection(value, keys, place, `${section}.`)
    for (const key of keys) {
      const isSection = below.some(([word, ...rest]) => word === key && rest.length > 0)
      if (isSection) this.checkBelow(value[key], `${section}.${key}`, place.child(key))
    }
  }

  private checkSection(value: SweepDocument, known: readonly string[], place: Place, prefix: string): void {
    for (const key of known)
      if (value[key] === null) place.child(key).report('empty; give a value or remove the key')
    const unknown = Object.keys(value).filter((key) => !known.includes(key))
    for (const key of unknown.slice(0, SPEC_PROBLEMS)) {
      const near = nearest(key, known)
      const suggestion = near === null ? suggestKey(key) : `; did you mean ${shown(near)}?`
      const owner = prefix === '' ? 'a sweep' : prefix.slice(0, -1)
      const has = suggestion === '' ? `; ${owner} has ${known.join(', ')}` : suggestion
      place.child(key).report(`unknown key${has}`, { part: 'key' })
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

  private readFields(document: SweepDocument): SpecFields {
    const standards = standardValues(document)
    this.checkNeighbours(document)
    const take = <Key extends FieldKey>(key: Key): FieldValues<FieldTypes[Key]> =>
      this.readField(key, written(document, key) ?? standards[key])
    return {
      'task.dataset': take('task.dataset'),
      'task.trainSize': take('task.trainSize'),
      'task.labels': take('task.labels'),
      'model.kind': take('model.kind'),
      'model.depth': orAbsent(take('model.depth')),
      'model.width': orAbsent(take('model.width')),
      'model.residual': orAbsent(take('model.residual')),
      'model.convolution': orAbsent(take('model.convolution')),
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
      'train.schedule': take('train.schedule'),
      'pretrain.task.dataset': orAbsent(take('pretrain.task.dataset')),
      'pretrain.task.trainSize': orAbsent(take('pretrain.task.trainSize')),
      'pretrain.task.labels': orAbsent(take('pretrain.task.labels')),
      'pretrain.pixels': orAbsent(take('pretrain.pixels')),
      'pretrain.train.optimizer': orAbsent(take('pretrain.train.optimizer')),
      'pretrain.train.learningRate': orAbsent(take('pretrain.train.learningRate')),
      'pretrain.train.batchSize': orAbsent(take('pretrain.train.batchSize')),
      'pretrain.train.steps': orAbsent(take('pretrain.train.steps')),
      'pretrain.train.epochs': orAbsent(take('pretrain.train.epochs')),
      'pretrain.train.loss': orAbsent(take('pretrain.train.loss')),
      'pretrain.train.schedule': orAbsent(take('pretrain.train.schedule')),
      'pretrain.transfer': orAbsent(take('pretrain.transfer')),
      'record.every': take('record.every'),
      'record.layers': take('record.layers'),
      'record.histograms': take('record.histograms'),
    }
  }

  /** Keys that contradict others, that others make needless, or that are missing beside others. */
  private checkNeighbours(document: SweepDocument): void {
    for (const train of ['train', 'pretrain.train'] as const) {
      if (written(document, `${train}.steps`) === undefined) continue
      if (written(document, `${train}.epochs`) === undefined) continue
      const place = placeOfKey(this.top, `${train}.epochs`)
      place.report('steps is given as well; give one of the two', { part: 'key' })
    }
    for (const key of FIELD_KEYS) {
      const kinds = kindsMissingFor(document, key)
      if (kinds === null || written(document, key) === undefined) continue
      const message = `no model of this sweep uses it; remove the key, or set model.kind to ${kinds.join(' or ')}`
      placeOfKey(this.top, key).report(message, { part: 'key' })
    }
    if (!isObject(document.pretrain)) return
    for (const key of NEEDED_KEYS) {
      if (written(document, key) !== undefined) continue
      this.top
        .child('pretrain')
        .report('task.dataset is missing; write pretrain: {task: {dataset: mnist14x14}}', { part: 'key' })
    }
  }

  /** No values at all for a key that is absent and has no default, or after a problem. */
  private readField<Key extends FieldKey>(
    key: Key,
    raw: FactorValue | undefined,
  ): FieldValues<FieldTypes[Key]> {
    const place = placeOfKey(this.top, key)
    if (raw === undefined || raw === null) return { isFactor: false, values: [] }
    const isFactor = isList(raw) && !isListByNature(key, raw)
    const items = isFactor ? raw : [raw]
    const values: FieldValue<FieldTypes[Key]>[] = []
    if (items.length === 0) place.report('an empty list has no values; give at least one')
    if (items.length > FACTOR_VALUES) {
      const message = `${items.length} values are too many for one factor; the limit is ${FACTOR_VALUES}`
      place.report(message, { code: 'spec-too-large' })
      return { isFactor, values }
    }
    for (const [index, item] of items.entries()) {
      const value = READERS[key](item, isFactor ? place.child(index) : place)
      if (value !== null) values.push({ written: tidy(item), value })
    }
    return { isFactor, values }
  }
}

/** A key that its neighbour makes needless holds one null. */
function orAbsent<Value>({ isFactor, values }: FieldValues<Value>): FieldValues<Value | null> {
  return values.length > 0
    ? { isFactor, values }
    : { isFactor: false, values: [{ written: null, value: null }] }
}

function distinctRules(rules: readonly ReadRule[]): readonly ReadRule[] {
  return [...new Map(rules.map((rule) => [canonicalJson(rule.written), rule])).values()]
}
