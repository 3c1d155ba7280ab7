import { mount, type VueWrapper } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { h } from 'vue'
import UApp from '@nuxt/ui/components/App.vue'
import ClaimCard from '../../../../src/renderer/components/learn/ClaimCard.vue'
import { useSchool } from '../../../../src/renderer/stores/school'
import { refutedClaim } from '../../claim-fixtures'
import { emptyRouter } from '../../results/view-harness'
import { useFakeLab } from '../../use-fake-lab'

beforeEach(async () => {
  const lab = useFakeLab()
  lab.school.claims = [refutedClaim('C01b', 'It ended higher.')]
  await useSchool().load()
})

function card(isAsked: boolean): VueWrapper {
  return mount(
    { render: () => h(UApp, null, { default: () => h(ClaimCard, { id: 'C01b', isAsked }) }) },
    { attachTo: document.body, global: { plugins: [emptyRouter()] } },
  )
}

test('a claim says at once what came out, and its button shows the evidence', async () => {
  const wrapper = card(false)
  expect(wrapper.text()).toContain('It ended higher.')
  expect(wrapper.text()).toContain('Refuted')
  await wrapper.get('button').trigger('click')
  expect(useSchool().isClaimAsked).toBe(false)
  wrapper.unmount()
})

test('beside a prediction of its experiment it waits until that was made', async () => {
  const wrapper = card(true)
  expect(wrapper.text()).toContain('He ends lower.')
  expect(wrapper.text()).not.toContain('It ended higher.')
  expect(wrapper.text()).not.toContain('Refuted')
  const school = useSchool()
  await wrapper.get('button').trigger('click')
  expect(school.isClaimAsked).toBe(true)
  const outcome = { kind: 'winner', confidence: 0.6, isRight: true, choices: 2 } as const
  await school.record([{ kind: 'prediction', lesson: 'lesson-he', place: [0, 0], claims: ['C01b'], outcome }])
  await wrapper.vm.$nextTick()
  expect(wrapper.text()).toContain('It ended higher.')
  wrapper.unmount()
})
