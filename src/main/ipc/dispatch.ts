import type { z } from 'zod'
import { failure } from '@shared/errors'
import type { Result } from '@shared/errors'
import { CHANNEL_INPUTS } from '@shared/ipc-contract'
import type { Channel, ChannelInput, ChannelOutputs } from '@shared/ipc-contract'
import { APP_ORIGIN } from '../app-files'

export type Handlers = {
  readonly [Name in Channel]: (
    input: ChannelInput<Name>,
  ) => Result<ChannelOutputs[Name]> | Promise<Result<ChannelOutputs[Name]>>
}

/** Who called: null when the frame was gone before its call arrived. */
export interface Sender {
  readonly origin: string
  /** The top frame of the one window. */
  readonly top: boolean
}

const SCHEMAS: { readonly [Name in Channel]: z.ZodType<ChannelInput<Name>> } = CHANNEL_INPUTS

function isChannel(name: string): name is Channel {
  return Object.hasOwn(CHANNEL_INPUTS, name)
}

export const CHANNELS: readonly Channel[] = Object.keys(CHANNEL_INPUTS).filter(isChannel)

/**
 * Answers one call of the page: the sender is checked, the payload is parsed by the channel's strict schema, and
 * only then does the handler run. Never throws: a bug in a handler is logged and becomes `internal`.
 */
export async function dispatch<Name extends Channel>(
  channel: Name,
  sender: Sender | null,
  payload: readonly unknown[],
  handlers: Pick<Handlers, Name>,
  log: (where: string, what: unknown) => void,
): Promise<Result<ChannelOutputs[Name]>> {
  if (sender?.origin !== APP_ORIGIN || !sender.top) {
    log(channel, `refused, called from ${sender?.origin ?? 'a frame that is gone'}`)
    return failure('refused', 'Only the page of the lab itself may call the main process.')
  }
  const parsed = SCHEMAS[channel].safeParse(payload[0])
  if (!parsed.success || payload.length !== 1) {
    const place = parsed.error?.issues[0]?.path.join('.')
    return failure('refused', `The call ${channel} does not fit its contract.`, place)
  }
  try {
    return await handlers[channel](parsed.data)
  } catch (error) {
    log(channel, error)
    return failure(
      'internal',
      `The action ${channel} failed by a bug of the lab. What is saved is safe; the details are in its log.`,
    )
  }
}
