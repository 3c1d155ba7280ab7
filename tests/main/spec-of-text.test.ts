import { expect, test } from 'vitest'
import { specOf } from '../../src/main/ipc/spec-of-text'

const draft = (name: string): string => JSON.stringify({ format: 'initlab-sweep/1', name })

test('a document is read by the parser, whatever was asked before', () => {
  for (const name of ['first', 'second', 'second', 'first']) {
    expect(specOf(draft(name))).toMatchObject({ ok: true, value: { name } })
    expect(specOf(`{"name": "${name}"}`)).toMatchObject({ ok: false, error: { place: 'format' } })
  }
  expect(specOf('{')).toMatchObject({ ok: false, error: { code: 'spec-syntax' } })
})
