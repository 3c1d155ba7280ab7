import { cos, sin } from '../math/sine-cosine'
import { fillUnitNormals, fillUnitUniforms } from '../random/unit-draws'
import type { LabelledData, Samples } from './labelled-data'
import { standardize } from './standardize'
import { DATA_SEED, splitRows } from './stratified'

const PI = 3.141592653589793

/** A point of class `label`, the `place`-th of `count` of its class, from two draws of its own. */
interface PointDraw {
  readonly label: number
  readonly place: number
  readonly count: number
  readonly first: number
  readonly second: number
}

interface Generator {
  /** Row address of its draws: part of the data, never changed. */
  readonly address: number
  readonly title: string
  readonly classes: number
  readonly perClass: number
  readonly draws: 'normal' | 'uniform'
  readonly point: (draw: PointDraw) => readonly [number, number]
}

/** Independent N(0, 1) features and labels that say nothing about them. */
interface NoiseGenerator {
  readonly address: number
  readonly title: string
  readonly classes: number
  readonly perClass: number
  readonly features: number
}

/**
 * The generated data sets: n = classes * perClass points in the plane, of every class a fifth for testing, both features
 * standardized by the training rows. Draws: Philox at seed 0, purpose 'dataset', row `address`, column 2k and 2k + 1.
 */
const GENERATORS = {
  /** r = u, angle 3.5 pi u + pi j, plus N(0, 0.03^2) on both coordinates; u from 0.05 to 1. */
  'two-spirals': {
    address: 1,
    title: 'Two spirals',
    classes: 2,
    perClass: 500,
    draws: 'normal',
    point: ({ label, place, count, first, second }) => {
      const radius = 0.05 + (0.95 * place) / (count - 1)
      const angle = 3.5 * PI * radius + PI * label
      return [radius * sin(angle) + 0.03 * first, radius * cos(angle) + 0.03 * second]
    },
  },
  /** r = u, angle 4 (j + u) + N(0, 0.2^2); u from 0 to 1. Source: CS231n, neural networks case study. */
  'three-spirals': {
    address: 2,
    title: 'Three spirals',
    classes: 3,
    perClass: 300,
    draws: 'normal',
    point: ({ label, place, count, first }) => {
      const radius = place / (count - 1)
      const angle = 4 * (label + radius) + 0.2 * first
      return [radius * sin(angle), radius * cos(angle)]
    },
  },
  /** Radius 1 (class 0) and 0.5 (class 1) plus N(0, 0.1^2). Source: scikit-learn, make_circles. */
  circles: {
    address: 3,
    title: 'Circles',
    classes: 2,
    perClass: 500,
    draws: 'normal',
    point: ({ label, place, count, first, second }) => {
      const radius = label === 0 ? 1 : 0.5
      const angle = (2 * PI * place) / count
      return [radius * cos(angle) + 0.1 * first, radius * sin(angle) + 0.1 * second]
    },
  },
  /** Two half circles plus N(0, 0.15^2). Source: scikit-learn, make_moons. */
  moons: {
    address: 4,
    title: 'Moons',
    classes: 2,
    perClass: 500,
    draws: 'normal',
    point: ({ label, place, count, first, second }) => {
      const angle = (PI * place) / (count - 1)
      const x = label === 0 ? cos(angle) : 1 - cos(angle)
      const y = label === 0 ? sin(angle) : 0.5 - sin(angle)
      return [x + 0.15 * first, y + 0.15 * second]
    },
  },
  /** Uniform on the four squares 0.05 <= |x|, |y| <= 1; class 0 where x y > 0. */
  xor: {
    address: 5,
    title: 'XOR',
    classes: 2,
    perClass: 500,
    draws: 'uniform',
    point: ({ label, place, first, second }) => {
      const signX = place % 2 === 0 ? 1 : -1
      const signY = label === 0 ? signX : -signX
      return [signX * (0.05 + 0.95 * first), signY * (0.05 + 0.95 * second)]
    },
  },
  /** N(centre, 0.4^2 I) about (1, 1), (-1, 1), (-1, -1), (1, -1). */
  'gaussian-blobs': {
    address: 6,
    title: 'Gaussian blobs',
    classes: 4,
    perClass: 250,
    draws: 'normal',
    point: ({ label, first, second }) => {
      const centreX = label === 0 || label === 3 ? 1 : -1
      const centreY = label < 2 ? 1 : -1
      return [centreX + 0.4 * first, centreY + 0.4 * second]
    },
  },
} as const satisfies Record<string, Generator>

/**
 * x ~ N(0, I): the inputs that mean-field theory assumes, for measuring a network at its start. Nothing can be learned from
 * them but their training rows by heart. Sample k takes draws 256 k to 256 k + 255 of its row.
 */
const NOISE = {
  'gaussian-noise': {
    address: 7,
    title: 'Gaussian noise, 256 features',
    classes: 10,
    perClass: 100,
    features: 256,
  },
} as const satisfies Record<string, NoiseGenerator>

type PlaneName = keyof typeof GENERATORS
type NoiseName = keyof typeof NOISE
export type GeneratedName = PlaneName | NoiseName

function isPlaneName(name: string): name is PlaneName {
  return Object.hasOwn(GENERATORS, name)
}

function isNoiseName(name: string): name is NoiseName {
  return Object.hasOwn(NOISE, name)
}

export function isGeneratedName(name: string): name is GeneratedName {
  return isPlaneName(name) || isNoiseName(name)
}

export const GENERATED_NAMES: readonly GeneratedName[] = [
  ...Object.keys(GENERATORS).filter(isPlaneName),
  ...Object.keys(NOISE).filter(isNoiseName),
]

function drawSamples({ address, classes, perClass, draws, point }: Generator): Samples {
  const count = classes * perClass
  const unit = new Float64Array(2 * count)
  const fill = draws === 'normal' ? fillUnitNormals : fillUnitUniforms
  fill(unit, 2 * count, { seed: DATA_SEED, purpose: 'dataset', layer: 0, row: address, step: 0 })
  const x = new Float64Array(2 * count)
  const y = new Int32Array(count)
  for (let k = 0; k < count; k++) {
    const label = Math.floor(k / perClass)
    const draw = { label, place: k % perClass, count: perClass, first: unit[2 * k], second: unit[2 * k + 1] }
    x.set(point(draw), 2 * k)
    y[k] = label
  }
  return { features: 2, classes, x, y }
}

function drawNoise({ address, classes, perClass, features }: NoiseGenerator): Samples {
  const count = classes * perClass
  const x = new Float64Array(count * features)
  fillUnitNormals(x, x.length, { seed: DATA_SEED, purpose: 'dataset', layer: 0, row: address, step: 0 })
  const y = Int32Array.from({ length: count }, (_, k) => Math.floor(k / perClass))
  return { features, classes, x, y }
}

export function generatedTitle(name: GeneratedName): string {
  return isNoiseName(name) ? NOISE[name].title : GENERATORS[name].title
}

/** A generated data set; the same bits on every system, for every seed of a trial. */
export function generateDataset(name: GeneratedName): LabelledData {
  const samples = isNoiseName(name) ? drawNoise(NOISE[name]) : drawSamples(GENERATORS[name])
  const values = Array.from({ length: samples.classes }, (_, label) => label)
  const data = standardize(samples, splitRows(samples.y, samples.classes))
  return { ...data, classNames: values.map(String), labelValues: values }
}
