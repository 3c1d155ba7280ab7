import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { TrialData } from '@core/training'
import { LANE_WORDS } from '@shared/trial-control'
import type { TrialSettings } from '@shared/trial-settings'
import type { LaneMessage } from '@workers/trial-task'
import { trialPlace } from './trial-place'
import type { SweepPace, TrialPlace } from './trial-place'
import type { WorkerPool } from './worker-pool'

/** One trial runs, the others wait in the thread: of the shortest, several end before the main process looks again. */
const PLACES = 4

export interface TrialLaneOptions {
  readonly pool: WorkerPool
  readonly pace: SweepPace
  /** Points of the longest curve of the sweep. */
  readonly points: number
  /** What came through the port, unchecked. */
  readonly onAnswer: (answer: unknown) => void
  /** The thread ended, or nothing more will come; every answer it gave has been passed on. */
  readonly onLost: (error: unknown) => void
}

/**
 * One thread of the pool during a sweep. A thread that had to ask for its next trial would wait for the main process
 * after each: here the next ones are with it already. Its places are given out and taken back by the runner.
 */
export class TrialLane {
  readonly places: readonly TrialPlace[]
  readonly #options: TrialLaneOptions
  readonly #words = new Int32Array(new SharedArrayBuffer(LANE_WORDS.length * Int32Array.BYTES_PER_ELEMENT))
  readonly #controller = new AbortController()
  readonly #known = new Map<TrialData, number>()
  #port: MessagePort | null = null
  #turn = 0
  #isOver = false

  constructor(options: TrialLaneOptions) {
    this.#options = options
    this.places = Array.from({ length: PLACES }, () => trialPlace(options.pace, options.points))
  }

  /** Sends a trial to the place with this index, which must be free. */
  give(place: number, settings: TrialSettings, seed: number, data: TrialData): void {
    const known = this.#known.get(data)
    const number = known ?? this.#known.size
    if (known === undefined) {
      this.#known.set(data, number)
      this.#send({ kind: 'data', data })
    }
    this.#turn += 1
    this.places[place]?.reset(this.#turn)
    this.#send({ kind: 'trial', settings, seed, data: number, place, turn: this.#turn })
  }

  /** Ends the thread at once, which loses its trials. */
  abort(): void {
    this.#controller.abort()
  }

  /** Gives the thread back to the pool, once it has done what it was given. */
  end(): void {
    if (this.#port === null) return
    this.#send({ kind: 'end' })
    this.#isOver = true
  }

  #send(message: LaneMessage): void {
    this.#port ??= this.#open()
    this.#port.postMessage(message)
    Atomics.add(this.#words, LANE_WORDS.sent, 1)
    Atomics.notify(this.#words, LANE_WORDS.sent)
  }

  #open(): MessagePort {
    const { pool, onAnswer } = this.#options
    const { port1, port2 } = new MessageChannel()
    port1.on('message', onAnswer)
    const task = {
      kind: 'lane',
      port: port2,
      words: this.#words,
      places: this.places.map(({ port }) => port),
    } as const
    pool.run(task, { signal: this.#controller.signal, transfer: [port2] }).then(
      () => this.#lose(port1, new Error('The worker answered with something that is not a result.')),
      (error: unknown) => this.#lose(port1, error),
    )
    return port1
  }

  #lose(port: MessagePort, error: unknown): void {
    if (this.#isOver) {
      port.close()
      return
    }
    this.#isOver = true
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      this.#options.onAnswer(next.message)
    }
    port.close()
    this.#options.onLost(error)
  }
}
