import { describe, expect, it } from 'vitest'
import { checked, losses, twoSchemes } from './fixture'
import type { PretendedTrial } from './fixture'

const HE = 'of: {model.init: he-normal}'
const DIVERGED = Infinity

function seeds(count: number, valueOf: (seed: number) => number): readonly number[] {
  return Array.from({ length: count }, (_, seed) => valueOf(seed))
}

describe('a number of one configuration against a bound', () => {
  const low = twoSchemes(losses(...seeds(10, (seed) => 0.1 + seed / 100)), losses(1))
  const LOSS = `value: {final: trainLoss}, ${HE}`

  it.each([
    ['less: 0.3', 'true'],
    ['less: 0.05', 'false'],
    ['less: 0.145', 'unknown'],
    ['greater: 0.05', 'true'],
    ['greater: 0.3', 'false'],
    ['greater: 0.145', 'unknown'],
    ['between: [0.05, 0.3]', 'true'],
    ['between: [0.3, 0.4]', 'false'],
    ['between: [0.145, 0.3]', 'unknown'],
    ['within: {of: 0.145, share: 0.5}', 'true'],
    ['within: {of: 0.3, share: 0.1}', 'false'],
    ['within: {of: 0.145, share: 0.01}', 'unknown'],
    ['equals: 0.1', 'false'],
    ['reduce: all, less: 0.195', 'true'],
    ['reduce: all, less: 0.185', 'false'],
    ['reduce: max, less: 0.195', 'true'],
    ['reduce: max, less: 0.185', 'false'],
    ['reduce: min, greater: 0.09', 'true'],
    ['reduce: min, greater: 0.11', 'false'],
    ['reduce: mean, less: 0.3', 'true'],
    ['reduce: sd, between: [0.01, 0.06]', 'true'],
    ['reduce: sd, greater: 0.2', 'false'],
  ])('%s is %s', (bound, truth) => {
    expect(checked(`${LOSS}, ${bound}`, low)).toMatchObject({ truth, n: 10, diverged: 0, p: null })
  })

  it('tells estimate, interval and bound', () => {
    const result = checked(`${LOSS}, less: 0.145`, low)
    expect(result.estimate).toBeCloseTo(0.145, 12)
    expect(result.low).toBeGreaterThanOrEqual(0.1)
    expect(result.low).toBeLessThan(0.145)
    expect(result.high).toBeGreaterThan(0.145)
    expect(result).toMatchObject({ bound: '< 0.145', reason: 'the interval straddles the bound' })
  })

  it('counts a diverged trial as the worst', () => {
    const half = twoSchemes(losses(0.1, 0.1, 0.1, DIVERGED, DIVERGED, DIVERGED, DIVERGED), losses(1))
    expect(checked(`${LOSS}, less: 0.5`, half)).toMatchObject({ estimate: Infinity, diverged: 4 })
    expect(checked(`${LOSS}, less: 0.5`, half).truth).not.toBe('true')
    const all = twoSchemes(losses(...seeds(6, () => DIVERGED)), losses(1))
    expect(checked(`${LOSS}, less: 0.5`, all).truth).toBe('false')
    expect(checked(`value: {final: testAccuracy}, ${HE}, greater: 0.1`, all).truth).toBe('false')
  })

  it('decides nothing with fewer seeds than it needs, nor with one', () => {
    const two = twoSchemes(losses(0.1, 0.1), losses(1))
    expect(checked(`${LOSS}, less: 0.5`, two)).toMatchObject({
      truth: 'unknown',
      reason: '2 seeds, and 5 are needed',
    })
    expect(checked(`${LOSS}, seeds: 2, less: 0.5`, two).truth).toBe('true')
    const one = twoSchemes(losses(0.1), losses(1))
    expect(checked(`${LOSS}, seeds: 1, less: 0.5`, one).truth).toBe('unknown')
    expect(checked(`${LOSS}, seeds: 1, reduce: max, less: 0.5`, one).truth).toBe('true')
    expect(checked(`${LOSS}, seeds: 1, equals: 0.1`, one).truth).toBe('true')
  })

  it('decides nothing when trials failed', () => {
    const trials: readonly PretendedTrial[] = [...losses(0.1, 0.1, 0.1, 0.1, 0.1), { status: 'error' }]
    expect(checked(`${LOSS}, less: 0.5`, twoSchemes(trials, losses(1)))).toMatchObject({
      truth: 'unknown',
      reason: '1 of its trials have no result',
      n: 5,
    })
  })

  it('asks a share of an interval that has width even when all agree', () => {
    const all = twoSchemes(losses(...seeds(5, () => DIVERGED)), losses(1))
    const share = `value: {status: diverged}, reduce: share, ${HE}`
    expect(checked(`${share}, greater: 0.5`, all)).toMatchObject({ truth: 'true', estimate: 1, high: 1 })
    expect(checked(`${share}, greater: 0.9`, all).truth).toBe('unknown')
    expect(checked(`value: {status: diverged}, ${HE}, equals: 1`, all).truth).toBe('true')
    expect(checked(`value: {status: stalled}, ${HE}, equals: 1`, all).truth).toBe('false')
  })

  it('does not know a number that a trial does not have', () => {
    const bare = twoSchemes(losses(1, 1, 1, 1, 1), losses(1))
    expect(checked(`value: {layer: z2, at: start}, ${HE}, less: 1`, bare)).toMatchObject({
      truth: 'unknown',
      reason: 'a trial has no such number',
    })
    expect(checked(`value: {layer: z2, at: start}, ${HE}, equals: 1`, bare).truth).toBe('unknown')
  })
})

