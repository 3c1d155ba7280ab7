// A screen in memory, so that tests open real windows on machines without a display.
import { spawn } from 'node:child_process'

/**
 * Starts Xvfb on a display number that is free.
 * @returns {Promise<{ display: string, stop: () => void }>}
 * @throws when it does not answer within 20 s
 */
export function startScreen() {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const stop = () => {
    server.removeAllListeners('exit')
    server.kill('SIGTERM')
  }
  process.on('exit', stop)
  return new Promise((resolve, reject) => {
    let number = ''
    let complaint = ''
    const limit = setTimeout(() => {
      stop()
      reject(new Error(`Xvfb did not start within 20 s. ${complaint}`))
    }, 20_000)
    server.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
      complaint = (complaint + chunk.toString()).slice(-2000)
    })
    server.stdio[3]?.on('data', (/** @type {Buffer} */ chunk) => {
      number += chunk.toString()
      if (!number.includes('\n')) return
      clearTimeout(limit)
      resolve({ display: `:${number.trim()}`, stop })
    })
    server.on('error', (error) => {
      clearTimeout(limit)
      reject(new Error(`Xvfb cannot be started: ${error.message}`))
    })
    server.on('exit', (code) => {
      clearTimeout(limit)
      reject(new Error(`Xvfb ended with code ${String(code)}. ${complaint}`))
    })
  })
}
