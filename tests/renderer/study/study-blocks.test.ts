import { expect, test } from 'vitest'
import { studyBlocks } from '../../../src/renderer/study/study-blocks'

test('paragraphs, lists and programs', () => {
  const text = 'One\nline.\n\n- a\n  more\n- b\n\n1. first\n2) second\n\n```python\nx = 1\n\ny = 2\n```\n'
  expect(studyBlocks(text)).toEqual([
    { kind: 'paragraph', tag: 'p', lines: ['One line.'] },
    { kind: 'list', tag: 'ul', lines: ['a more', 'b'] },
    { kind: 'list', tag: 'ol', lines: ['first', 'second'] },
    { kind: 'code', tag: 'pre', lines: ['x = 1\n\ny = 2'] },
  ])
})

test('nothing is no block', () => {
  expect(studyBlocks(' \n\n \n')).toEqual([])
})
