import { utilityProcess } from 'electron'
import type { SelfTestChild, SelfTestMode } from '@engine/revectorizer/compare'
import { selfTestChild } from '@engine/revectorizer/self-test-child'

/** The self-test in a process like the main one: V8's switches and its guard pages are the same, a crash is its own. */
export function startUtilityChild(entry: string, mode: SelfTestMode): SelfTestChild {
  const child = utilityProcess.fork(entry, [mode], { stdio: 'pipe', serviceName: 'Kernel self-test' })
  return selfTestChild({
    onMessage: (listener) => child.on('message', listener),
    onEnd: (listener) => child.on('exit', listener),
    errors: child.stderr,
    ask: () => {
      child.postMessage('read')
    },
    end: () => child.kill(),
  })
}
