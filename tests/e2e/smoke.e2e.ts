import { expect, test } from './harness/lab-window'

test('opens one window that shows its name', async ({ lab }, testInfo) => {
  await expect(lab.page).toHaveTitle(/Init Lab/)
  await lab.page.screenshot({ path: testInfo.outputPath('window.png') })
  expect(lab.app.windows()).toHaveLength(1)
})
