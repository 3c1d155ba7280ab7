import { useMutationObserver } from '@vueuse/core'
import { computed, shallowRef, type ComputedRef } from 'vue'
import { CHART_THEMES, type ChartTheme } from '../../charts/chart-theme'

/** The chart theme of the page: follows the class `dark` of the root element, whoever sets it. */
export function useChartTheme(): ComputedRef<ChartTheme> {
  const root = document.documentElement
  const isDark = shallowRef(root.classList.contains('dark'))
  useMutationObserver(
    root,
    () => {
      isDark.value = root.classList.contains('dark')
    },
    { attributes: true, attributeFilter: ['class'] },
  )
  return computed(() => CHART_THEMES[isDark.value ? 'dark' : 'light'])
}
