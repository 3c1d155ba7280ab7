import { expect, test } from 'vitest'
import { fileStem, tableCsv } from '../../../src/renderer/components/results/download'

test('a file name has letters, digits and hyphens only', () => {
  expect(fileStem('He or Xavier / “depth”: convergence')).toBe('he-or-xavier-depth-convergence')
  expect(fileStem('../..')).toBe('chart')
  expect(fileStem('x'.repeat(300))).toHaveLength(80)
})

test('CSV quotes what needs it, keeps numbers and disarms formulas', () => {
  const csv = tableCsv({
    columns: ['configuration', 'median'],
    rows: [
      ['a, "b"', '-0.5'],
      ['=cmd()', 'Infinity'],
    ],
  })
  expect(csv.split('\r\n')).toEqual([
    'configuration,median',
    '"a, ""b""",-0.5',
    expect.stringContaining("'=cmd()"),
  ])
})
