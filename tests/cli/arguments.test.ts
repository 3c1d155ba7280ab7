import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/cli/arguments'

describe('arguments', () => {
  it.each([
    [['--help'], { name: 'help' }],
    [['-h'], { name: 'help' }],
    [['help'], { name: 'help' }],
    [['run', '--help'], { name: 'help' }],
    [['--version'], { name: 'version' }],
    [['preset'], { name: 'preset', preset: null }],
    [['preset', 'x'], { name: 'preset', preset: 'x' }],
    [['show', 'a.initlab'], { name: 'show', report: 'a.initlab', json: false }],
    [['show', '--json', 'a.initlab'], { name: 'show', report: 'a.initlab', json: true }],
    [['bench'], { name: 'bench', json: false }],
    [['bench', '--json'], { name: 'bench', json: true }],
    [['claims'], { name: 'claims', ids: [], run: false, workers: null, seedsFrom: null, json: false }],
    [
      ['claims', 'C05', 'C06b', '--run', '-w', '2', '--seeds-from', '500', '--json'],
      { name: 'claims', ids: ['C05', 'C06b'], run: true, workers: 2, seedsFrom: 500, json: true },
    ],
    [['run', '-'], { name: 'run', spec: '-', output: null, workers: null, json: false }],
    [
      ['run', '-o', 'b.initlab', 'a.yaml', '--workers', '4', '--json'],
      { name: 'run', spec: 'a.yaml', output: 'b.initlab', workers: 4, json: true },
    ],
    [
      ['run', '--output=b', '-w', '1', '--', '-a.yaml'],
      { name: 'run', spec: '-a.yaml', output: 'b', workers: 1, json: false },
    ],
  ])('%j', (words, command) => {
    expect(readArguments(words)).toEqual({ ok: true, value: command })
  })

  it.each([
    [[], 'A command is missing.'],
    [['rum'], 'There is no command "rum".'],
    [['run'], 'init-lab run needs a SPEC.'],
    [['run', 'a', 'b'], 'init-lab run takes one SPEC; "b" is one too many.'],
    [['run', 'a', '--wrokers', '1'], "Unknown option '--wrokers'."],
    [['run', 'a', '--workers'], "Option '-w, --workers <value>' argument missing"],
    [['run', 'a', '--workers', '0'], '--workers 0 is not possible; give an integer from 1 to 256.'],
    [['run', 'a', '--workers', '2.5'], '--workers 2.5 is not possible'],
    [['run', 'a', '--workers', 'all'], '--workers all is not possible'],
    [['run', 'a', '-o', ''], '--output needs a file name.'],
    [['run', 'a', '--json=yes'], "Option '--json' does not take an argument"],
    [['show'], 'init-lab show needs a REPORT.'],
    [['show', 'a', 'b'], 'init-lab show takes one REPORT'],
    [['preset', 'a', 'b'], 'init-lab preset takes one NAME'],
    [['verify', 'a'], 'init-lab verify is not available yet.'],
    [['export', 'a', '--to', 'csv', 'b'], 'init-lab export is not available yet.'],
    [['claims', '--workers', '2'], '--workers and --seeds-from are for init-lab claims --run.'],
    [['claims', '--run', '--seeds-from', '-1'], '--seeds-from'],
    [['claims', '--run', '--seeds-from', '1.5'], '--seeds-from 1.5 is not possible'],
    [['claims', '--run', '--seeds-from', ''], '--seeds-from  is not possible'],
    [['claims', '--run', '--workers', '0'], '--workers 0 is not possible; give an integer from 1 to 256.'],
    [['claims', '--runs'], "Unknown option '--runs'"],
    [['bench', 'a'], 'init-lab bench takes no argument; "a" is one too many.'],
    [['bench', '--jso'], "Unknown option '--jso'."],
  ])('%j is refused', (words, message) => {
    const result = readArguments(words)
    expect(!result.ok && result.error.message).toContain(message)
  })
})
