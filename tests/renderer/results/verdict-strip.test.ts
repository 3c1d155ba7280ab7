import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ShownSweep } from '../../../src/renderer/charts/shown-sweep'
import { useSweepSelection } from '../../../src/renderer/components/results/use-sweep-selection'
import VerdictStrip from '../../../src/renderer/components/results/verdicts/VerdictStrip.vue'
import { shownSweep } from '../charts/shown-fixtures'
import { expansionOf, trialsOf } from './result-fixtures'
import { cleanUpViews, emptyRouter } from './view-harness'

cleanUpViews()
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function textOf(sweep: ShownSweep): Promise<string> {
  const wrapper = mount(VerdictStrip, {
    props: { sweep, selection: useSweepSelection() },
    global: { plugins: [emptyRouter()] },
  })
  await vi.advanceTimersByTimeAsync(5000)
  return wrapper.text().replaceAll(/\s+/g, ' ')
}

test('the verdicts of a whole sweep stand alone', async () => {
  expect(await textOf(shownSweep())).not.toMatch(/\d+ of 12 trials/)
})

test('verdicts from a part of the trials say so, also of a sweep that is paused or was cut short', async () => {
  const part = trialsOf(expansionOf()).slice(0, 7)
  expect(await textOf({ ...shownSweep(part), isLive: true })).toContain('so far: 7 of 12 trials')
  expect(await textOf(shownSweep(part))).toContain('from 7 of 12 trials')
})

test('no trial is no verdict', async () => {
  const text = await textOf(shownSweep([]))
  expect(text).toContain('No trial has ended yet.')
  expect(text).not.toMatch(/of 12 trials/)
})
