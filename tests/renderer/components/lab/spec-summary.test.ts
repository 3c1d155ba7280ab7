import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import SpecSummary from '../../../../src/renderer/components/lab/SpecSummary.vue'
import type { SweepDocument } from '@shared/sweep-spec'

function summaryOf(document: SweepDocument): string {
  return mount(SpecSummary, { props: { document } }).text()
}

test('factors stand with their values, fixed settings by value, or with their title where they are not the default', () => {
  const text = summaryOf({
    model: { depth: [3, 10], normalization: 'batch' },
    train: { learningRate: 0.01, batchSize: 32 },
    seeds: { first: 0, count: 4 },
  })
  expect(text).toContain('Depth')
  expect(text).toContain('3, 10')
  expect(text).toContain(
    'he-normal · relu · normalization batch · width 32 · digits8x8 · sgd · learning rate 0.01 · 4 seeds',
  )
})

test('what a source is and what is taken of it are told even where they are the default', () => {
  const text = summaryOf({ pretrain: { task: { dataset: 'digits8x8', trainSize: 700 } } })
  expect(text).toContain('source data set digits8x8 · transfer finetune · source train size 700')
})

test('a source is told, and a convolution has no width', () => {
  const text = summaryOf({
    model: { kind: 'cnn' },
    pretrain: { task: { dataset: 'mnist14x14', trainSize: 500 }, transfer: 'frozen' },
  })
  expect(text).toContain('source data set mnist14x14')
  expect(text).toContain('transfer frozen')
  expect(text).not.toContain('width')
})
