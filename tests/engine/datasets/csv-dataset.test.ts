import { describe, expect, test } from 'vitest'
import { readCsvDataset } from '@engine/datasets/csv-dataset'
import { detectDelimiter } from '@engine/datasets/csv-table'
import { CSV_COLUMNS } from '@shared/dataset-limits'
import type { LabError } from '@shared/errors'
import type { LabelledData } from '@core/data/labelled-data'

function read(text: string): LabelledData {
  const data = readCsvDataset(text)
  if (!data.ok) throw new Error(`${data.error.place ?? ''}: ${data.error.message}`)
  return data.value
}

function fault(text: string): LabError {
  const data = readCsvDataset(text)
  if (data.ok) throw new Error('was read')
  return data.error
}

const four = ['1,2,0', '3,4,1', '5,6,0', '7,8,1']

describe('layout', () => {
  test('without a header, the label is the last column', () => {
    expect(read(four.join('\n'))).toMatchObject({
      features: 2,
      classes: 2,
      classNames: ['0', '1'],
      labelValues: [0, 1],
    })
  })

  test.each(['label', 'class', 'target', 'y', 'Label', ' CLASS '])(
    'a header names the label column %s',
    (name) => {
      const data = read([`a,${name},b`, '1,u,2', '3,v,4', '5,u,6', '7,v,8'].join('\n'))
      expect(data).toMatchObject({ features: 2, classNames: ['u', 'v'], labelValues: null })
    },
  )

  test('a header without such a name: the label is the last column', () => {
    expect(read(['a,b,kind', ...four].join('\n'))).toMatchObject({ features: 2, classNames: ['0', '1'] })
  })

  test('a header of numbers is recognized by the name of its label', () => {
    expect(read(['0,1,label', ...four].join('\n'))).toMatchObject({ classNames: ['0', '1'] })
  })

  test('y and n as labels of the first rows are not a header', () => {
    const data = read(['1,2,y', '3,4,n', '5,6,y', '7,8,n'].join('\n'))
    expect(data.classNames).toEqual(['n', 'y'])
    expect(data.trainY.length + data.testY.length).toBe(4)
  })

  test.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['bar', '|'],
  ])('%s as delimiter', (_, delimiter) => {
    const text = ['a,b,label', ...four].join('\n').replaceAll(',', delimiter)
    expect(detectDelimiter(text)).toBe(delimiter)
    expect(read(text)).toEqual(read(['a,b,label', ...four].join('\n')))
  })

  test('byte order mark, CRLF, CR, quotes, spaces, empty rows and a missing last line end change nothing', () => {
    const plain = read(['a,b,label', ...four].join('\n'))
    expect(read(`\ufeff${['a,b,label', ...four].join('\r\n')}\r\n`)).toEqual(plain)
    expect(read(['a,b,label', ...four].join('\r'))).toEqual(plain)
    expect(
      read(['"a","b","label"', ...four.map((row) => `"${row.split(',').join('","')}"`)].join('\n')),
    ).toEqual(plain)
    expect(
      read(['', 'a, b ,label', ...four.map((row) => ` ${row.replaceAll(',', ' , ')}`), '', ''].join('\n')),
    ).toEqual(plain)
  })

  test('a quoted cell may hold delimiters, quotes and line ends', () => {
    const data = read('"a, b","x\ny",label\n1,2,"u ""1"""\n3,4,v\n5,6,"u ""1"""\n7,8,v\n')
    expect(data.classNames).toEqual(['u "1"', 'v'])
  })
})

describe('labels', () => {
  test('numbers are sorted as numbers and merged by value', () => {
    const data = read(['1,10', '2,9', '3,10.0', '4,09', '5,-1', '6,-1'].join('\n'))
    expect(data).toMatchObject({ classNames: ['-1', '9', '10'], labelValues: [-1, 9, 10] })
  })

  test('fractions are classes without integers', () => {
    expect(read(['1,0.5', '2,0.5', '3,1', '4,1'].join('\n'))).toMatchObject({
      classNames: ['0.5', '1'],
      labelValues: null,
    })
  })

  test('text is sorted by its characters', () => {
    expect(read(['1,b', '2,B', '3,b', '4,B', '5,10', '6,10'].join('\n')).classNames).toEqual(['10', 'B', 'b'])
  })
})

test('a fifth of every class is for testing, and each feature is standardized by the training rows', () => {
  const rows = Array.from(
    { length: 100 },
    (_, k) => `${String(k)},${String(k * k)},5,${k % 4 === 0 ? 'a' : 'b'}`,
  )
  const data = read(rows.join('\n'))
  expect([data.trainY.length, data.testY.length]).toEqual([80, 20])
  expect(data.testY.filter((y) => y === 0).length).toBe(5)
  for (const feature of [0, 1]) {
    const values = [...data.trainX].filter((_, k) => k % 3 === feature)
    expect(values.reduce((sum, x) => sum + x, 0) / 80).toBeCloseTo(0, 6)
    expect(values.reduce((sum, x) => sum + x * x, 0) / 80).toBeCloseTo(1, 6)
  }
  expect([...data.trainX, ...data.testX].filter((_, k) => k % 3 === 2).every((x) => x === 0)).toBe(true)
})

