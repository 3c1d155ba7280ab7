import type { FactorValue } from '@shared/sweep-spec'
import { isRecord } from './document-path'

/** What a number of a setting may be. The bounds belong to the range unless `above` is set. */
export interface NumberRule {
  readonly integer: boolean
  readonly min: number
  readonly max: number
  /** The smallest value itself is not allowed. */
  readonly above?: boolean
  /** The largest value itself is not allowed. */
  readonly below?: boolean
}

/** A parameter of a named choice, such as the std of `normal`. */
export interface ChoiceParameter {
  readonly name: string
  readonly meaning: string
  readonly fallback: number | string | boolean
  readonly number?: NumberRule
  /** Besides one number, a number per layer: `8-16-32`. */
  readonly widths?: boolean
  readonly choices?: readonly string[]
  /** Weight layers with a scheme of their own, `1: xavier-normal; 3: gain 2; last: zeros`. */
  readonly overrides?: boolean
  /** Written even where it is the fallback: the spec has no default for it. */
  readonly always?: boolean
}

export interface Choice {
  readonly name: string
  /** What the name key holds, where that is not the name: 3 for the kernel `3x3`. */
  readonly held?: number
  readonly title: string
  /** The formula of a scheme, or one line on what the choice is. */
  readonly hint: string
  /** Paper or program it comes from. */
  readonly source?: string
  readonly parameters?: readonly ChoiceParameter[]
  /** Always written as an object, `{scheme: uniform-fan-in}`. */
  readonly object?: boolean
}

/** What the values of one key may be; every part is optional, and a value may fit any of them. */
export interface ValueRule {
  readonly numbers?: NumberRule
  readonly choices?: readonly Choice[]
  /** The key that holds a choice's name when it is written as an object. */
  readonly nameKey?: 'name' | 'scheme' | 'branch' | 'kernel'
  /** Widths per layer, `64-32-16`. */
  readonly widths?: boolean
  /** Lists as one value: of classes, `[3, 8]`, or of steps, `[0, 100, last]`. */
  readonly lists?: 'classes' | 'steps'
  /** Free text that starts so, `csv:`. */
  readonly prefix?: string
}

/** The name of a choice held as text or as an object; null for anything else. */
export function choiceName(value: FactorValue, rule: ValueRule): string | null {
  if (typeof value === 'string') return value
  if (!isRecord(value) || rule.nameKey === undefined) return null
  const name = value[rule.nameKey] ?? rule.choices?.find(({ held }) => held !== undefined)?.held
  if (typeof name === 'number') return rule.choices?.find(({ held }) => held === name)?.name ?? null
  return typeof name === 'string' ? name : null
}

export function choiceOf(value: FactorValue, rule: ValueRule): Choice | null {
  const name = choiceName(value, rule)
  return rule.choices?.find((choice) => choice.name === name) ?? null
}

/** A choice with some of its parameters set: its plain name when all are the defaults. */
export function choiceValue(
  choice: Choice,
  rule: ValueRule,
  given: Readonly<Record<string, FactorValue>> = {},
): FactorValue {
  const set = (choice.parameters ?? []).flatMap((parameter) => {
    const value = given[parameter.name] ?? parameter.fallback
    return value === parameter.fallback && parameter.always !== true ? [] : [[parameter.name, value] as const]
  })
  if (rule.nameKey === undefined || (set.length === 0 && choice.object !== true)) return choice.name
  return { [rule.nameKey]: choice.held ?? choice.name, ...Object.fromEntries(set) }
}

/** The value of each parameter of a choice, defaults filled in. */
export function parameterValues(value: FactorValue, choice: Choice): Readonly<Record<string, FactorValue>> {
  const held = isRecord(value) ? value : {}
  return Object.fromEntries(
    (choice.parameters ?? []).map(({ name, fallback }) => [name, held[name] ?? fallback]),
  )
}
