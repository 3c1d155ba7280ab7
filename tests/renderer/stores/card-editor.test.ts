import { beforeEach, describe, expect, test } from 'vitest'
import type { Card } from '@shared/study/card'
import { useCardEditor } from '../../../src/renderer/stores/card-editor'
import { useCardSession } from '../../../src/renderer/stores/card-session'
import { useNotices } from '../../../src/renderer/stores/notices'
import { useSchool } from '../../../src/renderer/stores/school'
import { readDraft } from '../../../src/renderer/study/card-draft'
import type { FakeLab } from '../fake-lab'
import { useFakeLab } from '../use-fake-lab'

const shipped: Card = {
  id: 'card-a',
  kind: 'reveal',
  front: 'What?',
  back: 'That.',
  covers: [],
  topics: ['he'],
  difficulty: 'easy',
  claims: [],
  corrects: [],
}

let lab: FakeLab
beforeEach(() => {
  lab = useFakeLab()
  lab.school.content = { ...lab.school.content, cards: [shipped] }
})

describe('the editor of cards', () => {
  test('rewrites the card of a session in its place, with the lab’s own words at hand', async () => {
    const [editor, session] = [useCardEditor(), useCardSession()]
    await useSchool().load()
    await session.refresh()
    await session.show()
    editor.edit(shipped)
    expect(editor.shipped).toEqual(shipped)
    const draft = editor.draft
    if (draft === null) throw new Error('a draft')
    const { card } = readDraft({ ...draft, back: 'Mine.' })
    if (card === null) throw new Error('a card')
    await editor.save(card)
    expect(editor.draft).toBeNull()
    expect(lab.school.events.at(-1)).toMatchObject({ kind: 'card', card: { id: 'card-a', back: 'Mine.' } })
    expect(session.isShown).toBe(true)
  })

  test('gives back what was typed when it is left by mistake, and says nothing when nothing was', () => {
    const [editor, notices] = [useCardEditor(), useNotices()]
    editor.write()
    const begun = editor.draft
    if (begun === null) throw new Error('a draft')
    expect(editor.shipped).toBeNull()
    editor.leave(begun)
    expect([editor.draft, notices.latest]).toEqual([null, null])
    editor.write()
    editor.leave({ ...begun, front: 'Half a question' })
    expect(editor.draft).toBeNull()
    expect(notices.latest?.title).toBe('The card was not saved')
    notices.latest?.action?.run()
    expect(editor.draft).toMatchObject({ front: 'Half a question' })
  })
})
