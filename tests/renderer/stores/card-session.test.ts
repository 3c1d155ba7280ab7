import { beforeEach, describe, expect, test, vi } from 'vitest'
import { watch } from 'vue'
import { failure } from '@shared/errors'
import type { Card } from '@shared/study/card'
import { useCardSession } from '../../../src/renderer/stores/card-session'
import { useNotices } from '../../../src/renderer/stores/notices'
import type { FakeLab } from '../fake-lab'
import { useFakeLab } from '../use-fake-lab'

function revealCard(id: string): Card {
  return {
    id,
    kind: 'reveal',
    front: `What is ${id}?`,
    back: `It is ${id}.`,
    covers: [],
    topics: ['he'],
    difficulty: 'easy',
    claims: [],
    corrects: [],
  }
}

const TAKEN_BACK = 'Taken back. The card is here again.'

let lab: FakeLab
beforeEach(() => {
  lab = useFakeLab()
  const cards = ['card-a', 'card-b', 'card-c'].map(revealCard)
  lab.school.content = { ...lab.school.content, cards }
})

describe('a session', () => {
  test('no key is lost to one who types faster than the disk writes', async () => {
    const session = useCardSession()
    await session.refresh()
    await Promise.all([session.show(), session.grade(3), session.show(), session.grade(1), session.show()])
    expect(lab.school.events.map((event) => event.kind === 'review' && [event.card, event.grade])).toEqual([
      ['card-a', 3],
      ['card-b', 1],
    ])
    expect(session.turn?.card?.id).toBe('card-c')
    expect(session.isShown).toBe(true)
  })

  test('a grade before the answer is shown counts for nothing', async () => {
    const session = useCardSession()
    await session.refresh()
    await session.grade(3)
    await Promise.all([session.show(), session.grade(3), session.grade(3)])
    expect(lab.school.events).toHaveLength(1)
    expect(session.turn?.card?.id).toBe('card-b')
  })

  test('is undone to its start after the last card, and says so', async () => {
    const session = useCardSession()
    await session.refresh()
    for (let card = 0; card < 3; card += 1) {
      await session.show()
      await session.grade(4)
    }
    expect(session.turn?.card).toBeNull()
    expect(session.steps).toHaveLength(3)
    for (const left of [2, 1, 0]) {
      expect(session.canUndo).toBe(true)
      await session.undo()
      expect(session.steps).toHaveLength(left)
    }
    expect([session.turn?.card?.id, session.canUndo, session.isShown]).toEqual(['card-a', false, false])
    expect(session.said).toBe('Taken back. The card is here again.')
  })

  test('an answer that was not written is told, and its card stays', async () => {
    const session = useCardSession()
    await session.refresh()
    await session.show()
    vi.spyOn(lab, 'invoke').mockResolvedValueOnce(failure('store-full', 'The disk is full.'))
    await session.grade(3)
    expect([session.turn?.card?.id, session.isShown, session.steps.length]).toEqual(['card-a', true, 0])
    expect(useNotices().latest?.title).toBe('The answer was not kept')
  })

  test('no key grades a card that is not shown because the cards could not be read', async () => {
    const session = useCardSession()
    await session.refresh()
    vi.spyOn(lab, 'invoke').mockResolvedValueOnce(failure('store-corrupt', 'The library is damaged.'))
    await session.refresh()
    expect(session.lack).toBe('The library is damaged.')
    await session.show()
    await session.grade(3)
    expect(lab.school.events).toEqual([])
    await session.refresh()
    expect([session.lack, session.turn?.card?.id]).toEqual([null, 'card-a'])
  })

  test('a change that is asked for twice before it is on disk is one step to undo', async () => {
    const session = useCardSession()
    const suspend = () =>
      session.change([{ kind: 'suspend', card: 'card-a' }], [{ kind: 'change', card: 'card-a' }])
    expect(await Promise.all([suspend(), suspend()])).toEqual([true, false])
    expect(lab.school.events).toHaveLength(1)
    expect(await suspend()).toBe(true)
  })

  test('the same news twice is said twice: between them nothing is', async () => {
    const session = useCardSession()
    await session.refresh()
    for (let card = 0; card < 2; card += 1) {
      await session.show()
      await session.grade(4)
    }
    const said: string[] = []
    watch(
      () => session.said,
      (text) => said.push(text),
    )
    await session.undo()
    await session.undo()
    expect(said).toEqual(['', TAKEN_BACK, '', TAKEN_BACK])
  })

  test('the undo of a notice takes back its own deed and nothing that was done after it', async () => {
    const session = useCardSession()
    await session.refresh()
    await session.show()
    await session.grade(3)
    const undo = session.undoOfLast()
    await session.show()
    await session.grade(3)
    await undo()
    expect(lab.school.events).toHaveLength(2)
    expect(useNotices().latest?.title).toBe('More was done since')
    await session.undoOfLast()()
    expect(lab.school.events).toHaveLength(1)
  })
})
