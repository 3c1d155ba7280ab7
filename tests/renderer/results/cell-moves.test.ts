import { expect, test } from 'vitest'
import { cellAfter } from '../../../src/renderer/components/results/cell-moves'

const SIZE = { rows: 3, columns: 4 }
const PLACE = { row: 1, column: 2 }

test('arrows move by one cell, Home, End and the page keys to the edges', () => {
  const after = (key: string) => cellAfter(key, PLACE, SIZE)
  expect(after('ArrowUp')).toEqual({ row: 0, column: 2 })
  expect(after('ArrowDown')).toEqual({ row: 2, column: 2 })
  expect(after('ArrowLeft')).toEqual({ row: 1, column: 1 })
  expect(after('ArrowRight')).toEqual({ row: 1, column: 3 })
  expect(after('Home')).toEqual({ row: 1, column: 0 })
  expect(after('End')).toEqual({ row: 1, column: 3 })
  expect(after('PageUp')).toEqual({ row: 0, column: 2 })
  expect(after('PageDown')).toEqual({ row: 2, column: 2 })
  expect(after('a')).toBeNull()
})

test('up is the next row where the first is drawn lowest', () => {
  expect(cellAfter('ArrowUp', PLACE, SIZE, true)).toEqual({ row: 2, column: 2 })
  expect(cellAfter('PageDown', PLACE, SIZE, true)).toEqual({ row: 0, column: 2 })
  expect(cellAfter('ArrowRight', PLACE, SIZE, true)).toEqual({ row: 1, column: 3 })
})

test('no key leaves the map', () => {
  expect(cellAfter('ArrowUp', { row: 0, column: 0 }, SIZE)).toEqual({ row: 0, column: 0 })
  expect(cellAfter('ArrowLeft', { row: 0, column: 0 }, SIZE)).toEqual({ row: 0, column: 0 })
  expect(cellAfter('ArrowDown', { row: 2, column: 3 }, SIZE)).toEqual({ row: 2, column: 3 })
  expect(cellAfter('ArrowRight', { row: 2, column: 3 }, SIZE)).toEqual({ row: 2, column: 3 })
})
