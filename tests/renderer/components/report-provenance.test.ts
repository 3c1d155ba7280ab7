import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import ReportProvenance from '../../../src/renderer/components/library/ReportProvenance.vue'
import { resultsOf } from '../results/result-fixtures'

function seedsOf(seeds: { first: number; count: number } | number[]): string | undefined {
  const document = { format: 'initlab-sweep/1', name: 'Seeds', train: { steps: 1 }, seeds } as const
  const wrapper = mount(ReportProvenance, { props: { results: resultsOf([], 'done', document) } })
  const names = wrapper.findAll('dt').map((name) => name.text())
  return wrapper.findAll('dd')[names.indexOf('Seeds')]?.text()
}

test('the seeds of a report are told as they were planned', () => {
  expect(seedsOf({ first: 0, count: 10 })).toBe('0 to 9')
  expect(seedsOf({ first: 4, count: 1 })).toBe('4')
  expect(seedsOf([3, 5, 8])).toBe('3 listed')
})
