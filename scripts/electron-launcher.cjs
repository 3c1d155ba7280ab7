// Lies in resources/app/ of the substitute runtime, which has no default app: opens the app folder named on
// the command line. The app's main is loaded by a synchronous require(), because schemes must be registered
// before Electron is ready.
const { app } = require('electron')
const fs = require('node:fs')
const path = require('node:path')

function isAppFolder(argument) {
  return !argument.startsWith('-') && fs.existsSync(path.join(argument, 'package.json'))
}

const at = process.argv.findIndex((argument, index) => index > 0 && isAppFolder(argument))
if (at < 0) {
  process.stderr.write('Usage: electron APP_FOLDER [FILE...]\n')
  process.exit(1)
}
const folder = path.resolve(process.argv[at])
const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
app.setAppPath(folder)
app.setName(description.productName ?? description.name)
app.setVersion(description.version)
require(path.join(folder, description.main))
