import { flushPromises } from '@vue/test-utils'
import { createPinia, disposePinia, getActivePinia, setActivePinia } from 'pinia'
import { describe, expect, test, vi } from 'vitest'
import { usePredictions } from '../../../src/renderer/stores/predictions'
import { useLibrary } from '../../../src/renderer/stores/library'
import { useSchool } from '../../../src/renderer/stores/school'
import { useSweepRun } from '../../../src/renderer/stores/sweep-run'
import type { FakeLab } from '../fake-lab'
import { ZEROS } from '../fake-results'
import { useFakeLab } from '../use-fake-lab'
import type { PredictionTask } from '../../../src/renderer/study/prediction-task'

const SWEEP = {
  model: { depth: 3, init: ['he-normal', 'zeros'] },
  train: { steps: 100 },
  seeds: { first: 0, count: 3 },
}
const WINNER: PredictionTask = {
  lesson: 'lesson-he',
  title: 'He',
  place: [2, 1],
  block: {
    kind: 'predict-winner',
    question: 'Which?',
    sweep: SWEEP,
    metric: 'trainLoss',
    reveal: 'He.',
    claims: ['C05'],
  },
}
const CURVE: PredictionTask = {
  lesson: 'lesson-variance',
  title: 'Variance',
  place: [0, 3],
  block: {
    kind: 'predict-curve',
    question: 'Draw.',
    sweep: { ...SWEEP, model: { depth: 3 } },
    quantity: 'signal-by-layer',
    reveal: 'A line.',
    claims: [],
  },
}
const DRAWN = { kind: 'curve', curve: { xs: [1, 2, 3], ys: [1, 1, 1] } } as const
const GUESS = { kind: 'winner', configuration: 0, confidence: 0.8 } as const

async function toTheEnd(lab: FakeLab): Promise<void> {
  for (let left = 40; left > 0; left -= 1) lab.tick()
  await flushPromises()
}

function begin(options: Parameters<typeof useFakeLab>[0] = {}): FakeLab {
  const lab = useFakeLab(options)
  useSweepRun().follow()
  return lab
}

