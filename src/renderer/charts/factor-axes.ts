import { factorTitle } from '@shared/factor-titles'
import type { Configuration, Expansion, Factor } from '@shared/sweep'
import type { FactorValue } from '@shared/sweep-spec'
import type { BiasSettings, InitSettings } from '@shared/trial-settings'
import { factorText } from './configuration-rows'

/** One value of a factor, in the order in which axes show them. */
export interface FactorPlace {
  /** Index among the values of the spec. */
  readonly index: number
  /** As short as the axis' title allows: `0.5` on `Gain of he-normal`. */
  readonly text: string
  /** `depth 10`, `he-normal (gain 0.5)`: understood without the axis. */
  readonly name: string
}

/** A factor that takes more than one value, laid along an axis. */
export interface FactorAxis {
  readonly key: string
  readonly title: string
  /** Ascending when the values are numbers or differ in one number, else in the order of the spec. */
  readonly places: readonly FactorPlace[]
  /** The number behind each place; null for names. */
  readonly numbers: readonly number[] | null
}

/** Parameters of a scheme that are numbers, in the order in which they are looked for. */
const SCALE_KEYS = ['gain', 'std', 'bound', 'value', 'sparsity'] as const
const SCALE_TITLES: Readonly<Record<(typeof SCALE_KEYS)[number], string>> = {
  gain: 'Gain',
  std: 'Std',
  bound: 'Bound',
  value: 'Value',
  sparsity: 'Sparsity',
}

interface Numbers {
  readonly title: string
  readonly numbers: readonly number[]
}

/** `he-normal` and `{scheme: he-normal, gain: 2}` are the gains 1 and 2 of one scheme; null when more differs. */
function schemeNumbers(inits: readonly InitSettings[]): Numbers | null {
  const [first] = inits
  if (first === undefined || inits.some(({ scheme }) => scheme !== first.scheme)) return null
  const differing = SCALE_KEYS.filter((key) => inits.some((init) => init[key] !== first[key]))
  const [key] = differing
  const isOther = inits.some(({ mode, corrected }) => mode !== first.mode || corrected !== first.corrected)
  if (key === undefined || differing.length > 1 || isOther) return null
  const numbers = inits.flatMap((init) => init[key] ?? [])
  if (numbers.length !== inits.length) return null
  return { title: `${SCALE_TITLES[key]} of ${first.scheme}`, numbers }
}

/** Standard deviations of the biases, of which a constant 0 is one. */
function biasNumbers(biases: readonly BiasSettings[]): Numbers | null {
  const stds = biases.flatMap((bias) =>
    bias.kind === 'normal' ? bias.std : bias.kind === 'constant' && bias.value === 0 ? 0 : [],
  )
  return stds.length === biases.length ? { title: 'Std of the biases', numbers: stds } : null
}

/** The numbers behind values that are written as objects. */
function settingNumbers(key: string, owners: readonly (Configuration | undefined)[]): Numbers | null {
  const models = owners.flatMap((owner) => owner?.settings.model ?? [])
  if (key === 'model.biasInit') return biasNumbers(models.map(({ biasInit }) => biasInit))
  if (key !== 'model.init' || models.some(({ overrides }) => overrides.length > 0)) return null
  return schemeNumbers(models.map(({ init }) => init))
}

/** The number behind each value of a factor, in the order of the spec; null when there is none, or two are equal. */
function factorNumbers(factor: Factor, owners: readonly (Configuration | undefined)[]): Numbers | null {
  const plain = factor.values.flatMap((value) => (typeof value === 'number' ? value : []))
  const title = factorTitle(factor.key)
  const isPlain = plain.length === factor.values.length
  const found = isPlain ? { title, numbers: plain } : settingNumbers(factor.key, owners)
  const isWhole = found?.numbers.length === factor.values.length
  return isWhole && new Set(found.numbers).size === factor.values.length ? found : null
}

function isSame(a: FactorValue | undefined, b: FactorValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** `depth 10` for a number, `he-normal` for a name. */
function placeName(factor: Factor, value: FactorValue): string {
  const text = factorText(value)
  return typeof value === 'number' || value === null || typeof value === 'boolean'
    ? `${factorTitle(factor.key).toLowerCase()} ${text}`
    : text
}

/** The axes of the factors that take more than one value, in the order of the spec. */
export function factorAxes({ factors, configurations }: Expansion): readonly FactorAxis[] {
  return factors
    .filter(({ values }) => values.length > 1)
    .map((factor) => {
      const owners = factor.values.map((value) =>
        configurations.find(({ factors: own }) => isSame(own[factor.key], value)),
      )
      const known = factorNumbers(factor, owners)
      const places = factor.values.map((value, index) => ({
        index,
        text: known === null ? factorText(value) : String(known.numbers[index]),
        name: placeName(factor, value),
      }))
      if (known === null) {
        return { key: factor.key, title: factorTitle(factor.key), places, numbers: null }
      }
      const number = ({ index }: FactorPlace): number => known.numbers[index] ?? 0
      const ordered = [...places].sort((a, b) => number(a) - number(b))
      return { key: factor.key, title: known.title, places: ordered, numbers: ordered.map(number) }
    })
}

/** Position of each configuration's value along each axis: (configurations, axes); -1 where it is none of them. */
export function axisPositions(
  { factors, configurations }: Expansion,
  axes: readonly FactorAxis[],
): readonly (readonly number[])[] {
  const lookups = axes.map(({ key, places }) => {
    const values = factors.find((factor) => factor.key === key)?.values ?? []
    return new Map(places.map(({ index }, position) => [JSON.stringify(values[index]), position]))
  })
  return configurations.map(({ factors: own }) =>
    axes.map(({ key }, axis) => lookups[axis]?.get(JSON.stringify(own[key])) ?? -1),
  )
}
