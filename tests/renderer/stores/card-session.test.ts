import { beforeEach, describe, expect, test, vi } from 'vitest'
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
})
