import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A program that answers one line of JSON with another; its first line tells what it is. */
export interface LinePeer {
  readonly hello: unknown
  readonly ask: (request: object) => Promise<unknown>
  readonly end: () => Promise<void>
}

const LAST_CHARACTERS = 2000

/** @throws with the end of its standard error when it does not start or ends before its answer. */
export async function startPeer(
  [command = '', ...parameters]: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<LinePeer> {
  const child = spawn(command, parameters, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-LAST_CHARACTERS)
  })
  // A write to a program that has ended is told by the missing answer.
  child.stdin.on('error', () => undefined)
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code) => resolve(`it ended with code ${String(code)}. ${errors.trim()}`))
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<unknown> => {
    const line = await lines.next()
    if (line.done === true) throw new Error(`${command}: ${await ended}`)
    return JSON.parse(line.value)
  }
  return {
    hello: await nextLine(),
    ask: (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      return nextLine()
    },
    end: async () => {
      child.stdin.end()
      await ended
    },
  }
}
