// Starts the built app for Playwright: "ready" waits until Playwright has attached and calls __playwright_run().
// Without this about 1.5 % of the starts hang: a window that opens while Playwright attaches is never reported.
// (Playwright's own loader does the same, but adds some thirty switches that a person's Chromium does not have.)
const { app } = require('electron')
const path = require('node:path')

const repository = path.join(__dirname, '../../../..')
const { productName, version, main } = require(path.join(repository, 'package.json'))

const reallyReady = app.whenReady()
const emit = app.emit.bind(app)
let ready = false
let setReady = () => undefined
const playwrightReady = new Promise((resolve) => {
  setReady = resolve
})
let readyWords = []

app.emit = (event, ...words) => {
  if (event !== 'ready') return emit(event, ...words)
  readyWords = words
  return app.listenerCount('ready') > 0
}
app.isReady = () => ready
app.whenReady = () => playwrightReady

globalThis.__playwright_run = async () => {
  await reallyReady
  ready = true
  setReady()
  emit('ready', ...readyWords)
}

app.setAppPath(repository)
app.setName(productName)
app.setVersion(version)
require(path.join(repository, main))