describe('a prediction', () => {
  test('runs under the name of its lesson, is revealed at the end and written once', async () => {
    const lab = begin()
    const predictions = usePredictions()
    await predictions.predict(WINNER, GUESS)
    expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'running', guess: GUESS, sweepId: 1 })
    expect(useSweepRun().onBench).toBe(false)
    expect(lab.results.get(1)?.summary.name).toBe('Prediction: He')
    expect(lab.school.events).toEqual([])
    await toTheEnd(lab)
    expect(predictions.runOf(WINNER)?.phase).toBe('shown')
    expect(predictions.runOf(WINNER)?.reveal?.results.trials).toHaveLength(6)
    expect(lab.school.events).toEqual([
      {
        kind: 'prediction',
        lesson: 'lesson-he',
        place: [2, 1],
        claims: ['C05'],
        outcome: { kind: 'winner', confidence: 0.8, isRight: true, choices: 2 },
        said: { kind: 'winner', configuration: 0 },
        sweep: 1,
      },
    ])
  })

  test('of a curve compares the hidden layers', async () => {
    const lab = begin()
    const predictions = usePredictions()
    await predictions.predict(CURVE, { kind: 'curve', curve: { xs: [1, 2, 3], ys: [1, 1, 1] } })
    await toTheEnd(lab)
    expect(predictions.runOf(CURVE)?.reveal?.curves?.xs).toEqual([1, 2, 3])
    expect(lab.school.events).toMatchObject([
      { outcome: { kind: 'curve' }, said: { kind: 'curve', xs: [1, 2, 3], ys: [1, 1, 1] } },
    ])
  })

  test('waits while another sweep runs, then starts by itself', async () => {
    const lab = begin()
    const [run, predictions] = [useSweepRun(), usePredictions()]
    await run.start(ZEROS)
    await predictions.predict(WINNER, GUESS)
    expect(predictions.runOf(WINNER)?.phase).toBe('waiting')
    expect(lab.results.size).toBe(1)
    await toTheEnd(lab)
    expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'running', sweepId: 2 })
    await toTheEnd(lab)
    expect(predictions.runOf(WINNER)?.phase).toBe('shown')
  })

  test('that was cancelled counts for nothing and says so', async () => {
    const lab = begin()
    const predictions = usePredictions()
    await predictions.predict(WINNER, GUESS)
    await useSweepRun().cancel()
    await flushPromises()
    expect(predictions.runOf(WINNER)?.phase).toBe('failed')
    expect(predictions.runOf(WINNER)?.problem).toContain('cancelled')
    expect(lab.school.events).toEqual([])
    predictions.reset(WINNER)
    expect(predictions.runOf(WINNER)).toBeNull()
  })

  test('that cannot start says so', async () => {
    begin({ failing: { 'sweep:start': 'No room.' } })
    const predictions = usePredictions()
    await predictions.predict(WINNER, GUESS)
    expect(predictions.runOf(WINNER)?.phase).toBe('failed')
  })

  test('that waits starts also where the one before it could not', async () => {
    const lab = begin()
    const [run, predictions] = [useSweepRun(), usePredictions()]
    await run.start(ZEROS)
    await predictions.predict(WINNER, GUESS)
    await predictions.predict(CURVE, DRAWN)
    vi.spyOn(run, 'start').mockResolvedValueOnce(false)
    await toTheEnd(lab)
    expect(predictions.runOf(WINNER)?.phase).toBe('failed')
    expect(predictions.runOf(CURVE)).toMatchObject({ phase: 'running', sweepId: 2 })
  })

  test('that is made while another one starts waits for it', async () => {
    const lab = begin()
    const predictions = usePredictions()
    const invoke = lab.invoke.bind(lab)
    let second: Promise<void> = Promise.resolve()
    vi.spyOn(lab, 'invoke').mockImplementation((channel, input) => {
      // The first one's results are being read: nothing says yet that it runs.
      if (channel === 'library:results' && lab.results.size === 1) second = predictions.predict(CURVE, DRAWN)
      return invoke(channel, input)
    })
    await predictions.predict(WINNER, GUESS)
    await second
    expect(lab.results.size).toBe(1)
    expect(predictions.runOf(CURVE)?.phase).toBe('waiting')
    await toTheEnd(lab)
    expect(predictions.runOf(CURVE)).toMatchObject({ phase: 'running', sweepId: 2 })
  })

  test.each([
    ['a winner', WINNER, GUESS],
    ['a curve', CURVE, DRAWN],
  ] as const)(
    'of %s without a result of every configuration counts for nothing',
    async (_what, task, guess) => {
      const lab = begin()
      const predictions = usePredictions()
      await predictions.predict(task, guess)
      const invoke = lab.invoke.bind(lab)
      vi.spyOn(lab, 'invoke').mockImplementation(async (channel, input) => {
        for (const [id, held] of lab.results)
          lab.results.set(id, {
            ...held,
            trials: held.trials.filter(({ configuration }) => configuration !== 0),
          })
        return invoke(channel, input)
      })
      await toTheEnd(lab)
      expect(predictions.runOf(task)?.phase).toBe('failed')
      expect(predictions.runOf(task)?.problem).toContain('does not count')
      expect(lab.school.events).toEqual([])
    },
  )

  test('whose report is deleted while it is paused ends, and does not run for ever', async () => {
    const lab = begin()
    const [run, library, predictions] = [useSweepRun(), useLibrary(), usePredictions()]
    library.follow()
    await predictions.predict(WINNER, GUESS)
    await library.load()
    await run.pause()
    await library.remove(1)
    run.forget(1)
    await flushPromises()
    expect(predictions.runOf(WINNER)?.phase).toBe('failed')
    expect(predictions.runOf(WINNER)?.problem).toContain('deleted')
    expect(lab.school.events).toEqual([])
  })

  test('whose results cannot be read is not written', async () => {
    const lab = begin()
    const predictions = usePredictions()
    await predictions.predict(WINNER, GUESS)
    Object.defineProperty(lab, 'failing', { value: { 'library:results': 'The store is gone.' } })
    await toTheEnd(lab)
    expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'failed', problem: 'The store is gone.' })
    expect(lab.school.events).toEqual([])
  })
})

test('what could not be written is revealed all the same, and written on request', async () => {
  const lab = begin()
  const predictions = usePredictions()
  await predictions.predict(WINNER, GUESS)
  Object.defineProperty(lab, 'failing', { value: { 'study:record': 'The disk is full.' } })
  await toTheEnd(lab)
  expect(predictions.runOf(WINNER)?.reveal).not.toBeNull()
  expect(predictions.runOf(WINNER)?.unwritten).toMatchObject({ outcome: { isRight: true } })
  Object.defineProperty(lab, 'failing', { value: {} })
  await predictions.writeAgain(WINNER)
  expect(predictions.runOf(WINNER)?.unwritten).toBeNull()
  expect(lab.school.events).toHaveLength(1)
})

/** The window starts anew over the same files. */
async function startAnew(): Promise<void> {
  const before = getActivePinia()
  if (before !== undefined) disposePinia(before)
  setActivePinia(createPinia())
  useSweepRun().follow()
  await Promise.all([useSchool().load(), useLibrary().load()])
}

