import { expect, test } from 'vitest'
import { averageRanks, performanceProfile, profileThresholds } from '@shared/statistics/performance-profiles'
import { wilsonInterval } from '@shared/statistics/share-interval'

test('a profile is the share at each threshold or better, diverged trials in the denominator', () => {
  const profile = performanceProfile(
    [0.1, 0.2, 0.2, NaN, Infinity],
    [0.05, 0.1, 0.2, 9, Infinity],
    'trainLoss',
  )
  expect(profile.map(({ share }) => share)).toEqual([0, 0.2, 0.6, 0.6, 0.6])
  expect(profile[0]).toMatchObject({ low: 0, high: wilsonInterval(0, 5).high })
  expect(profile[2]).toMatchObject({ threshold: 0.2, low: wilsonInterval(0.6, 5).low })
})

test('a profile of accuracies counts those at the threshold or above', () => {
  const profile = performanceProfile(
    [0.9, 0.8, -Infinity, NaN],
    [0.95, 0.9, 0.8, 0, -Infinity],
    'testAccuracy',
  )
  expect(profile.map(({ share }) => share)).toEqual([0, 0.25, 0.5, 0.5, 0.5])
})

test('a profile of no trial, of one, and of diverged ones is defined', () => {
  expect(performanceProfile([], [1], 'trainLoss')).toEqual([{ threshold: 1, share: 0, low: 0, high: 1 }])
  expect(performanceProfile([2], [1, 2], 'trainLoss').map(({ share }) => share)).toEqual([0, 1])
  expect(performanceProfile([NaN, NaN], [1], 'trainLoss')[0]?.share).toBe(0)
})

test('thresholds are all finite values once, or an even choice of them', () => {
  expect(profileThresholds([[3, 1, Infinity], [1, 2, NaN], []])).toEqual([1, 2, 3])
  const many = profileThresholds([Array.from({ length: 1001 }, (_, index) => index)], 11)
  expect(many).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
})

test('average ranks run from 1, the best, with ties and diverged trials in their places', () => {
  expect(
    averageRanks(
      [
        [1, 2, NaN],
        [2, 2, Infinity],
        [3, 1, 2],
      ],
      'trainLoss',
    ),
  ).toEqual([(1 + 1.5 + 3) / 3, (2 + 1.5 + 1) / 3, 8 / 3])
  expect(averageRanks([[0.9, 0.5]], 'testAccuracy')).toEqual([1, 2])
  expect(averageRanks([], 'trainLoss')).toEqual([])
})
