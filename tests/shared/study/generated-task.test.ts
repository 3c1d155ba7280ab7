import { describe, expect, test } from 'vitest'
import { card } from '@shared/study/card'
import { generatedTask } from '@shared/study/generated-task'
import { studyEvent } from '@shared/study/study-event'
import type { TaskGenerator } from '@shared/study/task-generator'
import { SCHEME_NAMES } from '@shared/trial-settings'

/** A list with one value to draw; the schema asks for two. */
const only = (value: number) => [value, value]

function answerOf(generator: TaskGenerator): number {
  return generatedTask(generator, 1).answer
}

describe('the answers, against values worked out by hand', () => {
  test.each([
    // sqrt(2 / 50) = 0.2
    ['weight-std', 'he-normal', 50, 10, 0.2],
    // sqrt(2 / 200) = 0.1
    ['weight-std', 'xavier-normal', 150, 50, 0.1],
    ['weight-std', 'lecun-normal', 625, 32, 0.04],
    // A uniform draw has the standard deviation of the normal one of the same scheme: sqrt(2 / 800) = 0.05
    ['weight-std', 'xavier-uniform', 500, 300, 0.05],
    // sqrt(6 / 600) = 0.1
    ['weight-bound', 'xavier-uniform', 300, 300, 0.1],
    // sqrt(6 / 24) = 0.5
    ['weight-bound', 'he-uniform', 24, 10, 0.5],
    // 1 / sqrt(400) = 0.05
    ['weight-bound', 'pytorch-default', 400, 64, 0.05],
    // sqrt(3 / 12) = 0.5
    ['weight-bound', 'lecun-uniform', 12, 7, 0.5],
  ] as const)('%s of %s with fans %i and %i', (task, scheme, fanIn, fanOut, expected) => {
    expect(answerOf({ task, scheme, fanIn: only(fanIn), fanOut: only(fanOut) })).toBeCloseTo(expected, 12)
  })

  test('a normal distribution has no largest weight', () => {
    expect(answerOf({ task: 'weight-bound', scheme: 'he-normal', fanIn: only(8), fanOut: only(8) })).toBeNaN()
  })

  test('fans of a convolution', () => {
    expect(answerOf({ task: 'conv-fan', fan: 'in', kernel: only(3), channels: only(64) })).toBe(576)
    expect(answerOf({ task: 'conv-fan', fan: 'out', kernel: only(5), channels: only(16) })).toBe(400)
  })

  test('powers over depth', () => {
    expect(answerOf({ task: 'depth-ratio', ratio: only(0.5), depth: only(10) })).toBe(0.0009765625)
    expect(answerOf({ task: 'depth-ratio', ratio: only(1.1), depth: only(3) })).toBeCloseTo(1.331, 12)
  })

  test('gain of a leaky ReLU', () => {
    expect(answerOf({ task: 'leaky-gain', slope: only(1) })).toBeCloseTo(1, 12)
    // 2 / 1.0625 = 1.8823529...
    expect(answerOf({ task: 'leaky-gain', slope: only(0.25) })).toBeCloseTo(1.3719886811, 9)
  })
})

describe('the draw', () => {
  const generator: TaskGenerator = {
    task: 'weight-std',
    scheme: 'he-normal',
    fanIn: [2, 8, 32, 50],
    fanOut: [10, 20, 30],
  }

  test('is the same for a seed, and takes every pair of values over many', () => {
    expect(generatedTask(generator, 7)).toEqual(generatedTask(generator, 7))
    const prompts = new Set(Array.from({ length: 400 }, (_, seed) => generatedTask(generator, seed).prompt))
    expect(prompts.size).toBe(12)
  })

  test('the numbers of the question are those of the answer', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const { prompt, answer } = generatedTask(generator, seed)
      const fanIn = Number(/fan-in \*\*(\d+)\*\*/.exec(prompt)?.[1])
      expect(answer * answer * fanIn).toBeCloseTo(2, 10)
    }
  })

  test('names what is asked for', () => {
    expect(generatedTask(generator, 0).prompt).toContain('**He normal**')
    const fan = generatedTask({ task: 'conv-fan', fan: 'out', kernel: only(3), channels: only(8) }, 0)
    expect(fan.prompt).toBe(
      'A convolution has a **3 × 3** kernel and **8** output channels. What is its fan-out?',
    )
  })
})

describe('a generator without an answer is refused with the reason', () => {
  const generatedCard = (generator: TaskGenerator) => ({
    id: 'own-card-1',
    kind: 'generated' as const,
    topics: ['he' as const],
    difficulty: 'easy' as const,
    back: 'Compute.',
    generator,
  })
  const problemOf = (generator: TaskGenerator): string | undefined => {
    const [issue] = card.safeParse(generatedCard(generator)).error?.issues ?? []
    return issue === undefined ? undefined : `${issue.path.join('.')}: ${issue.message}`
  }
  const fans = { fanIn: [8, 32], fanOut: [10, 50] }

  test('the bound of a normal distribution', () => {
    expect(problemOf({ task: 'weight-bound', scheme: 'he-normal', ...fans })).toBe(
      'generator.scheme: he-normal has no largest weight of a uniform draw: ' +
        'name a uniform scheme, or make the task weight-std',
    )
  })

  test('weights that the fans do not decide', () => {
    for (const scheme of [
      'normal',
      'truncated-normal',
      'sparse',
      'lsuv',
      'zeros',
      'constant',
      'identity',
    ] as const)
      expect(problemOf({ task: 'weight-std', scheme, ...fans }), scheme).toContain(
        'do not follow from the two fans',
      )
    expect(problemOf({ task: 'weight-bound', scheme: 'uniform', ...fans })).toContain('do not follow')
  })

  test('powers that no number holds, and slopes', () => {
    const powers = (ratio: number, depth: number) =>
      problemOf({ task: 'depth-ratio', ratio: [0.5, ratio], depth: [2, depth] })
    expect(powers(-0.5, 3)).toBe('generator.ratio: give ratios above 0; -0.5 leaves no mean square')
    expect(powers(0, 3)).toContain('give ratios above 0')
    expect(powers(2, 1050)).toBe('generator.depth: 2 over 1050 layers is too large for a number')
    expect(powers(2, 100_000)).toBe('generator.depth: 0.5 over 100000 layers is too small for a number')
    expect(problemOf({ task: 'leaky-gain', slope: [0.1, 1e200] })).toBe(
      'generator.slope: a slope of 1e+200 is too large',
    )
  })

  test('whatever is not refused has an answer above 0', () => {
    for (const task of ['weight-std', 'weight-bound'] as const)
      for (const scheme of SCHEME_NAMES) {
        const generator = { task, scheme, ...fans }
        const { answer } = generatedTask(generator, 3)
        if (problemOf(generator) === undefined) expect(answer, scheme).toBeGreaterThan(0)
      }
  })

  test('one that the library took before stays readable', () => {
    const event = {
      kind: 'card',
      card: generatedCard({ task: 'weight-bound', scheme: 'he-normal', ...fans }),
    }
    expect(studyEvent.safeParse(event).success).toBe(true)
  })
})
