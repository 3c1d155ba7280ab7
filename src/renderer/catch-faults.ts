import type { App } from 'vue'
import { useNotices } from './stores/notices'

const WHAT = 'Something in the window went wrong'

/** Faults that no code expected end at the same surface as every failure, and never silently. */
export function catchFaults(app: App): void {
  const notices = useNotices()
  const tell = (cause: unknown, place?: string): void => {
    const message = cause instanceof Error ? cause.message : String(cause)
    const trace = cause instanceof Error ? cause.stack : undefined
    const where = [place, trace].filter((part) => part !== undefined).join('\n')
    notices.fail(WHAT, { code: 'internal', message, ...(where === '' ? {} : { place: where }) })
  }
  app.config.errorHandler = (cause, _instance, place) => {
    tell(cause, place)
  }
  window.addEventListener('unhandledrejection', (event) => {
    tell(event.reason)
  })
  window.addEventListener('error', (event) => {
    if (event.message.includes('ResizeObserver loop')) return
    tell(event.error ?? event.message)
  })
}
