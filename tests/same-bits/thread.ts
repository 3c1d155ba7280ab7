// For Node and Electron, as a program or as a thread.
import { parentPort } from 'node:worker_threads'
import { shortTrainingBits } from './short-training-bits'

void shortTrainingBits().then((bits) => {
  if (parentPort === null) process.stdout.write(JSON.stringify(bits))
  else parentPort.postMessage(bits)
})
