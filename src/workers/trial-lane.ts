import { receiveMessageOnPort } from 'node:worker_threads'
import type { TrialData } from '@core/training'
import { LANE_WORDS, SLOT_WORDS } from '@shared/trial-control'
import type { LaneMessage, LaneReply, LaneTask, LaneTrial, TrialReply, TrialTask } from './trial-task'

/** Only the engine holds the other end. */
function isLaneMessage(value: unknown): value is LaneMessage {
  return typeof value === 'object' && value !== null && 'kind' in value
}

/** The next message; sleeps while there is none. The thread never returns to its event loop for it. */
function nextMessage({ port, words }: LaneTask): LaneMessage {
  for (;;) {
    const sent = Atomics.load(words, LANE_WORDS.sent)
    const message: unknown = receiveMessageOnPort(port)?.message
    if (isLaneMessage(message)) return message
    Atomics.wait(words, LANE_WORDS.sent, sent)
  }
}

/** False when the engine took the trial back. */
function claim(slot: Int32Array, turn: number): boolean {
  return Atomics.compareExchange(slot, SLOT_WORDS.turn, turn, 0) === turn
}

/** The memory of the arrays goes over to the engine: nothing is copied. */
function transferable(reply: TrialReply): readonly ArrayBuffer[] {
  if (reply.kind !== 'outcome') return []
  const { curve, layers, spectrum, histograms } = reply.outcome
  const buffers: ArrayBuffer[] = []
  for (const { buffer } of [curve, layers, spectrum, histograms]) {
    if (buffer instanceof ArrayBuffer && buffer.byteLength > 0) buffers.push(buffer)
  }
  return buffers
}

/**
 * Runs trial after trial. The next ones wait in the port while one runs, so that the thread begins each at once, however
 * busy the engine is.
 */
export function serveLane(task: LaneTask, run: (trial: TrialTask) => TrialReply): void {
  const { port, places } = task
  const data: TrialData[] = []
  const serve = (message: LaneTrial): void => {
    const place = places[message.place]
    const known = data[message.data]
    if (place === undefined || known === undefined) throw new Error('A trial has no place or no data')
    if (!claim(place.slot, message.turn)) return
    const reply = run({ settings: message.settings, seed: message.seed, data: known, port: place })
    const answer: LaneReply = { place: message.place, reply }
    port.postMessage(answer, transferable(reply))
  }
  for (;;) {
    const message = nextMessage(task)
    if (message.kind === 'end') break
    if (message.kind === 'data') data.push(message.data)
    else serve(message)
  }
  port.close()
}
