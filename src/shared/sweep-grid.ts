import { canonicalJson } from './canonical-json'
import { GRID_POINTS } from './limits'
import { recommendedScheme } from './schemes'
import { modelSettings, trialSettings } from './selection-settings'
import { depthContradicts, SHAPE_KEYS } from './selection-shape'
import type {
  FieldKey,
  FieldTypes,
  RuleCondition,
  Selection,
  SpecFields,
  SpecRule,
  SweepSpec,
} from './sweep-spec-model'
import { FIELD_KEYS } from './sweep-spec-model'

/** For each key of FIELD_KEYS the index of its value. */
export type GridPoint = readonly number[]

export interface Grid {
  /** Points that the rules keep, the first of each set of equal ones, the last factor varying fastest. */
  readonly points: readonly GridPoint[]
  readonly excluded: number
  readonly merged: number
}

/** Number of points before rules: the product of the factors' lengths. */
export function gridSize(fields: SpecFields): number {
  return FIELD_KEYS.reduce((product, key) => product * fields[key].values.length, 1)
}

const grids = new WeakMap<SweepSpec, Grid>()

/**
 * Every point of the grid that the rules keep, duplicates merged; walked once for a spec.
 * @throws when the grid has more than GRID_POINTS points: the parser refuses such a spec.
 */
export function sweepGrid(spec: SweepSpec): Grid {
  const grid = grids.get(spec) ?? walkGrid(spec)
  grids.set(spec, grid)
  return grid
}

function walkGrid({ fields, rules }: SweepSpec): Grid {
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
    'model.residual': at('model.residual'),
    'model.convolution': at('model.convolution'),
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
    'train.schedule': at('train.schedule'),
    'pretrain.task.dataset': at('pretrain.task.dataset'),
    'pretrain.task.trainSize': at('pretrain.task.trainSize'),
    'pretrain.task.labels': at('pretrain.task.labels'),
    'pretrain.pixels': at('pretrain.pixels'),
    'pretrain.train.optimizer': at('pretrain.train.optimizer'),
    'pretrain.train.learningRate': at('pretrain.train.learningRate'),
    'pretrain.train.batchSize': at('pretrain.train.batchSize'),
    'pretrain.train.steps': at('pretrain.train.steps'),
    'pretrain.train.epochs': at('pretrain.train.epochs'),
    'pretrain.train.loss': at('pretrain.train.loss'),
    'pretrain.train.schedule': at('pretrain.train.schedule'),
    'pretrain.transfer': at('pretrain.transfer'),
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

/** Index of a point's value among those of its key. */
export function indexAt(point: GridPoint, key: FieldKey): number {
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
        const { scheme } = valueAt(fields, point, 'model.init').value.init
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
  if ('init' in value) return value.init.scheme
  return 'name' in value ? value.name : null
}

/** Keys whose values act together: two selections of equal text are the same trial as far as they go. */
interface KeyGroup {
  readonly keys: readonly FieldKey[]
  readonly text: (selection: Selection) => string
}

const PRETRAIN_KEYS = FIELD_KEYS.filter((key) => key.startsWith('pretrain.'))

const GROUPS: readonly KeyGroup[] = [
  {
    keys: SHAPE_KEYS,
    text: (selection) => {
      const { kind, widths, residual, convolution } = modelSettings(selection)
      // A depth that contradicts the layers is kept apart, so that the parser sees it.
      const depth = depthContradicts(selection) ? selection['model.depth'] : null
      return canonicalJson({ kind, widths, residual, convolution, depth })
    },
  },
  {
    keys: [...SHAPE_KEYS, 'model.init'],
    text: (selection) => {
      const { init, overrides } = modelSettings(selection)
      return canonicalJson({ init, overrides })
    },
  },
  {
    keys: ['model.init', 'model.biasInit'],
    text: (selection) => canonicalJson(modelSettings(selection).biasInit),
  },
  {
    keys: ['model.kind', 'model.residual', 'model.head'],
    text: (selection) => modelSettings(selection).head,
  },
  {
    keys: ['task.dataset', ...PRETRAIN_KEYS],
    text: (selection) => canonicalJson(sourceIdentity(selection)),
  },
]

/** How `scratch` would have trained its source is that of the trial itself, which other keys tell. */
function sourceIdentity(selection: Selection): unknown {
  const { pretrain } = trialSettings(selection)
  return pretrain?.transfer === 'scratch' ? { ...pretrain, train: null } : pretrain
}

/** A text that two points share exactly when their trials are the same. */
function pointIdentity(fields: SpecFields): (point: GridPoint) => string {
  const varies = (key: FieldKey): boolean => fields[key].values.length > 1
  const grouped = new Set(GROUPS.flatMap(({ keys }) => keys))
  grouped.delete('task.dataset')
  const single = FIELD_KEYS.filter((key) => varies(key) && !grouped.has(key)).map((key) => {
    const numbers = distinctNumbers(fields[key].values.map(({ value }) => canonicalJson(value)))
    return (point: GridPoint) => numbers[indexAt(point, key)] ?? 0
  })
  const groups = GROUPS.filter(({ keys }) => keys.some(varies)).map(({ keys, text }) =>
    groupNumbers(fields, keys.filter(varies), text),
  )
  const parts = [...single, ...groups]
  return (point) => parts.map((part) => part(point)).join(' ')
}

/** A number for each text of a group, each combination of its values read once. */
function groupNumbers(
  fields: SpecFields,
  keys: readonly FieldKey[],
  text: KeyGroup['text'],
): (point: GridPoint) => number {
  const byIndices = new Map<string, number>()
  const byText = new Map<string, number>()
  return (point) => {
    const indices = keys.map((key) => indexAt(point, key)).join(' ')
    const known = byIndices.get(indices)
    if (known !== undefined) return known
    const meaning = text(selectionAt(fields, point))
    const number = byText.get(meaning) ?? byText.size
    byText.set(meaning, number)
    byIndices.set(indices, number)
    return number
  }
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
