import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnkiCsv, writeAnkiCsv } from '@engine/study/anki-csv'
import type { Card } from '@shared/study/card'
import { DIFFICULTIES, TOPICS } from '@shared/study/topics'
import { unwrap } from '../sweep/lab-fixture'
import { revealCard } from './school-fixture'

/** Text as a person or another program may write it: quotes, commas, line ends, signs of every kind. */
const text = fc
  .string({
    unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r\n', '#', '=', '<b>', '\t', ' ', '😀', "'", '|'),
  })
  .map((value) => value.trim())
  .filter((value) => value !== '')
const fields = {
  covers: fc.constantFrom<string[]>([], ['000-F1'], ['001-5', '004-f3']),
  topics: fc.uniqueArray(fc.constantFrom(...TOPICS), { minLength: 1, maxLength: 3 }),
  difficulty: fc.constantFrom(...DIFFICULTIES),
  claims: fc.constantFrom<string[]>([], ['C05', 'C05b']),
  corrects: fc.constantFrom<string[]>([], ['X3']),
}
const anyCard: fc.Arbitrary<Card> = fc.oneof(
  fc.record({
    ...fields,
    id: fc.constant(''),
    kind: fc.constant('reveal' as const),
    front: text,
    back: text,
  }),
  fc.record({
    ...fields,
    id: fc.constant(''),
    kind: fc.constant('cloze' as const),
    text: text.map((value) => `${value}[[${value.replaceAll('\n', ' ').replaceAll('\r', ' ')}x]]`),
  }),
  fc.record({
    ...fields,
    id: fc.constant(''),
    kind: fc.constant('number' as const),
    front: text,
    back: text,
    answer: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    tolerance: fc.constantFrom(0.01, 0.05),
  }),
  fc.record({
    ...fields,
    id: fc.constant(''),
    kind: fc.constant('generated' as const),
    back: text,
    tolerance: fc.constantFrom(0.01, 0.02),
    generator: fc.constant<{ task: 'leaky-gain'; slope: number[] }>({
      task: 'leaky-gain',
      slope: [0.1, 0.2, 0.3],
    }),
  }),
)

describe('a deck as CSV', () => {
  test('comes back exactly, whatever the texts hold', () => {
    fc.assert(
      fc.property(fc.array(anyCard, { minLength: 1, maxLength: 8 }), (drawn) => {
        const cards = drawn.map((card, index) => ({ ...card, id: `own-${String(index)}` }))
        expect(unwrap(readAnkiCsv(writeAnkiCsv(cards), 'deck.csv'))).toEqual(cards)
      }),
      { numRuns: 500 },
    )
  })

  test('has the headers that Anki reads', () => {
    const lines = writeAnkiCsv([revealCard('own-1')]).split('\r\n')
    expect(lines.slice(0, 2)).toEqual(['#separator:Comma', '#html:false'])
    expect(lines).toContain('#guid column:1')
    expect(lines).toContain('#tags column:12')
  })

  test("takes Anki's own export, with tabs, tags and an id", () => {
    const export_ =
      '#separator:tab\n#html:true\n#guid column:1\n#tags column:4\nab12\tWhat is He?\tA scheme\the hard\n'
    const [card] = unwrap(readAnkiCsv(export_, 'anki.txt'))
    expect(card).toMatchObject({
      kind: 'reveal',
      front: 'What is He?',
      back: 'A scheme',
      topics: ['he'],
      difficulty: 'hard',
    })
    expect(unwrap(readAnkiCsv(export_, 'anki.txt'))[0]?.id).toBe(card?.id)
  })

  test('leaves out the columns of note type and deck, which Anki writes before the fields', () => {
    const export_ =
      '#separator:tab\n#html:false\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n' +
      'ab12\tBasic\tDefault\tWhat is He?\tA scheme\the\n'
    expect(unwrap(readAnkiCsv(export_, 'anki.txt'))).toMatchObject([
      { front: 'What is He?', back: 'A scheme', topics: ['he'] },
    ])
  })

  test('takes a plain table of two columns', () => {
    expect(unwrap(readAnkiCsv('front,back\r\n"a, b","c\nd"\r\n', 'x.csv'))).toMatchObject([
      { front: 'front', back: 'back', topics: ['basics'] },
      { front: 'a, b', back: 'c\nd' },
    ])
  })

  test('names every wrong row with its line, and takes nothing', () => {
    const good = writeAnkiCsv([
      revealCard('own-1', { back: 'two\nlines' }),
      revealCard('own-2'),
      revealCard('own-3'),
      revealCard('own-4'),
    ])
    const wrong = good.replace('own-3,reveal', 'own-3,riddle').replace('own-4,', 'OWN 4,')
    const read = readAnkiCsv(wrong, 'deck.csv')
    expect(read).toMatchObject({ ok: false })
    const message = read.ok ? '' : read.error.message
    // Five headers, own-1 on lines 6 and 7, own-2 on 8.
    expect(message).toMatch(/^deck\.csv:9: kind: /m)
    expect(message).toMatch(/^deck\.csv:10: id: give an id/m)
    expect(message.split('\n')).toHaveLength(2)
  })

  test.each([
    [
      'a row with too few fields',
      '#separator:Comma\n#columns:COLUMNS\nown-1,reveal\n',
      /deck\.csv:3: 2 fields/,
    ],
    ['a row without a back', 'front only\n', /deck\.csv:1: a card needs/],
    ['an open quote', 'a,"b\n', /deck\.csv:1: .*quote/i],
    ['an empty file', '', /no card/],
    [
      'two rows of one id',
      '#separator:Comma\n#guid column:1\nx,a,b\nx,c,d\n',
      /^deck\.csv:4: the same id .* as in line 3$/,
    ],
    ['two rows of one card', 'a,b\nc,d\na,b\n', /^deck\.csv:3: the same card as in line 1$/],
  ])('refuses %s', (_what, csv, message) => {
    const columns = /#columns:(.*)\r\n/.exec(writeAnkiCsv([]))?.[1] ?? ''
    const read = readAnkiCsv(csv.replace('COLUMNS', columns), 'deck.csv')
    expect(read.ok ? '' : read.error.message).toMatch(message)
  })

  test('reads no further than to the card that is one too many', () => {
    const rows = Array.from({ length: 20_001 }, (_, place) => `front ${String(place)},back`)
    const read = readAnkiCsv([...rows, 'no back', 'no back'].join('\n'), 'deck.csv')
    expect(read.ok ? '' : read.error.message).toBe('deck.csv:20001: more than 20000 cards')
  })

  test('throws for no text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (csv) => {
        const read = readAnkiCsv(csv, 'x.csv')
        expect(read.ok || read.error.message.length > 0).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})
