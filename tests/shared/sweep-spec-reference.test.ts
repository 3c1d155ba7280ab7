import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_DATASETS } from '@shared/built-in-datasets'
import { parseSweepText } from '@shared/sweep-spec'
import { FIELD_KEYS } from '@shared/sweep-spec-model'
import {
  ACTIVATION_NAMES,
  MODEL_KINDS,
  NORMALIZATIONS,
  OPTIMIZER_NAMES,
  RESIDUAL_BRANCHES,
  SCHEDULE_NAMES,
  SCHEME_NAMES,
} from '@shared/trial-settings'
import { repository } from '../../scripts/paths.mjs'

const text = readFileSync(path.join(repository, 'docs/sweep-spec.md'), 'utf8')

/** The text below a heading, up to the next of the same level. */
function section(heading: string): string {
  const [, after = ''] = text.split(`\n## ${heading}\n`)
  const [own = ''] = after.split('\n## ')
  return own
}

describe('the reference of the sweep spec', () => {
  it.each(FIELD_KEYS.map((key) => [key]))('names %s', (key) => {
    const [top = '', ...words] = key.split('.')
    const own = section(top)
    if (words[0] === 'train') expect(own).toContain('`train.*`')
    else if (words[0] === 'task') expect(own).toContain(`\`task.${String(words[1])}\``)
    else expect(own).toContain(`\`${String(words[0])}\``)
  })

  it.each([
    ...[...SCHEME_NAMES, ...RESIDUAL_BRANCHES, ...MODEL_KINDS, ...NORMALIZATIONS],
    ...[...SCHEDULE_NAMES, ...BUILT_IN_DATASETS.map(({ name }) => name)],
  ])('names the value %s', (value) => {
    expect(text).toContain(`\`${value}\``)
  })

  it('lists every activation and every optimizer', () => {
    expect(text).toContain(`\`${ACTIVATION_NAMES.join(' ')}\``)
    expect(text).toContain(`\`${OPTIMIZER_NAMES.join(' ')}\``)
  })

  it('has examples that are read', () => {
    const examples = [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, example = '']) => example)
    expect(examples).toHaveLength(4)
    const [whole = '', init = '', pretrain = '', rules = ''] = examples
    const inModel = `model:\n${init.replace(/^/gm, '  ')}`
    const grid =
      'model: {kind: [mlp, residual-mlp], depth: [3, 15], activation: [relu, selu], init: [he-normal, lecun-normal]}\n'
    for (const body of [
      whole,
      inModel,
      `task: {dataset: mnist14x14, trainSize: 30}\n${pretrain}`,
      grid + rules,
    ]) {
      const result = parseSweepText(
        body.startsWith('format') ? body : `format: initlab-sweep/1\n${body}`,
        'docs.yaml',
      )
      expect(result.ok ? '' : result.error.message).toBe('')
    }
  })
})
