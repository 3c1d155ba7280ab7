import type { Configuration } from '@shared/sweep'

/** Classes of the built-in data sets whose number is fixed. */
const CLASSES: Readonly<Record<string, number>> = {
  digits8x8: 10,
  fashion14x14: 10,
  mnist14x14: 10,
  'two-spirals': 2,
  'three-spirals': 3,
  circles: 2,
  moons: 2,
  xor: 2,
  'gaussian-blobs': 4,
}

function classesOf({ settings }: Configuration): number | null {
  const { dataset, labels } = settings.task
  if (labels === 'parity') return 2
  return labels === 'all' ? (CLASSES[dataset] ?? null) : labels.length
}

/** ln C, the cross-entropy of an even guess over C classes; null unless every configuration has the same, known C. */
export function chanceLevel(configurations: readonly Configuration[]): number | null {
  const [first] = configurations
  if (first === undefined || configurations.some(({ settings }) => settings.train.loss !== 'cross-entropy'))
    return null
  const classes = classesOf(first)
  if (classes === null || configurations.some((configuration) => classesOf(configuration) !== classes))
    return null
  return Math.log(classes)
}
