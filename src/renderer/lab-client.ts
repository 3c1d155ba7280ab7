import { failure, type Result } from '@shared/errors'
import type { Channel, ChannelInput, ChannelOutputs, LabEvent, LabEvents } from '@shared/ipc-contract'

const NO_BRIDGE = failure(
  'internal',
  'The window has no connection to the laboratory. Close Init Lab and start it again.',
)

/** One call of the main process. It never rejects: a broken bridge is a failure like any other. */
export async function callLab<Name extends Channel>(
  channel: Name,
  input: ChannelInput<Name>,
): Promise<Result<ChannelOutputs[Name]>> {
  if (window.lab === undefined) return NO_BRIDGE
  try {
    return await window.lab.invoke(channel, input)
  } catch (cause) {
    return failure('internal', cause instanceof Error ? cause.message : String(cause), channel)
  }
}

/** @returns a function that ends the subscription. */
export function onLabEvent<Name extends LabEvent>(
  event: Name,
  listener: (payload: LabEvents[Name]) => void,
): () => void {
  return window.lab?.on(event, listener) ?? (() => undefined)
}

/** The path on disk of a dropped file; empty when it has none. */
export function pathOfFile(file: File): string {
  return window.lab?.pathOf(file) ?? ''
}
