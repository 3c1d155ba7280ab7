/** What is known of a built-in data set before it is loaded; classes are 0..classes - 1. */
export interface DatasetFacts {
  readonly name: string
  readonly features: number
  /** Features of a row are (channels, height, width), width fastest; null when they are no image. */
  readonly image: { readonly channels: number; readonly height: number; readonly width: number } | null
  readonly classes: number
  readonly trainCount: number
  readonly testCount: number
}

function images(name: string, side: number, trainCount: number, testCount: number): DatasetFacts {
  const image = { channels: 1, height: side, width: side }
  return { name, features: side * side, image, classes: 10, trainCount, testCount }
}

/** A fifth of the generated points is for testing. */
function points(name: string, features: number, classes: number, perClass: number): DatasetFacts {
  const testCount = classes * Math.round(perClass / 5)
  return { name, features, image: null, classes, trainCount: classes * perClass - testCount, testCount }
}

/** The data sets of `task.dataset`, the default first. */
export const BUILT_IN_DATASETS: readonly DatasetFacts[] = [
  images('digits8x8', 8, 1437, 360),
  images('fashion14x14', 14, 2000, 1000),
  images('mnist14x14', 14, 2000, 1000),
  points('two-spirals', 2, 2, 500),
  points('three-spirals', 2, 3, 300),
  points('circles', 2, 2, 500),
  points('moons', 2, 2, 500),
  points('xor', 2, 2, 500),
  points('gaussian-blobs', 2, 4, 250),
  points('gaussian-noise', 256, 10, 100),
]

/** Null for `csv:<path>` and for a name that is none. */
export function datasetFacts(name: string): DatasetFacts | null {
  return BUILT_IN_DATASETS.find((facts) => facts.name === name) ?? null
}
