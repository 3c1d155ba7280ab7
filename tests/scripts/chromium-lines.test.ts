import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { isHarmlessChromiumLine, withoutLines } from '../../scripts/chromium-lines.mjs'
import { repository } from '../../scripts/paths.mjs'

const HARMLESS = [
  '[31460:1122/001918.103365:ERROR:bus.cc(407)] Failed to connect to the bus: Failed to connect to socket /run/dbus/system_bus_socket: No such file or directory',
  '[9:1122/001918.103365:ERROR:dbus/bus.cc:407] Failed to connect to the bus: Could not parse server address',
  '[31460:1122/001918.103365:ERROR:object_proxy.cc(577)] Failed to call method: org.freedesktop.DBus.NameHasOwner',
  '[31497:1122/001918.203616:ERROR:viz_main_impl.cc(181)] Exiting GPU process due to errors during initialization',
  '[31497:1122/001918.203616:ERROR:components/viz/service/main/viz_main_impl.cc:189] Exiting GPU process due to errors during initialization',
]
const SHOWN = [
  'Error: Cannot find module bus.cc(407)',
  '[1:1122/001918.203616:FATAL:gpu_data_manager_impl_private.cc(415)] GPU process is not usable. Goodbye.',
  '[1:1122/001918.203616:FATAL:bus.cc(1)] Check failed',
  '[1:1122/001918.203616:ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY',
  '[1:1122/001918.203616:ERROR:zygote_host_impl_linux.cc(90)] Running as root without --no-sandbox is not supported.',
  '  at bus.cc (/app/index.cjs:1:1)',
  '',
]

test('only the known lines are harmless', () => {
  expect(HARMLESS.filter((line) => !isHarmlessChromiumLine(line))).toEqual([])
  expect(SHOWN.filter(isHarmlessChromiumLine)).toEqual([])
})

test.each([1, 2, 7, 1000])('a text in pieces of %i bytes keeps every other byte', (size) => {
  const text = Buffer.from(`ä\r\n${HARMLESS[0]}\n\nsecond\n${HARMLESS[3]}\nlast, no line break`)
  const lines = withoutLines(isHarmlessChromiumLine)
  const pieces: Buffer[] = []
  for (let at = 0; at < text.length; at += size) pieces.push(lines.take(text.subarray(at, at + size)))
  expect(Buffer.concat([...pieces, lines.rest()]).toString()).toBe('ä\r\n\nsecond\nlast, no line break')
})

test('a program runs without its harmless lines, with its exit code, and is not outwaited', () => {
  const program = `
    require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: ['ignore', 'ignore', 'inherit'], detached: true }).unref()
    process.stderr.write(${JSON.stringify(`before\n${HARMLESS[0]}\nafter`)})
    process.exitCode = 3`
  const script = `
    import { run } from ${JSON.stringify(pathToFileURL(path.join(repository, 'scripts/run.mjs')).href)}
    import { isHarmlessChromiumLine } from ${JSON.stringify(pathToFileURL(path.join(repository, 'scripts/chromium-lines.mjs')).href)}
    process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(program)}], { isHidden: isHarmlessChromiumLine })`
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 15_000,
  })
  expect(ended).toMatchObject({ status: 3, stderr: 'before\nafter' })
}, 30_000)
