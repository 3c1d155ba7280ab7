import { canonicalJson } from './canonical-json'
import { GRID_POINTS } from './limits'
import { recommendedScheme, SCHEMES } from './schemes'
import type { FieldKey, FieldTypes, RuleCondition, SpecFields, SpecRule, SweepSpec } from './sweep-spec-model'
import { FIELD_KEYS } from './sweep-spec-model'
import type { BiasSettings, InitSettings } from './trial-settings'

/** For each key of FIELD_KEYS the index of its value. */
export type GridPoint = readonly number[]

export interface Grid {
  /** Points that the rules keep, the first of each set of equal ones, the last factor varying fastest. */
  readonly points: readonly GridPoint[]
  readonly excluded: number
  readonly merged: number
}

/** What a point of the grid means, value by value. */
export type Selection = { readonly [Key in FieldKey]: FieldTypes[Key] }

/** Number of points before rules: the product of the factors' lengths. */
export function gridSize(fields: SpecFields): number {
  return FIELD_KEYS.reduce((product, key) => product * fields[key].values.length, 1)
}

/**
 * Every point of the grid that the rules keep, duplicates merged.
 * @throws when the grid has more than GRID_POINTS points: the parser refuses such a spec.
 */
export function sweepGrid({ fields, rules }: Pick<SweepSpec, 'fields' | 'rules'>): Grid {
  if (gridSize(fields) > GRID_POINTS) throw new Error(`A grid has at most ${GRID_POINTS} points`)
  const keeps = rules.map((rule) => compileRule(rule, fields))
  const identify = pointIdentity(fields)
  const points = new Map<string, GridPoint>()
  let excluded = 0
  let merged = 0
  for (const point of allPoints(fields)) {
    if (!keeps.every((keep) => keep(point))) {
      excluded += 1
      continue
    }
    const identity = identify(point)
    if (points.has(identity)) merged += 1
    else points.set(identity, point)
  }
  return { points: [...points.values()], excluded, merged }
}

/** The values that a point selects. */
export function selectionAt(fields: SpecFields, point: GridPoint): Selection {
  const at = <Key extends FieldKey>(key: Key): FieldTypes[Key] => valueAt(fields, point, key).value
  return {
    'task.dataset': at('task.dataset'),
    'task.trainSize': at('task.trainSize'),
    'task.labels': at('task.labels'),
    'model.kind': at('model.kind'),
    'model.depth': at('model.depth'),
    'model.width': at('model.width'),
    'model.activation': at('model.activation'),
    'model.normalization': at('model.normalization'),
    'model.init': at('model.init'),
    'model.biasInit': at('model.biasInit'),
    'model.dropout': at('model.dropout'),
    'model.head': at('model.head'),
    'train.optimizer': at('train.optimizer'),
    'train.learningRate': at('train.learningRate'),
    'train.batchSize': at('train.batchSize'),
    'train.steps': at('train.steps'),
    'train.epochs': at('train.epochs'),
    'train.loss': at('train.loss'),
    'record.every': at('record.every'),
    'record.layers': at('record.layers'),
    'record.histograms': at('record.histograms'),
  }
}

const POSITIONS: ReadonlyMap<FieldKey, number> = new Map(FIELD_KEYS.map((key, index) => [key, index]))

/** @throws when the point is not one of the grid. */
export function valueAt<Key extends FieldKey>(
  fields: SpecFields,
  point: GridPoint,
  key: Key,
): SpecFields[Key]['values'][number] {
  const chosen = fields[key].values[indexAt(point, key)]
  if (chosen === undefined) throw new Error(`The point has no value of ${key}`)
  return chosen
}

function indexAt(point: GridPoint, key: FieldKey): number {
  return point[POSITIONS.get(key) ?? 0] ?? 0
}

function* allPoints(fields: SpecFields): Generator<GridPoint> {
  const lengths = FIELD_KEYS.map((key) => fields[key].values.length)
  const point = lengths.map(() => 0)
  for (;;) {
    yield [...point]
    let position = lengths.length - 1
    while (position >= 0 && (point[position] ?? 0) + 1 >= (lengths[position] ?? 0)) {
      point[position] = 0
      position -= 1
    }
    if (position < 0) return
    point[position] = (point[position] ?? 0) + 1
  }
}

