import type { LabError } from '@shared/errors'
import type { Forecast } from '@shared/sweep'
import type { SpecProblem, SweepDocument } from '@shared/sweep-spec'
import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { checkDraft } from '../lab/spec-check'
import { callLab } from '../lab-client'
import { useDraft } from './draft'
import { useSweepRun } from './sweep-run'

const FORECAST_MILLISECONDS = 250

/** What the draft would be as a sweep: its problems, its grid, and how long it would take. */
export const useDraftCheck = defineStore('draft-check', () => {
  const draft = useDraft()
  const run = useSweepRun()
  const forecast = shallowRef<Forecast | null>(null)
  const refusal = shallowRef<LabError | null>(null)
  const asking = ref(false)
  /** Text that a card holds and could not take, with its reason, by the card's title. */
  const refused = shallowRef<ReadonlyMap<string, string>>(new Map())
  /** Changes when the cards must forget text that they refused, because another spec took the draft's place. */
  const cardsEdition = ref(0)
  let question = 0

  const check = computed(() => checkDraft(draft.document))
  const problems = computed<readonly SpecProblem[]>(() => check.value.problems)
  const expansion = computed(() => check.value.expansion)

  /** Why the draft cannot start; null when it can. */
  const blocked = computed<string | null>(() => {
    if (draft.brokenText !== null) return 'The text of the spec has an error.'
    for (const [title, message] of refused.value) return `${title}: ${message}`
    if (problems.value.length === 1) return problems.value[0]?.message ?? null
    if (problems.value.length > 1) return `${problems.value.length} settings need another value.`
    if (expansion.value?.trialCount === 0) return 'The rules leave no trial to run.'
    if (refusal.value !== null) return refusal.value.message
    if (run.isRunning) return 'Another sweep is running. Pause or cancel it first.'
    if (run.starting) return 'The sweep is starting.'
    return null
  })

  async function ask(document: SweepDocument): Promise<void> {
    question += 1
    const mine = question
    const answer = await callLab('sweep:forecast', { document: JSON.stringify(document) })
    if (mine !== question) return
    asking.value = false
    forecast.value = answer.ok ? answer.value : null
    refusal.value = answer.ok ? null : answer.error
  }

  const askSoon = useDebounceFn(ask, FORECAST_MILLISECONDS)

  function refresh(): void {
    if (expansion.value === null || expansion.value.trialCount === 0) {
      question += 1
      forecast.value = null
      refusal.value = null
      asking.value = false
      return
    }
    asking.value = true
    void askSoon(draft.document)
  }

  watch(() => draft.document, refresh, { immediate: true })

  watch(
    () => draft.replacements,
    () => {
      if (refused.value.size > 0) cardsEdition.value += 1
    },
  )

  function setRefused(title: string, message: string | null): void {
    const others = [...refused.value].filter(([other]) => other !== title)
    refused.value = new Map(message === null ? others : [...others, [title, message]])
  }

  function problemsOf(key: string): readonly string[] {
    return problems.value
      .filter(
        (problem) =>
          problem.key === key || problem.key.startsWith(`${key}.`) || problem.key.startsWith(`${key}[`),
      )
      .map(({ message }) => message)
  }

  return {
    check,
    problems,
    expansion,
    forecast,
    refusal,
    asking,
    blocked,
    cardsEdition,
    problemsOf,
    setRefused,
    refresh,
  }
})
