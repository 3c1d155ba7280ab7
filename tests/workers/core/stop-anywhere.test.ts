import { describe, expect, it, vi } from 'vitest'
import { LAYER_COLUMNS } from '@shared/trial-result'
import type * as pace from '@core/pace'
import { train } from '@core/train'
import type { Training } from '@core/training'
import { machineOf } from './machines'
import { trialSettings, type Choices } from './settings'
import { SHORT_TRAININGS } from './short-trainings'

const asking = vi.hoisted(() => ({ isEager: true }))

/** While it is eager, a trial is asked at every part, and a product is cut into the smallest pieces. */
vi.mock('@core/pace', async (importOriginal) => {
  const original = await importOriginal<typeof pace>()
  return {
    ...original,
    get OPERATIONS_BETWEEN() {
      return asking.isEager ? 0 : original.OPERATIONS_BETWEEN
    },
    get OPERATIONS_AT_ONCE() {
      return asking.isEager ? 1 : original.OPERATIONS_AT_ONCE
    },
    createPace: (proceed: (isInPass: boolean) => boolean) => {
      if (!asking.isEager) return original.createPace(proceed)
      const ask = (isInPass: boolean) => (): void => {
        if (!proceed(isInPass)) throw new original.Stopped()
      }
      return { spend: ask(false), spendInPass: ask(true) }
    },
  }
})

interface Question {
  readonly step: number
  readonly isInPass: boolean
}

interface Asked {
  readonly training: Training
  readonly questions: readonly Question[]
}

type ShortData = (typeof SHORT_TRAININGS)[string][string]['data']

/** Trains until question number `patience`, from 1, is answered with no. */
function trainFor(choices: Choices, data: ShortData, patience = Infinity): Asked {
  const questions: Question[] = []
  const proceed = (step: number, isInPass = false): boolean => {
    questions.push({ step, isInPass })
    return questions.length < patience
  }
  const training = train(trialSettings(choices), data, 5, { proceed }, machineOf('simd'))
  return { training, questions }
}

/** The same training by the pace of the lab: nothing is cut, and hardly anything asked. */
function calmly(choices: Choices, data: ShortData): Asked {
  asking.isEager = false
  try {
    return trainFor(choices, data)
  } finally {
    asking.isEager = true
  }
}

const ALL = Object.entries(SHORT_TRAININGS).flatMap(([kind, trainings]) =>
  Object.entries(trainings).map(([name, training]) => ({ name: `${kind}: ${name}`, ...training })),
)

describe('a trial that is asked at every part of its network', () => {
  it.each(ALL)('has the same bits as one that is not: $name', ({ choices, data }) => {
    const eager = trainFor(choices, data)
    const calm = calmly(choices, data)
    const inPasses = ({ questions }: Asked): number => questions.filter(({ isInPass }) => isInPass).length
    expect(inPasses(eager)).toBeGreaterThan(10 * inPasses(calm) + 10)
    expect(eager.training).toEqual(calm.training)
  })
})

function pick(kind: string, name: string, choices: Choices): { choices: Choices; data: ShortData } {
  const training = SHORT_TRAININGS[kind]![name]!
  return { data: training.data, choices: { ...training.choices, ...choices } }
}

const SHORT: Choices = { steps: 2, every: 1, histograms: [0, 'last'] }
const STOPPED: readonly (readonly [string, { choices: Choices; data: ShortData }])[] = [
  ['a plain network', pick('activation', 'tanh', SHORT)],
  ['units that can die, adam', pick('optimizer', 'adam', SHORT)],
  ['lsuv, of which batches are passed before the first update', pick('scheme', 'lsuv', SHORT)],
  ['residual blocks with a learned multiplier', pick('branch', 'fixup', SHORT)],
  [
    'convolutions with batch normalization, dropout and prelu',
    pick('convolution', 'with batch normalization, dropout and prelu', SHORT),
  ],
  ['frozen layers after pretraining', pick('transfer', 'frozen', SHORT)],
  ['one that diverges', pick('other', 'diverged', { ...SHORT, steps: 4 })],
]
const COLUMNS = LAYER_COLUMNS.length

describe('a trial that is stopped', () => {
  it.each(STOPPED)('ends as cancelled wherever it is, with what it recorded: %s', (_, { choices, data }) => {
    const whole = trainFor(choices, data)
    const { curve, layers } = whole.training
    const learned = new Map<number, Training['parameters']>()
    const row = (choices.widths ?? [8, 8]).length * COLUMNS + COLUMNS
    let weightsStand = false
    let last = -1
    for (const [index, { step, isInPass }] of whole.questions.entries()) {
      const { training, questions } = trainFor(choices, data, index + 1)
      expect(questions).toEqual(whole.questions.slice(0, index + 1))
      expect(training).toMatchObject({ status: 'cancelled', final: null, firstCause: null, steps: step })
      expect(training.curve).toEqual(curve.slice(0, training.curve.length))
      const points = training.curve.length / 3
      const rows = training.layers.length / row
      if (step > last) last = step
      if (training.parameters.length === 0) {
        expect(weightsStand).toBe(false)
        expect([step, points, rows]).toEqual([0, 0, 0])
        continue
      }
      weightsStand = true
      expect(points).toBeGreaterThanOrEqual(step)
      expect(points).toBeLessThanOrEqual(step + 1)
      expect([points, points - 1]).toContain(rows)
      const sure = Math.max(0, rows - 1) * row
      expect(training.layers.slice(0, sure)).toEqual(layers.slice(0, sure))
      const before = learned.get(step) ?? training.parameters
      learned.set(step, before)
      expect(training.parameters, `question ${String(index)}, in a pass: ${String(isInPass)}`).toEqual(before)
    }
    expect(last).toBe(whole.training.steps)
    expect(trainFor(choices, data).training).toEqual(whole.training)
  })
})
