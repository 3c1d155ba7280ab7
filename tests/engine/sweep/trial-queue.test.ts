import { expect, test } from 'vitest'
import { seedMajor, trialQueue } from '@engine/sweep/trial-queue'

function drain(queue: ReturnType<typeof trialQueue>): readonly string[] {
  const taken: string[] = []
  for (let trial = queue.next(); trial !== undefined; trial = queue.next()) {
    taken.push(`${trial.configuration}/${trial.seed}/${trial.attempt}`)
  }
  return taken
}

test('one seed of every configuration comes first', () => {
  expect(drain(trialQueue(seedMajor(3, [5, 9])))).toEqual([
    '0/5/1',
    '1/5/1',
    '2/5/1',
    '0/9/1',
    '1/9/1',
    '2/9/1',
  ])
})

test('a trial that is put back is next, and counted', () => {
  const queue = trialQueue(seedMajor(2, [0, 1]))
  const first = queue.next()
  expect(queue.length()).toBe(3)
  if (first !== undefined) queue.putBack({ ...first, attempt: 2 })
  expect([queue.length(), queue.upcoming(4), queue.upcoming(3)]).toEqual([4, [0, 1, 0, 1], null])
  expect([queue.waiting(0), queue.waiting(1)]).toEqual([2, 2])
  expect(drain(queue)).toEqual(['0/0/2', '1/0/1', '0/1/1', '1/1/1'])
  expect([queue.length(), queue.upcoming(4), queue.next()]).toEqual([0, [], undefined])
})

test('what is taken out does not come', () => {
  const queue = trialQueue(seedMajor(3, [0, 1]))
  queue.next()
  expect(queue.take(({ configuration }) => configuration === 1)).toHaveLength(2)
  expect([queue.length(), queue.upcoming(4)]).toEqual([3, [2, 0, 2]])
  expect([queue.waiting(0), queue.waiting(1), queue.waiting(2)]).toEqual([1, 0, 2])
  expect(drain(queue)).toEqual(['2/0/1', '0/1/1', '2/1/1'])
})
