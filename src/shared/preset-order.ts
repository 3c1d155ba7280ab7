/**
 * The built-in sweeps in the order in which they are learned from, names of `resources/presets/NAME.yaml`: the question of the
 * lab first, then from the start of a network to weights that somebody else trained.
 */
export const PRESET_ORDER: readonly string[] = [
  'he-vs-xavier-depth',
  'zeros-constant-random',
  'too-small-too-large',
  'signal-at-the-start',
  'xavier-against-its-predecessor',
  'he-vs-xavier-adam',
  'tanh-gain-window',
  'sigmoid-trap',
  'relu-gain-window',
  'phase-diagram',
  'dead-units-at-the-start',
  'dying-units',
  'framework-defaults',
  'deep-orthogonal-tanh',
  'selu-needs-lecun',
  'batch-norm-forgives',
  'residual-start-as-identity',
  'pretrained-weights',
  'how-many-seeds',
]

/** Names in the order of PRESET_ORDER, others after them by their code units: the same on every system. */
export function orderPresets(names: readonly string[]): readonly string[] {
  const rank = (name: string): number => {
    const index = PRESET_ORDER.indexOf(name)
    return index === -1 ? PRESET_ORDER.length : index
  }
  return [...names].sort(
    (left, right) => rank(left) - rank(right) || (left < right ? -1 : left > right ? 1 : 0),
  )
}
