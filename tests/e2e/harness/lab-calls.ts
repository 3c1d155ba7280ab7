import type { Page } from '@playwright/test'
import type {
  Channel,
  ChannelInput,
  ChannelOutputs,
  LabApi,
  LabEvent,
} from '../../../src/shared/ipc-contract'
import type { Result } from '../../../src/shared/errors'

declare global {
  interface Window {
    readonly lab?: LabApi
    /** What `collectEvents` saw. */
    labEvents?: { readonly event: LabEvent; readonly payload: unknown }[]
  }
}

/** Calls the main process as the page does. */
export function callLab<Name extends Channel>(
  page: Page,
  channel: Name,
  input: ChannelInput<Name>,
): Promise<Result<ChannelOutputs[Name]>> {
  return page.evaluate<Result<ChannelOutputs[Name]>>(
    `window.lab.invoke(${JSON.stringify(channel)}, ${JSON.stringify(input)})`,
  )
}

/** Subscribes to events; `seenEvents` reads them. */
export async function collectEvents(page: Page, events: readonly LabEvent[]): Promise<void> {
  await page.evaluate((names) => {
    const seen: NonNullable<Window['labEvents']> = []
    window.labEvents = seen
    for (const event of names) window.lab?.on(event, (payload) => seen.push({ event, payload }))
  }, events)
}

export function seenEvents(page: Page): Promise<NonNullable<Window['labEvents']>> {
  return page.evaluate(() => window.labEvents ?? [])
}
