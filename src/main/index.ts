import { app } from 'electron'
import { createApplication } from './application'
import { registerAppScheme } from './app-protocol'
import { claimInstance } from './instance'
import { chooseUserData } from './paths'
import { reportFilesIn } from './report-files'
import { silenceChromium } from './security'

// In this turn, before Electron is ready: afterwards a scheme can no longer be registered.
registerAppScheme()
silenceChromium()
chooseUserData()

const files = reportFilesIn(process.argv.slice(1), process.cwd())
const application = createApplication()
app.on('open-file', (event, file) => {
  event.preventDefault()
  application.openReports([file])
})
if (claimInstance(files, application.openReports)) application.run(files)
else app.exit(0)