describe('a prediction that the end of the program cut off', () => {
  async function cutOff(): Promise<FakeLab> {
    const lab = begin()
    await useSchool().load()
    await usePredictions().predict(WINNER, GUESS)
    await useSweepRun().pause()
    expect(lab.school.underWay.prediction?.runs).toEqual([
      { lesson: 'lesson-he', place: [2, 1], guess: GUESS, sweep: 1 },
    ])
    await startAnew()
    return lab
  }

  test('still knows what was named, goes on, and is written once', async () => {
    const lab = await cutOff()
    const predictions = usePredictions()
    await predictions.takeUp(WINNER)
    expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'running', guess: GUESS, sweepId: 1 })
    expect(predictions.stateOf(1)).toBe('paused')
    await predictions.resume(WINNER)
    expect(useSweepRun().onBench).toBe(false)
    await toTheEnd(lab)
    expect(predictions.runOf(WINNER)?.phase).toBe('shown')
    expect(lab.school.events).toMatchObject([{ said: { configuration: 0 }, sweep: 1 }])
    expect(lab.school.underWay.prediction?.runs).toEqual([])
    await startAnew()
    await usePredictions().takeUp(WINNER)
    expect(usePredictions().runOf(WINNER)).toBeNull()
  })

  test('is revealed when its sweep went on without it', async () => {
    const lab = await cutOff()
    await useSweepRun().resume(1)
    await toTheEnd(lab)
    await useLibrary().load()
    await usePredictions().takeUp(WINNER)
    expect(usePredictions().runOf(WINNER)?.phase).toBe('shown')
    expect(lab.school.events).toHaveLength(1)
  })

  test('is asked anew when its sweep was deleted', async () => {
    const lab = await cutOff()
    await useLibrary().remove(1)
    await usePredictions().takeUp(WINNER)
    expect(usePredictions().runOf(WINNER)).toBeNull()
    expect(lab.school.underWay.prediction?.runs).toEqual([])
  })

  test('starts by itself when it had waited for another sweep', async () => {
    const lab = begin()
    lab.school.underWay = {
      ...lab.school.underWay,
      prediction: {
        kind: 'prediction',
        runs: [{ lesson: 'lesson-he', place: [2, 1], guess: GUESS, sweep: null }],
      },
    }
    await useSchool().load()
    await usePredictions().takeUp(WINNER)
    expect(usePredictions().runOf(WINNER)).toMatchObject({ phase: 'running', sweepId: 1 })
  })
})

test('a prediction whose paused sweep is deleted counts for nothing and says so', async () => {
  const lab = begin()
  await Promise.all([useSchool().load(), useLibrary().load()])
  const predictions = usePredictions()
  await predictions.predict(WINNER, GUESS)
  await useSweepRun().pause()
  await useLibrary().load()
  await useSweepRun().start(ZEROS)
  await useLibrary().remove(1)
  await flushPromises()
  expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'failed' })
  expect(predictions.runOf(WINNER)?.problem).toContain('deleted')
  expect(lab.school.underWay.prediction?.runs).toEqual([])
})

describe('an old prediction', () => {
  test('is shown again from the library, without writing anything', async () => {
    const lab = begin()
    const predictions = usePredictions()
    await predictions.predict(WINNER, GUESS)
    await toTheEnd(lab)
    predictions.reset(WINNER)
    await useLibrary().load()
    const [made] = lab.school.events
    if (made?.kind !== 'prediction') throw new Error('nothing was written')
    await predictions.showAgain(WINNER, made)
    expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'shown', guess: GUESS, sweepId: 1 })
    // An earlier version kept neither what was named nor the sweep.
    await predictions.showAgain(WINNER, { ...made, said: undefined, sweep: undefined })
    expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'shown', guess: null, sweepId: 1 })
    expect(lab.school.events).toHaveLength(1)
  })

  test('is shown from its own run, whatever that is called now, and never from a sweep of another kind', async () => {
    const lab = begin()
    const [library, predictions] = [useLibrary(), usePredictions()]
    await predictions.predict(WINNER, GUESS)
    await toTheEnd(lab)
    predictions.reset(WINNER)
    await library.load()
    await library.rename(1, 'My run')
    const [made] = lab.school.events
    if (made?.kind !== 'prediction') throw new Error('nothing was written')
    await predictions.showAgain(WINNER, made)
    expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'shown', sweepId: 1 })
    await library.remove(1)
    await useSweepRun().start({ ...ZEROS, name: 'Prediction: He' })
    await toTheEnd(lab)
    await library.load()
    await predictions.showAgain(WINNER, { ...made, sweep: 1 })
    expect(predictions.runOf(WINNER)?.problem).toContain('not in the library any more')
  })

  test('whose report is gone says so', async () => {
    begin()
    const predictions = usePredictions()
    const outcome = { kind: 'winner', confidence: 0.6, isRight: true, choices: 2 } as const
    const { lesson, place } = WINNER
    await predictions.showAgain(WINNER, { kind: 'prediction', lesson, place, claims: [], outcome })
    expect(predictions.runOf(WINNER)?.problem).toContain('not in the library any more')
  })

  test('whose report is gone runs again on request, and is not written a second time', async () => {
    const lab = begin()
    const predictions = usePredictions()
    const { lesson, place } = WINNER
    const made = {
      kind: 'prediction',
      lesson,
      place,
      claims: [],
      outcome: { kind: 'winner', confidence: 0.8, isRight: true, choices: 2 },
      said: { kind: 'winner', configuration: 0 },
      sweep: 7,
    } as const
    await predictions.showAgain(WINNER, { ...made, place: [2, 1], claims: [] })
    expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'failed', isRepeat: true })
    await predictions.runAgain(WINNER)
    await toTheEnd(lab)
    expect(predictions.runOf(WINNER)).toMatchObject({ phase: 'shown', guess: GUESS })
    expect(lab.school.events).toEqual([])
  })
})
