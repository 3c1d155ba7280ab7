import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { h, shallowRef } from 'vue'
import CurvePad from '../../../../src/renderer/components/learn/CurvePad.vue'
import { useFakeLab } from '../../use-fake-lab'

const AXES = { xs: [0, 50, 100], range: { scale: 'linear', min: 0, max: 3, ticks: [0, 1, 2, 3] } } as const

test('a point is typed as numbers are written here and there, and the field shows what was taken', async () => {
  useFakeLab()
  const ys = shallowRef<readonly number[]>([2, 2, 3])
  const pad = () =>
    h(CurvePad, {
      modelValue: ys.value,
      axes: AXES,
      along: 'step',
      title: 'training loss',
      'onUpdate:modelValue': (next: readonly number[]) => {
        ys.value = next
      },
    })
  const wrapper = mount({ render: pad })
  const fields = wrapper.findAll('input')
  await fields[0]?.setValue('0,5')
  await fields[1]?.setValue('2.5e-1')
  expect(ys.value).toEqual([0.5, 0.25, 3])
  await fields[1]?.setValue('much')
  await fields[2]?.setValue('99')
  expect(ys.value).toEqual([0.5, 0.25, 3])
  expect(fields.map(({ element }) => element.value)).toEqual(['0.5', '0.25', '3'])
  wrapper.unmount()
})
