import type { Card } from '@shared/study/card'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { draftOf, emptyDraft, freshCardId, isSameDraft, type CardDraft } from '../study/card-draft'
import { useCardDeck } from './card-deck'
import { useCardSession } from './card-session'
import { useNotices } from './notices'
import { useSchool } from './school'

/** The card that is being written or rewritten, from the list or in the middle of a session. */
export const useCardEditor = defineStore('card-editor', () => {
  const [deck, session, school, notices] = [useCardDeck(), useCardSession(), useSchool(), useNotices()]
  const draft = shallowRef<CardDraft | null>(null)
  /** What the draft was before anything was typed. */
  let untouched: CardDraft | null = null
  /** The card as the lab brings it along; null for one's own. */
  const shipped = computed(() => school.content?.cards.find(({ id }) => id === draft.value?.id) ?? null)

  function write(): void {
    const ids = deck.cards.map(({ card }) => card.id)
    untouched = draft.value = emptyDraft(freshCardId(school.history, ids))
  }

  function edit(card: Card): void {
    untouched = draft.value = draftOf(card)
  }

  async function save(card: Card): Promise<void> {
    if (!(await session.change([{ kind: 'card', card }], [{ kind: 'change', card: card.id }]))) return
    draft.value = null
  }

  /** Closes the editor without saving; what was typed can be had back. */
  function leave(left: CardDraft): void {
    draft.value = null
    if (untouched === null || isSameDraft(untouched, left)) return
    const reopen = (): void => {
      draft.value = left
    }
    notices.tell('The card was not saved', {
      kind: 'info',
      action: { label: 'Go on writing', run: reopen },
    })
  }

  return { draft, shipped, write, edit, save, leave }
})
