import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readKey } from '../../../src/renderer/lab/document-path'
import { FIRST_DRAFT } from '../../../src/renderer/lab/draft-document'
import { settingOf, type Setting } from '../../../src/renderer/lab/setting-catalogue'
import { useDraft } from '../../../src/renderer/stores/draft'
import { useDraftCheck } from '../../../src/renderer/stores/draft-check'
import { useNotices } from '../../../src/renderer/stores/notices'
import { SCALE } from '../fake-results'
import { useFakeLab } from '../use-fake-lab'

function setting(key: string): Setting {
  const found = settingOf(key)
  if (found === null) throw new Error(key)
  return found
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('undo and redo', () => {
  test('step through every change, and a new change forgets what was undone', () => {
    useFakeLab()
    const draft = useDraft()
    draft.setValues(setting('model.depth'), [3, 10])
    draft.setValues(setting('model.depth'), [3])
    draft.undo()
    expect(readKey(draft.document, 'model.depth')).toEqual([3, 10])
    draft.undo()
    expect(draft.document).toEqual(FIRST_DRAFT)
    expect(draft.canUndo).toBe(false)
    draft.redo()
    expect(readKey(draft.document, 'model.depth')).toEqual([3, 10])
    draft.setValues(setting('model.width'), [64])
    expect(draft.canRedo).toBe(false)
  })

  test('the letters of a name are one step, as is a whole spec', () => {
    useFakeLab()
    const draft = useDraft()
    for (const name of ['D', 'De', 'Depth']) draft.setText('name', name)
    draft.replace(SCALE)
    draft.undo()
    expect(draft.document['name']).toBe('Depth')
    draft.undo()
    expect(draft.document).toEqual(FIRST_DRAFT)
  })

  test('a change that changes nothing is no step', () => {
    useFakeLab()
    const draft = useDraft()
    draft.setValues(setting('model.depth'), [10])
    expect(draft.canUndo).toBe(false)
  })
})

describe('keeping', () => {
  test('writes moments after the last change, and a new window finds it', async () => {
    const lab = useFakeLab()
    const draft = useDraft()
    draft.setText('name', 'Kept')
    draft.setBrokenText('model: [')
    expect(draft.saved).toBe(false)
    await vi.advanceTimersByTimeAsync(1000)
    expect(draft.saved).toBe(true)
    expect(lab.calls.filter(({ channel }) => channel === 'draft:write')).toHaveLength(1)

    useFakeLab({ draft: lab.draft })
    const again = useDraft()
    await again.load()
    expect(again.document['name']).toBe('Kept')
    expect(again.brokenText).toBe('model: [')
    expect(again.canUndo).toBe(false)
  })

  test('a damaged draft leaves the first one', async () => {
    useFakeLab({ draft: '{"document": 3' })
    const draft = useDraft()
    await draft.load()
    expect(draft.document).toEqual(FIRST_DRAFT)
    expect(draft.loaded).toBe(true)
  })

  test('a failure to keep it is told', async () => {
    useFakeLab({ failing: { 'draft:write': 'The disk is full.' } })
    const draft = useDraft()
    draft.setText('name', 'Lost?')
    await vi.advanceTimersByTimeAsync(1000)
    expect(draft.saved).toBe(false)
    expect(useNotices().latest).toMatchObject({ kind: 'failure', description: 'The disk is full.' })
  })
})

describe('the check of a draft', () => {
  test('asks for one forecast after a burst of changes', async () => {
    const lab = useFakeLab()
    const draft = useDraft()
    const check = useDraftCheck()
    await vi.advanceTimersByTimeAsync(1000)
    draft.setValues(setting('model.depth'), [1, 2])
    draft.setValues(setting('model.depth'), [1, 2, 4])
    await vi.advanceTimersByTimeAsync(1000)
    expect(lab.calls.filter(({ channel }) => channel === 'sweep:forecast')).toHaveLength(2)
    expect(check.forecast?.trials).toBe(60)
    expect(check.blocked).toBeNull()
  })

  test('puts a problem at its card and says why nothing starts', () => {
    useFakeLab()
    const draft = useDraft()
    const check = useDraftCheck()
    draft.setValues(setting('model.depth'), [3, 5000])
    expect(check.problemsOf('model.depth')).toHaveLength(1)
    expect(check.problemsOf('model.width')).toEqual([])
    expect(check.expansion).toBeNull()
    expect(check.blocked).toContain('5000')
  })
})

test('text that a card refused is forgotten when another spec takes the place of the draft', async () => {
  useFakeLab()
  const draft = useDraft()
  const check = useDraftCheck()
  draft.setValues(setting('model.depth'), [3])
  draft.replaceByText(SCALE)
  await Promise.resolve()
  expect(check.cardsEdition).toBe(0)
  check.setRefused('Depth', '“abc” is not a number.')
  draft.setValues(setting('model.width'), [64])
  await Promise.resolve()
  expect(check.cardsEdition).toBe(0)
  draft.replace(SCALE)
  await Promise.resolve()
  expect(check.cardsEdition).toBe(1)
})
