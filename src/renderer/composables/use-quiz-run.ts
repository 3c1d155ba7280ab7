import type { QuizAnswer, QuizItem } from '@shared/study/quiz'
import { isAnswered, judgeAnswer } from '@shared/study/quiz-judgement'
import type { Given, Judgement } from '@shared/study/quiz-judgement'
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'

/** A quiz on its way: one item at a time, each answered, judged and left behind. */
export interface QuizRun {
  readonly items: Ref<readonly QuizItem[]>
  readonly place: Ref<number>
  /** The item that is asked; null before the first and after the last. */
  readonly item: ComputedRef<QuizItem | null>
  given: Ref<Given>
  readonly usedHint: Ref<boolean>
  /** Null until the answer is confirmed. */
  readonly judgement: Ref<Judgement | null>
  readonly answers: Ref<readonly QuizAnswer[]>
  readonly canConfirm: ComputedRef<boolean>
  /** From the first item on, or from where answers and hint say that it stood. */
  readonly start: (items: readonly QuizItem[], answers?: readonly QuizAnswer[], usedHint?: boolean) => void
  /** The hint of the item that has no answer yet was read. */
  readonly isHintOpen: ComputedRef<boolean>
  readonly hint: () => void
  readonly confirm: () => void
  /** No points, whatever was chosen so far. */
  readonly skip: () => void
  readonly next: () => void
}

function firstGiven(item: QuizItem | undefined): Given {
  return item?.question.kind === 'ordering' ? item.order : []
}

export function useQuizRun(): QuizRun {
  const items = shallowRef<readonly QuizItem[]>([])
  const place = ref(0)
  const given = shallowRef<Given>([])
  const usedHint = ref(false)
  const judgement = shallowRef<Judgement | null>(null)
  const answers = shallowRef<readonly QuizAnswer[]>([])
  const item = computed(() => items.value[place.value] ?? null)
  const canConfirm = computed(
    () => item.value !== null && judgement.value === null && isAnswered(item.value.question, given.value),
  )

  function show(row: number): void {
    place.value = row
    given.value = firstGiven(items.value[row])
    usedHint.value = false
    judgement.value = null
  }

  function settle(found: Judgement): void {
    if (item.value === null) return
    judgement.value = found
    const answer: QuizAnswer = {
      question: item.value.question.id,
      given: [...given.value],
      points: found.points,
      usedHint: usedHint.value,
    }
    answers.value = [...answers.value, answer]
  }

  return {
    items,
    place,
    item,
    given,
    usedHint,
    judgement,
    answers,
    canConfirm,
    isHintOpen: computed(() => usedHint.value && judgement.value === null),
    start: (drawn, earlier = [], hinted = false) => {
      items.value = drawn
      answers.value = earlier
      show(earlier.length)
      usedHint.value = hinted
    },
    hint: () => {
      if (judgement.value === null) usedHint.value = true
    },
    confirm: () => {
      if (item.value !== null && canConfirm.value) settle(judgeAnswer(item.value.question, given.value))
    },
    skip: () => {
      if (item.value === null || judgement.value !== null) return
      given.value = []
      settle({ ...judgeAnswer(item.value.question, []), points: 0, isRight: false })
    },
    next: () => {
      if (judgement.value !== null) show(place.value + 1)
    },
  }
}
