import type { SweepDocument } from '@shared/sweep-spec'
import { describe, expect, test } from 'vitest'
import { builderGroups } from '../../../src/renderer/lab/builder-groups'
import { inSpecOrder } from '../../../src/renderer/lab/document-path'
import { factorKeys } from '../../../src/renderer/lab/draft-rules'

function keysOf(document: SweepDocument): readonly string[] {
  return builderGroups(document).flatMap(({ settings }) => settings.map(({ key }) => key))
}

describe('the cards of a draft', () => {
  test('a plain draft has no card of another kind of model and none of a source', () => {
    const keys = keysOf({})
    expect(keys).toContain('model.width')
    expect(keys).not.toContain('model.residual')
    expect(keys).not.toContain('model.convolution')
    expect(keys.filter((key) => key.startsWith('pretrain.'))).toEqual([])
  })

  test('the kinds of a factor each bring their card', () => {
    const keys = keysOf({ model: { kind: ['residual-mlp', 'cnn'] } })
    expect(keys).toContain('model.width')
    expect(keys).toContain('model.residual')
    expect(keys).toContain('model.convolution')
    expect(keysOf({ model: { kind: 'cnn' } })).not.toContain('model.width')
  })

  test('a key that is written keeps its card, which shows what is wrong with it', () => {
    expect(keysOf({ model: { residual: { branch: 'plain' } } })).toContain('model.residual')
  })

  test('steps or epochs, of the trial and of its source', () => {
    const keys = keysOf({ train: { epochs: 2 }, pretrain: { task: { dataset: 'moons' } } })
    expect(keys).toContain('train.epochs')
    expect(keys).not.toContain('train.steps')
    expect(keys).toContain('pretrain.train.steps')
    expect(keys).not.toContain('pretrain.train.epochs')
  })
})

test('the keys of a source stand in the order of the format too, and may be factors', () => {
  const document = inSpecOrder({
    pretrain: {
      transfer: ['scratch', 'frozen'],
      train: { loss: 'mse', steps: 3 },
      task: { dataset: 'moons' },
    },
    record: { histograms: [0, 'last'] },
    train: { steps: [1, 2] },
  })
  expect(Object.keys(document)).toEqual(['train', 'pretrain', 'record'])
  expect(JSON.stringify(document['pretrain'])).toBe(
    '{"task":{"dataset":"moons"},"train":{"steps":3,"loss":"mse"},"transfer":["scratch","frozen"]}',
  )
  expect(factorKeys(document)).toEqual(['train.steps', 'pretrain.transfer'])
})