describe('a quantity of the layers', () => {
  const trials = seeds(5, () => 0).map(() => ({
    layers: { column: 'z2', start: [1, 2, 8, 100], end: [1, 1, 1, 7] } as const,
    largestSingularValues: [3, 1, 1, 2],
    curve: [0, 2, 0.1, 10, 0.625, 0.7, 20, 0.4, 0.8],
  }))
  const results = twoSchemes(trials, losses(1))
  it.each([
    ['{layer: z2, at: start}', 11 / 3],
    ['{layer: z2, at: start, layers: all, over: mean}', 111 / 4],
    ['{layer: z2, at: start, layers: output}', 100],
    ['{layer: z2, at: start, layers: 2}', 2],
    ['{layer: z2, at: start, over: smallest}', 1],
    ['{layer: z2, at: start, over: largest}', 8],
    ['{layer: z2, at: start, over: growth}', 3],
    ['{layer: z2, at: start, over: backward-growth}', 0.375],
    ['{layer: z2, at: start, layers: [2, 3], over: ratio}', 4],
    ['{layer: z2, at: start, layers: [2, 3], over: root-ratio}', 2],
    ['{layer: z2, at: end, layers: all, over: largest}', 7],
    ['{singular: largestSingularValue, at: end, over: largest}', 3],
    ['{singular: largestSingularValue, at: start, layers: output}', 2],
    ['{stepsTo: 0.5}', 20],
    ['{stepsTo: 0.625}', 10],
    ['{stepsTo: 0.1}', Infinity],
  ])('%s is %f', (quantity, expected) => {
    const { estimate } = checked(`value: ${quantity}, ${HE}, reduce: max, less: 1`, results)
    if (Number.isFinite(expected)) expect(estimate).toBeCloseTo(expected, 6)
    else expect(estimate).toBe(expected)
  })

  it('has no layer that the network does not have', () => {
    expect(checked(`value: {layer: z2, at: start, layers: 9}, ${HE}, less: 1`, results).truth).toBe('unknown')
  })
})