describe('faults say what and where', () => {
  test.each([
    ['an empty file', '', undefined, 'The file is empty.'],
    ['only empty rows', '\n\r\n  \n', undefined, 'The file is empty.'],
    ['a header only', 'a,b,label\n', undefined, 'The file has a header and no rows.'],
    [
      'one column',
      '1\n2\n',
      undefined,
      'The file has one column only; it needs at least one feature column and a label column, separated by comma, semicolon, tab or |.',
    ],
    [
      'text in a feature',
      'age,size,label\n1,2,0\n1,2,1\nold,2,0',
      'row 4, column "age"',
      'The cell holds "old", which is not a number.',
    ],
    [
      'several wrong cells',
      '1,2,0\n1,x,1\n,2,0\nz,2,0',
      'row 2, column 2',
      'The cell holds "x", which is not a number. 2 more cells are wrong.',
    ],
    [
      'an empty cell',
      'age,label\n1,0\n\n,1',
      'row 4, column "age"',
      'The cell is empty; a feature needs a number in every row.',
    ],
    [
      'an empty cell in the first row',
      ',2,0\n1,2,1\n',
      'row 1, column 1',
      'The cell is empty; a feature needs a number in every row.',
    ],
    [
      'a decimal comma',
      'a;label\n1,5;0\n2,5;1',
      'row 2, column "a"',
      'The cell holds "1,5", which is not a number. Write decimals with a point. 1 more cell is wrong.',
    ],
    ['not a number', 'a,label\nNaN,0\n', 'row 2, column "a"', 'The cell holds "NaN", which is not a number.'],
    [
      'infinity',
      'a,label\nInfinity,0\n',
      'row 2, column "a"',
      'The cell holds "Infinity", which is not a number.',
    ],
    [
      'hexadecimal',
      'a,label\n0x10,0\n',
      'row 2, column "a"',
      'The cell holds "0x10", which is not a number.',
    ],
    [
      'a huge number',
      'a,label\n1e300,0\n',
      'row 2, column "a"',
      'The cell holds "1e300", which is too large.',
    ],
    [
      'a long cell',
      `a,label\n${'x'.repeat(100)},0\n`,
      'row 2, column "a"',
      `The cell holds "${'x'.repeat(40)}...", which is not a number.`,
    ],
    [
      'one class',
      '1,0\n2,0\n3,0',
      'column 2',
      'All rows have the label "0"; a task needs at least 2 classes.',
    ],
    [
      'a class of one row',
      'a,label\n1,u\n2,v\n3,u',
      'row 3, column "label"',
      'The class "v" has 1 row; every class needs 2, one to train and one to test. Is this the label column?',
    ],
    ['an empty label', 'a,label\n1,u\n2,\n3,u', 'row 3, column "label"', 'The label is empty.'],
    [
      'a short row',
      'a,b,label\n1,2,0\n1,2',
      'row 3',
      'The row has 2 cells; row 1 has 3. Give every row the same number of cells.',
    ],
    [
      'a long row',
      '1,2,0\n1,2,3,4',
      'row 2',
      'The row has 4 cells; row 1 has 3. Give every row the same number of cells.',
    ],
    [
      'an open quote',
      'a,label\n"1,0\n2,1',
      'row 2',
      'A quotation mark is opened and not closed, or stands inside of a cell.',
    ],
    [
      'a thousand and one classes',
      Array.from({ length: 2002 }, (_, k) => `1,${String(k % 1001)}`).join('\n'),
      'column 2',
      'There are 1001 different labels; at most 1000 are allowed. Is this the label column?',
    ],
    [
      'too many columns',
      `${'1,'.repeat(CSV_COLUMNS)}0`,
      undefined,
      `The file has ${String(CSV_COLUMNS + 1)} columns; at most ${String(CSV_COLUMNS)} are read.`,
    ],
  ])('%s', (_, text, place, message) => {
    expect(fault(text)).toEqual(
      place === undefined
        ? { code: 'dataset-invalid', message }
        : { code: 'dataset-invalid', message, place },
    )
  })

  test('a test value too far from the training values for float32', () => {
    const rows = Array.from(
      { length: 10 },
      (_, k) => (at: number) => `${k === at ? '1e140' : String(k * 1e-9)},${String(k % 2)}`,
    )
    const faults = rows.map((_, at) => readCsvDataset(['a,label', ...rows.map((row) => row(at))].join('\n')))
    expect(faults.flatMap((data) => (data.ok ? [] : [data.error]))).toEqual(
      Array.from({ length: 2 }, () => ({
        code: 'dataset-invalid',
        message: 'A value of this column is too far from the others to be standardized.',
        place: 'column "a"',
      })),
    )
  })
})
