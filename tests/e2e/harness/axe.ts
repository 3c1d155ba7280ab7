import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Reka UI puts hidden elements around its toasts that pass the focus on; they are never focused themselves. */
const FOCUS_PROXIES = '[role="region"] > span[aria-hidden="true"][tabindex="0"]'

/** What axe finds serious or critical in the window as it is now, in words. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Without legacy mode axe opens a page of its own, which this app refuses.
  // A colour on its way from one theme to the other is nobody's choice.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation instanceof CSSTransition) animation.finish()
  })
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude(FOCUS_PROXIES).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 240)} ${failureSummary ?? ''}`),
    )
}
