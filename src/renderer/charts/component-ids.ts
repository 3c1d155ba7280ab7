/** What a chart may have several of, each at its place; series have ids of their own. */
export const PLACED_COMPONENTS = ['grid', 'xAxis', 'yAxis', 'title']

/** Each one with its place as id, where it has none. */
function numbered(kind: string, parts: unknown): readonly unknown[] {
  const all: readonly unknown[] = Array.isArray(parts) ? parts : [parts]
  return all.map((part, place) =>
    typeof part === 'object' && part !== null ? { id: `${kind}-${place}`, ...part } : part,
  )
}

/**
 * The option with an id for every grid, axis and title. Where an option is merged into the one before, ECharts tells components
 * without one by their names: an axis whose title moved to another panel would take that panel's grid with it, and nothing could
 * be drawn. With ids, and those of `PLACED_COMPONENTS` replaced, a chart may change its panels.
 */
export function withComponentIds<Option extends object>(option: Option): Option {
  const parts = PLACED_COMPONENTS.flatMap((kind) => {
    const own: unknown = Reflect.get(option, kind)
    return own === undefined ? [] : [[kind, numbered(kind, own)] as const]
  })
  return { ...option, ...Object.fromEntries(parts) }
}
