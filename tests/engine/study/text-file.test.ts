import { describe, expect, test } from 'vitest'
import { decodeText } from '@engine/study/text-file'
import { unwrap } from '../sweep/lab-fixture'

const text = 'Größe,é 😀\r\n"two\nlines",x\n'

describe('the letters of a text file', () => {
  test('are UTF-8 or UTF-16 with its mark', () => {
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le')
    expect(unwrap(decodeText(Buffer.from(text), 'x.csv'))).toBe(text)
    expect(unwrap(decodeText(Buffer.from(`\uFEFF${text}`), 'x.csv'))).toBe(text)
    expect(unwrap(decodeText(little, 'x.txt'))).toBe(text)
    expect(unwrap(decodeText(Buffer.from(little).swap16(), 'x.txt'))).toBe(text)
    expect(unwrap(decodeText(new Uint8Array(), 'x.csv'))).toBe('')
  })

  test('are refused with their line in any other encoding', () => {
    const read = decodeText(Buffer.from('a,b\nc,d\nGröße,e\n', 'latin1'), 'x.csv')
    expect(read.ok ? '' : read.error.message).toMatch(/^x\.csv:3: these letters are not in UTF-8/)
  })
})
