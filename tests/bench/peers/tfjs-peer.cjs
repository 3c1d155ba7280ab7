// TensorFlow.js on its wasm backend as a peer: a line of JSON in, a line out. Usage: tfjs-peer.cjs FOLDER, where npm installed it.
const console = require('node:console')
const { createRequire } = require('node:module')
const path = require('node:path')
const { performance } = require('node:perf_hooks')
const { createInterface } = require('node:readline')

const installed = createRequire(path.join(process.argv[2], 'package.json'))
// It advises everybody under Node to take its native package.
console.warn = () => undefined
const tf = installed('@tensorflow/tfjs-core')
installed('@tensorflow/tfjs-backend-cpu')
// Knows the gradients, which the core leaves out.
installed('@tensorflow/tfjs-layers')
const wasm = installed('@tensorflow/tfjs-backend-wasm')

const STRETCH = 20
const steps = new Map()

/** Milliseconds of one run: the mean over a stretch of about 20 ms, the least of all stretches begun in time. */
function leastTime(run, milliseconds) {
  let runs = 1
  for (; ; runs *= 2) {
    const start = performance.now()
    for (let count = 0; count < runs; count++) run()
    const passed = performance.now() - start
    if (passed < STRETCH / 2) continue
    runs = Math.max(1, Math.round((runs * STRETCH) / passed))
    break
  }
  const begun = performance.now()
  let least = Infinity
  do {
    const start = performance.now()
    for (let count = 0; count < runs; count++) run()
    least = Math.min(least, (performance.now() - start) / runs)
  } while (performance.now() - begun < milliseconds)
  return least
}

function trainingStep({ widths, batch, optimizer, learningRate }) {
  const classes = widths[widths.length - 1]
  const x = tf.randomNormal([batch, widths[0]])
  const y = tf.cast(tf.oneHot(tf.randomUniform([batch], 0, classes, 'int32'), classes), 'float32')
  const layers = widths.slice(1).map((fanOut, index) => ({
    weights: tf.variable(tf.randomNormal([widths[index], fanOut], 0, Math.sqrt(2 / widths[index]))),
    bias: tf.variable(tf.zeros([fanOut])),
  }))
  const descent = optimizer === 'sgd' ? tf.train.sgd(learningRate) : tf.train.adam(learningRate)
  const loss = () => {
    let h = x
    layers.forEach(({ weights, bias }, index) => {
      const z = tf.add(tf.matMul(h, weights), bias)
      h = index === layers.length - 1 ? z : tf.relu(z)
    })
    return tf.losses.softmaxCrossEntropy(y, h)
  }
  return () => tf.tidy(() => void descent.minimize(loss))
}

function say(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

async function serve() {
  const folder = path.dirname(installed.resolve('@tensorflow/tfjs-backend-wasm/package.json'))
  wasm.setWasmPaths(`${path.join(folder, 'dist')}${path.sep}`)
  wasm.setThreadsCount(1)
  await tf.setBackend('wasm')
  await tf.ready()
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')
  const { version } = installed('@tensorflow/tfjs-core/package.json')
  say({ name: `TensorFlow.js ${version}`, backend: tf.getBackend(), simd, threads: wasm.getThreadsCount() })
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line)
    const key = `${request.shape} ${request.optimizer}`
    if (!steps.has(key)) steps.set(key, trainingStep(request))
    say({ milliseconds: leastTime(steps.get(key), request.milliseconds) })
  }
}

void serve()