describe('one configuration against another', () => {
  const COMPARE = 'compare: {final: trainLoss}'
  const SMALLER = 'smaller: {model.init: he-normal}, than: {model.init: xavier-normal}'
  const apart = twoSchemes(
    losses(...seeds(8, (seed) => 0.1 + seed / 100)),
    losses(...seeds(8, (seed) => 1 + seed / 10)),
  )

  it.each([
    [SMALLER, 'true'],
    [`${SMALLER}, factor: 0.5`, 'true'],
    [`${SMALLER}, factor: 0.01`, 'false'],
    [`${SMALLER}, margin: -0.99`, 'unknown'],
    ['larger: {model.init: he-normal}, than: {model.init: xavier-normal}', 'false'],
    ['larger: {model.init: xavier-normal}, than: {model.init: he-normal}, margin: 0.5', 'true'],
    [`${SMALLER}, p: 0.001`, 'unknown'],
    [`${SMALLER}, p: 0.001, test: rank-sum`, 'true'],
  ])('%s is %s', (words, truth) => {
    expect(checked(`${COMPARE}, ${words}`, apart).truth).toBe(truth)
  })

  it('tells the exact p, both medians and their quotient', () => {
    const result = checked(`${COMPARE}, ${SMALLER}, factor: 0.5`, apart)
    expect(result).toMatchObject({
      p: 1 / 256,
      first: 0.135,
      second: 1.35,
      bound: '< 0.5 x the other, p < 0.01',
    })
    expect(result.estimate).toBeCloseTo(0.1, 9)
    expect(checked(`${COMPARE}, ${SMALLER}, test: rank-sum`, apart).p).toBeCloseTo(1 / 12870, 12)
  })

  it('is undecided by equal samples and by five pairs, which cannot reach p < 0.01', () => {
    const equal = twoSchemes(losses(...seeds(8, () => 1)), losses(...seeds(8, () => 1)))
    expect(checked(`${COMPARE}, ${SMALLER}`, equal)).toMatchObject({ truth: 'unknown', p: 1 })
    const five = twoSchemes(losses(...seeds(5, () => 0.1)), losses(...seeds(5, () => 1)))
    expect(checked(`${COMPARE}, ${SMALLER}`, five)).toMatchObject({ truth: 'unknown', p: 1 / 32 })
    expect(checked(`${COMPARE}, ${SMALLER}, test: rank-sum`, five).truth).toBe('true')
  })

  it('ranks diverged trials last', () => {
    const gone = twoSchemes(losses(...seeds(8, () => 0.1)), losses(...seeds(8, () => DIVERGED)))
    expect(checked(`${COMPARE}, ${SMALLER}, factor: 0.001`, gone)).toMatchObject({
      truth: 'true',
      estimate: 0,
      diverged: 8,
    })
    expect(
      checked(
        `compare: {final: testAccuracy}, larger: {model.init: he-normal}, than: {model.init: xavier-normal}`,
        gone,
      ).truth,
    ).toBe('true')
  })

  it('pairs by seed and leaves a seed without partner undecided', () => {
    const ragged = twoSchemes(losses(...seeds(9, () => 0.1)), losses(...seeds(8, () => 1)))
    expect(checked(`${COMPARE}, ${SMALLER}`, ragged)).toMatchObject({ truth: 'unknown', n: 8 })
  })
})

