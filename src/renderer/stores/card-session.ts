import type { CardFilter, CardTurn } from '@shared/study/card-session'
import type { Grade, StudyEvent } from '@shared/study/study-event'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { now } from '../composables/use-now'
import { callLab } from '../lab-client'
import { cardFace, judgeNumber } from '../study/card-face'
import { GRADE_WORDS, spokenInterval, undoneText, type SessionStep } from '../study/card-text'
import { useNotices } from './notices'
import { useSchool } from './school'

export type CardsSection = 'study' | 'browse' | 'statistics' | 'settings'

/** A card that lies open for hours was not studied for hours. */
const LONGEST = 10 * 60_000

/** The session in the Cards room: the card whose turn it is, and what was done since the window opened. */
export const useCardSession = defineStore('card-session', () => {
  const [notices, school] = [useNotices(), useSchool()]
  const section = ref<CardsSection>('study')
  const filter = shallowRef<CardFilter>({ topics: null, difficulties: null })
  const turn = shallowRef<CardTurn | null>(null)
  /** Why there is no turn. */
  const lack = ref<string | null>(null)
  const isShown = ref(false)
  const waiting = ref(0)
  const isBusy = computed(() => waiting.value > 0)
  /** The answer to a card that asks for a number. */
  const typed = ref('')
  const steps = shallowRef<readonly SessionStep[]>([])
  /** What just happened, for a screen reader. */
  const said = ref('')
  /** Grows with each change of the cards. */
  const changes = ref(0)
  let begun = 0

  const canUndo = computed(() => isBusy.value || turn.value?.canUndo === true)
  const face = computed(() => {
    const shown = turn.value
    return shown?.card == null ? null : cardFace(shown.card, shown.seed)
  })
  const judgement = computed(() => {
    const wanted = face.value?.wanted ?? null
    return isShown.value && wanted !== null ? judgeNumber(typed.value, wanted) : null
  })

  /** Keeps an open card as it is, unless another one has its turn. */
  function take(next: CardTurn): void {
    const before = turn.value
    turn.value = next
    lack.value = null
    if (next.card !== null && next.card.id === before?.card?.id && next.seed === before.seed) return
    startCard()
  }

  function startCard(): void {
    isShown.value = false
    typed.value = ''
    begun = now()
  }

  /** Steps wait for each other, so that no key is lost to one who types fast; each looks at what is there when it begins. */
  let last = Promise.resolve()
  async function inTurn(step: () => Promise<void>): Promise<void> {
    waiting.value += 1
    // A live region says a text again only after another one.
    said.value = ''
    last = last.then(step).finally(() => {
      waiting.value -= 1
    })
    await last
  }

  /** Asks whose turn it is: at the start, with another filter, or when a card in learning may be due. */
  async function refresh(): Promise<void> {
    const answer = await callLab('cards:turn', { filter: filter.value })
    if (answer.ok) {
      take(answer.value)
      return
    }
    lack.value = answer.error.message
    // Nothing is shown: no key may grade it.
    turn.value = null
  }

  async function choose(next: CardFilter): Promise<void> {
    filter.value = next
    await refresh()
  }

  const show = (): Promise<void> => inTurn(showNow)
  const grade = (value: Grade): Promise<void> => inTurn(() => gradeNow(value))
  const undo = (): Promise<void> => inTurn(undoNow)
  const putAway = (kind: 'suspend' | 'bury'): Promise<void> => inTurn(() => putAwayNow(kind))

  function showNow(): Promise<void> {
    if (face.value !== null && !isShown.value) {
      isShown.value = true
      said.value = judgement.value?.sentence ?? 'The answer is shown.'
    }
    return Promise.resolve()
  }

  async function gradeNow(value: Grade): Promise<void> {
    const [card, interval] = [turn.value?.card ?? null, turn.value?.intervals[value - 1] ?? 0]
    if (card === null || !isShown.value) return
    const milliseconds = Math.round(Math.min(LONGEST, Math.max(0, now() - begun)))
    const next = await callLab('cards:answer', {
      card: card.id,
      grade: value,
      milliseconds,
      filter: filter.value,
    })
    if (!next.ok) {
      notices.fail('The answer was not kept', next.error)
      return
    }
    steps.value = [...steps.value, { kind: 'grade', card: card.id, grade: value }]
    said.value = `${GRADE_WORDS[value]}: back ${spokenInterval(interval)}.`
    turn.value = next.value
    changes.value += 1
    startCard()
  }

  /** Cards whose change is being written: a second press must not be a second step to undo. */
  const changing = new Set<string>()

  /** Writes a change of cards and asks for the turn again. @returns whether it is on disk */
  async function change(events: readonly StudyEvent[], made: readonly SessionStep[]): Promise<boolean> {
    if (made.some(({ card }) => changing.has(card))) return false
    for (const { card } of made) changing.add(card)
    const isWritten = await school.record(events)
    for (const { card } of made) changing.delete(card)
    if (!isWritten) return false
    steps.value = [...steps.value, ...made]
    await refresh()
    changes.value += 1
    return true
  }

  async function putAwayNow(kind: 'suspend' | 'bury'): Promise<void> {
    const card = turn.value?.card ?? null
    if (card === null) return
    if (!(await change([{ kind, card: card.id }], [{ kind, card: card.id }]))) return
    said.value = kind === 'suspend' ? 'The card is suspended.' : 'The card comes back tomorrow.'
  }

  /** Takes the last step back, also after the last card; the card is shown as a question again. */
  async function undoNow(): Promise<void> {
    const answer = await callLab('cards:undo', { filter: filter.value })
    if (!answer.ok) {
      notices.fail('The last step was not taken back', answer.error)
      return
    }
    const { cards, turn: next } = answer.value
    turn.value = next
    startCard()
    said.value = undoneText(cards, next.card?.id ?? null)
    if (cards.length === 0) return
    if (cards.length === 1 && steps.value.at(-1)?.card === cards[0]) steps.value = steps.value.slice(0, -1)
    await school.readHistory()
    changes.value += 1
  }

  /** Undo for a button that stays for a while: it takes back what was done last now, and nothing that came after. */
  function undoOfLast(): () => Promise<void> {
    const then = changes.value
    return async () => {
      if (changes.value === then) await undo()
      else
        notices.tell('More was done since', {
          kind: 'info',
          description: 'Undo in Cards takes it back step by step.',
        })
    }
  }

  return {
    section,
    filter,
    turn,
    lack,
    isShown,
    isBusy,
    typed,
    steps,
    said,
    changes,
    canUndo,
    face,
    judgement,
    refresh,
    choose,
    show,
    grade,
    change,
    putAway,
    undo,
    undoOfLast,
  }
})
