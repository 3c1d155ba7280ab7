import { expect, openLab, test } from './harness/lab-window'

test('a stray console warning is noticed', async () => {
  const lab = await openLab()
  await lab.page.evaluate(() => console.warn('planted'))
  await expect.poll(() => lab.complaints.length).toBe(1)
  expect(lab.complaints[0]).toContain('planted')
  await lab.close()
})
