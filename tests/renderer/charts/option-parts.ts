/** What an option holds under these keys, one inside the other; undefined where there is none. */
export function part(of: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((held, key) => Reflect.get(Object(held), key), of)
}

export function items(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list.map((one: unknown) => one) : []
}

/** The series of an option by their ids. */
export function seriesById(option: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(items(part(option, 'series')).map((one) => [String(part(one, 'id')), one]))
}

/** What a function of an option gives. */
export function called(of: unknown, ...values: readonly unknown[]): unknown {
  return typeof of === 'function' ? Reflect.apply(of, undefined, values) : null
}
