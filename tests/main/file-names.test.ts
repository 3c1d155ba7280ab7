import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileNameOf, withExtension } from '../../src/main/file-names'

describe('a file name from the name of a sweep', () => {
  it.each([
    ['He or Xavier, by depth', 'He or Xavier, by depth'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
    ['../../etc/passwd', '-..-etc-passwd'],
    ['  .hidden.  ', 'hidden'],
    ['line\none\ttwo\0', 'line-one-two-'],
    ['con', 'con-sweep'],
    ['LPT1', 'LPT1-sweep'],
    ['...', 'sweep'],
    ['', 'sweep'],
    ['Глубина 深さ', 'Глубина 深さ'],
  ])('%j becomes %j', (name, file) => {
    expect(fileNameOf(name)).toBe(file)
  })

  it('names one file in its folder on every system, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const file = fileNameOf(name)
        expect(file).not.toMatch(/[<>:"/\\|?*\p{Cc}]/u)
        expect(file).not.toMatch(/^[. ]|[. ]$/)
        expect(path.win32.dirname(path.win32.join('C:\\a', file))).toBe('C:\\a')
        expect(Buffer.byteLength(file)).toBeGreaterThan(0)
        expect(
          Buffer.byteLength(`.${file}.initlab.00000000-0000-0000-0000-000000000000.tmp`),
        ).toBeLessThanOrEqual(255)
      }),
      { numRuns: 2000 },
    )
  })
})

it('adds the extension that is missing', () => {
  expect(withExtension('/a/b', ['yaml', 'yml'])).toBe('/a/b.yaml')
  expect(withExtension('/a/b.YML', ['yaml', 'yml'])).toBe('/a/b.YML')
  expect(withExtension('/a/b.c', ['yaml', 'yml'])).toBe('/a/b.c.yaml')
})
