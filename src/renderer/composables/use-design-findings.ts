import type { Expansion } from '@shared/sweep'
import type { ForecastData } from '@shared/theory/forecast-model'
import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { inTurns } from '../common/in-turns'
import { designLintInTurns, type Finding } from '../lab/design-lint'

const REST_MILLISECONDS = 150

/** What a design will show, once its edits rest: a forecast of every configuration comes after the chart of the probe. */
export function useDesignFindings(
  expansion: () => Expansion,
  facts: () => ForecastData | null,
): Readonly<ShallowRef<readonly Finding[]>> {
  const findings = shallowRef<readonly Finding[]>([])
  let judgement = 0

  async function judge(): Promise<void> {
    judgement += 1
    const mine = judgement
    const data = facts()
    const found =
      data === null ? [] : await inTurns(designLintInTurns(expansion(), data), () => mine === judgement)
    if (found !== null && mine === judgement) findings.value = found
  }

  const settle = useDebounceFn(judge, REST_MILLISECONDS)
  watch([expansion, facts], () => void settle())
  void judge()
  onScopeDispose(() => {
    judgement += 1
  })
  return findings
}