describe('differences, quotients and chances', () => {
  const near = twoSchemes(
    losses(...seeds(20, (seed) => 1 + (seed % 10) / 100)),
    losses(...seeds(20, (seed) => 1.001 + ((seed * 3) % 10) / 100)),
  )
  const BOTH = { a: '{model.init: he-normal}', b: '{model.init: xavier-normal}' }

  it.each([
    [`difference: {final: trainLoss}, of: ${BOTH.a}, minus: ${BOTH.b}, between: [-0.1, 0.1]`, 'true'],
    [`difference: {final: trainLoss}, of: ${BOTH.a}, minus: ${BOTH.b}, greater: 0.1`, 'false'],
    [`difference: {final: trainLoss}, of: ${BOTH.a}, minus: ${BOTH.b}, less: 0`, 'unknown'],
    [`quotient: {final: trainLoss}, of: ${BOTH.a}, by: ${BOTH.b}, within: {of: 1, share: 0.1}`, 'true'],
    [`quotient: {final: trainLoss}, of: ${BOTH.a}, by: ${BOTH.b}, less: 0.5`, 'false'],
    [`chance: {final: trainLoss}, smaller: ${BOTH.a}, than: ${BOTH.b}, between: [0.25, 0.8]`, 'true'],
    [`chance: {final: trainLoss}, smaller: ${BOTH.a}, than: ${BOTH.b}, greater: 0.9`, 'false'],
    [`chance: {final: trainLoss}, smaller: ${BOTH.a}, than: ${BOTH.b}, less: 0.55`, 'unknown'],
  ])('%s is %s', (words, truth) => {
    expect(checked(words, near).truth).toBe(truth)
  })

  it('ranks better by the median of more seeds, the same at every call', () => {
    const apart = twoSchemes(
      losses(...seeds(30, (seed) => 1 + seed / 30)),
      losses(...seeds(30, (seed) => 1.2 + seed / 30)),
    )
    const asked = `chance: {final: trainLoss}, smaller: ${BOTH.a}, than: ${BOTH.b}, greater: 0.5`
    const one = checked(asked, apart)
    const ten = checked(`${asked}, medianOf: 10`, apart)
    expect(one.estimate).toBeGreaterThan(0.6)
    expect(ten.estimate).toBeGreaterThan(one.estimate + 0.1)
    expect(ten.low).toBeLessThan(ten.estimate)
    expect(checked(`${asked}, medianOf: 10`, apart)).toEqual(ten)
  })
})

describe('equal in every bit', () => {
  const five = (hashes: readonly string[], dead: readonly number[]) =>
    hashes.map((hash) => ({ hash, layers: { column: 'dead', start: dead } as const }))
  const OF = 'of: [{model.init: he-normal}, {model.init: xavier-normal}]'
  const hashes = ['a', 'b', 'c', 'd', 'e']

  it('holds for equal weights and layers, seed by seed', () => {
    const equal = twoSchemes(five(hashes, [0, 0.5, 0.25, NaN]), five(hashes, [0, 0.5, 0.25, NaN]))
    expect(checked(`same: weights, ${OF}`, equal)).toMatchObject({ truth: 'true', estimate: 1 })
    expect(checked(`same: {layer: dead, at: end}, ${OF}`, equal).truth).toBe('true')
    expect(checked(`same: {final: trainLoss}, ${OF}`, equal).truth).toBe('true')
  })

  it('fails for one other seed and for the smallest difference', () => {
    const other = twoSchemes(
      five(hashes, [0, 0.5, 0.25, 0]),
      five(['a', 'b', 'c', 'd', 'f'], [0, 0.5, 0.25000003, 0]),
    )
    expect(checked(`same: weights, ${OF}`, other)).toMatchObject({ truth: 'false', estimate: 0.8 })
    expect(checked(`same: {layer: dead, at: end}, ${OF}`, other).truth).toBe('false')
  })
})

it('throws for a configuration that the experiment does not have', () => {
  const results = twoSchemes(losses(1), losses(1))
  const ask = (chosen: string) => () => checked(`value: {final: trainLoss}, of: ${chosen}, less: 1`, results)
  expect(ask('{model.init: zeros}')).toThrow('schemes: no configuration has {"model.init":"zeros"}')
  expect(ask('{model.depth: 3}')).toThrow('model.depth is no factor of the experiment, which has model.init')
  expect(ask('{}')).toThrow('2 configurations fit; name more factors (model.init)')
  expect(ask('{in: other}')).toThrow('"other" is none of the experiments schemes')
})
