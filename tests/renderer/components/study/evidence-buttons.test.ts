import { mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { h } from 'vue'
import UApp from '@nuxt/ui/components/App.vue'
import EvidenceButtons from '../../../../src/renderer/components/study/EvidenceButtons.vue'
import { useSchool } from '../../../../src/renderer/stores/school'
import { refutedClaim } from '../../claim-fixtures'
import { emptyRouter } from '../../results/view-harness'
import { useFakeLab } from '../../use-fake-lab'

beforeEach(async () => {
  const lab = useFakeLab()
  lab.school.claims = [refutedClaim('C05', 'No.')]
  await useSchool().load()
})

test('a button keeps the outcome to itself until it was shown', async () => {
  const wrapper = mount(
    { render: () => h(UApp, null, { default: () => h(EvidenceButtons, { claims: ['C05'] }) }) },
    { attachTo: document.body, global: { plugins: [emptyRouter()] } },
  )
  const label = (): string => wrapper.get('button').attributes('aria-label') ?? ''
  expect(label()).toBe('Show me C05: He ends lower. Predict its experiment first.')
  const school = useSchool()
  await wrapper.get('button').trigger('click')
  expect(school.isClaimAsked).toBe(true)
  await school.predictClaim('holds', 0.6)
  expect(label()).toBe('Show me C05: He ends lower. Refuted.')
  wrapper.unmount()
})