type PointTest = (point: GridPoint) => boolean

function compileRule(rule: SpecRule, fields: SpecFields): PointTest {
  switch (rule.kind) {
    case 'exclude': {
      const holds = compileCondition(rule.condition, fields)
      return (point) => !holds(point)
    }
    case 'only': {
      const applies = compileCondition(rule.when, fields)
      const holds = compileCondition(rule.condition, fields)
      return (point) => !applies(point) || holds(point)
    }
    case 'match': {
      const applies = compileCondition(rule.when, fields)
      return (point) => {
        const { scheme } = valueAt(fields, point, 'model.init').value
        const { name } = valueAt(fields, point, 'model.activation').value
        return !applies(point) || scheme === recommendedScheme(name)
      }
    }
  }
}

/** Each term becomes a table over the values of its key, so that a point costs one look-up a term. */
function compileCondition(condition: RuleCondition, fields: SpecFields): PointTest {
  const tests = condition.map(({ key, anyOf }) => {
    const table = fields[key].values.map(({ value }) => {
      const settings = canonicalJson(value)
      const name = nameOf(value)
      return anyOf.some((wanted) =>
        wanted.name === null ? wanted.settings === settings : wanted.name === name,
      )
    })
    return (point: GridPoint) => table[indexAt(point, key)] === true
  })
  return (point) => tests.every((test) => test(point))
}

function nameOf(value: FieldTypes[FieldKey]): string | null {
  if (typeof value !== 'object' || value === null) return null
  if ('scheme' in value) return value.scheme
  return 'name' in value ? value.name : null
}

/**
 * A text that two points share exactly when their trials are the same: every value's canonical text, with depth and width
 * joined to the widths of the layers, and without the bias where the scheme sets it.
 */
function pointIdentity(fields: SpecFields): (point: GridPoint) => string {
  const joined: readonly FieldKey[] = ['model.depth', 'model.width', 'model.biasInit']
  const tables = FIELD_KEYS.filter((key) => !joined.includes(key) && fields[key].values.length > 1).map(
    (key) => ({
      key,
      texts: distinctNumbers(fields[key].values.map(({ value }) => canonicalJson(value))),
    }),
  )
  const layers = fields['model.depth'].values.map(({ value: depth }) =>
    fields['model.width'].values.map(({ value: width }) => hiddenWidths(depth, width).join('-')),
  )
  const biases = fields['model.init'].values.map(({ value: init }) =>
    fields['model.biasInit'].values.map(({ value: bias }) => canonicalJson(effectiveBias(init, bias))),
  )
  return (point) => {
    const others = tables.map(({ key, texts }) => texts[indexAt(point, key)])
    const widths = layers[indexAt(point, 'model.depth')]?.[indexAt(point, 'model.width')]
    const bias = biases[indexAt(point, 'model.init')]?.[indexAt(point, 'model.biasInit')]
    return [...others, widths, bias].join(' ')
  }
}

/**
 * Widths of the hidden layers 1..L.
 * @throws when one width stands for every layer and no depth says how many: the parser fills the depth in.
 */
export function hiddenWidths(depth: number | null, width: number | readonly number[]): readonly number[] {
  if (typeof width !== 'number') return width
  if (depth === null) throw new Error('One width for every layer needs a depth')
  return Array.from({ length: depth }, () => width)
}

/** A scheme that draws the biases itself leaves nothing to `biasInit`: its hidden biases are uniform by their fan in. */
export function effectiveBias(init: InitSettings, bias: BiasSettings): BiasSettings {
  return SCHEMES[init.scheme].setsBias ? { kind: 'uniform-fan-in' } : bias
}

/** Replaces each text by a number that equal texts share. */
function distinctNumbers(texts: readonly string[]): number[] {
  const numbers = new Map<string, number>()
  return texts.map((text) => {
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    return number
  })
}
