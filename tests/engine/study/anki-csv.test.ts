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
      { front: 'a, b', back: 'c\n\nd', topics: ['basics'] },
    ])
    expect(unwrap(readAnkiCsv('front,back side\na;b,c\n', 'x.csv'))).toHaveLength(2)
  })

  test('takes front and back from the columns that have their names, wherever they stand', () => {
    const csv =
      '#separator:Comma\n#columns:Source,Back,Front,Tags\n#tags column:4\nA book,A scheme,What is He?,he\n'
    expect(unwrap(readAnkiCsv(csv, 'x.csv'))).toMatchObject([
      { front: 'What is He?', back: 'A scheme\n\nA book', topics: ['he'] },
    ])
  })

  test('names Front and Back as the fields of a basic note are named, and puts them first', () => {
    expect(writeAnkiCsv([])).toContain('#columns:guid,Front,Back,kind,')
    const generator = { task: 'conv-fan' as const, fan: 'in' as const, kernel: [3, 5], channels: [16, 32] }
    const fields = {
      covers: [],
      claims: [],
      corrects: [],
      topics: ['fans' as const],
      difficulty: 'easy' as const,
    }
    const drawn = {
      ...fields,
      id: 'own-1',
      kind: 'generated' as const,
      generator,
      tolerance: 0.01,
      back: 'So.',
    }
    expect(writeAnkiCsv([drawn])).toContain('own-1,A convolution has a … kernel and …')
  })

  test('takes its own columns in any order', () => {
    const cards = [revealCard('own-1', { front: 'a, "b"\nc' }), revealCard('own-2')]
    const old = writeAnkiCsv(cards)
      .replace('guid,Front,Back,kind', 'guid,kind,front,back')
      .replaceAll(/^(own-.),((?:"(?:[^"]|"")*"|[^,"]*),It is own-..),reveal/gm, '$1,reveal,$2')
    expect(old).toContain('own-2,reveal,What')
    expect(unwrap(readAnkiCsv(old, 'x.csv'))).toEqual(cards)
  })

  test("takes Anki's notes as plain text: note type and deck aside, HTML as text", () => {
    const rows = [
      'q~1Wx\tBasic\tNets::Init\t"What is <b>He</b>?<br>In short &amp; plain"\t<div>A scheme</div><div>of 2015</div>\tnets::He hard',
      'r#2;\tBasic\tNets\t"He said ""a &lt; b"""\tx<sub>i</sub>&nbsp;and \\(\\frac{1}{2}\\)\t',
      'z\tCloze\tNets\tThe gain of {{c1::ReLU::act}} is {{c2::\\(\\sqrt{2}\\)}}.\t\txavier',
      'n\tBasic (and extra)\tNets\tWhich?\t<ul><li>one</li><li>two</li></ul>\t',
    ]
    const headers =
      '\uFEFF#separator:tab\r\n#html:true\r\n#guid column:1\r\n#notetype column:2\r\n#deck column:3\r\n#tags column:6\r\n'
    const cards = unwrap(readAnkiCsv(`${headers}${rows.join('\r\n')}\r\n`, 'notes.txt'))
    expect(cards).toMatchObject([
      {
        kind: 'reveal',
        front: 'What is **He**?\n\nIn short & plain',
        back: 'A scheme\n\nof 2015',
        topics: ['he'],
        difficulty: 'hard',
      },
      { front: 'He said "a < b"', back: 'x_i and $\\frac{1}{2}|frac 1 2$', topics: ['basics'] },
      { kind: 'cloze', text: 'The gain of [[ReLU]] is [[$\\sqrt{2}|sqrt 2$]].', topics: ['xavier'] },
      { kind: 'reveal', front: 'Which?', back: '- one\n- two' },
    ])
    expect(unwrap(readAnkiCsv(writeAnkiCsv(cards), 'again.csv'))).toEqual(cards)
  })

  test('keeps every field of a note: what follows the back stands below it', () => {
    const [card] = unwrap(readAnkiCsv('#separator:tab\n#tags:He easy\na\tb\t\tand c\n', 'x.txt'))
    expect(card).toMatchObject({ front: 'a', back: 'b\n\nand c', topics: ['he'], difficulty: 'easy' })
    expect(unwrap(readAnkiCsv('a,b,he hard\nc,d,no tag\n', 'x.csv'))).toMatchObject([
      { back: 'b', topics: ['he'], difficulty: 'hard' },
      { back: 'd\n\nno tag' },
    ])
  })

  test('shows what is no dress of a text as it was typed', () => {
    const hostile = '<script>window.ran=1</script><img src=x onerror=window.ran=1>'
    const [card] = unwrap(readAnkiCsv(`#separator:tab\n#html:true\na\t${hostile}\n`, 'x.txt'))
    expect(card).toMatchObject({ back: hostile })
  })

  test('finds the separator of a file that names none, and leaves remarks out', () => {
    expect(unwrap(readAnkiCsv('a, b;c\n# a remark\n"d;e";f\n', 'x.csv'))).toMatchObject([
      { front: 'a, b', back: 'c' },
      { front: 'd;e', back: 'f' },
    ])
    expect(unwrap(readAnkiCsv('a, b\tc; d\n', 'x.txt'))).toMatchObject([{ front: 'a, b', back: 'c; d' }])
    const wrong = readAnkiCsv('#separator:Comma\n# made by hand\na,b\n# more\nonly\n', 'x.csv')
    expect(wrong.ok ? '' : wrong.error.message).toBe('x.csv:5: a card needs a front and a back')
  })

  test('says that it stopped at so many wrong lines', () => {
    const read = readAnkiCsv(`a,b\n${'only\n'.repeat(26)}`, 'x.csv')
    const lines = read.ok ? [] : read.error.message.split('\n')
    expect(lines.slice(-2)).toEqual([
      'x.csv:21: a card needs a front and a back',
      'After so many, reading stopped.',
    ])
  })

  test('names every wrong row with its line, and takes nothing', () => {
    const good = writeAnkiCsv([
      revealCard('own-1', { back: 'two\nlines' }),
      revealCard('own-2'),
      revealCard('own-3'),
      revealCard('own-4'),
    ])
    const wrong = good.replace('own-3.,reveal', 'own-3.,riddle').replace('own-4,', 'OWN 4,')
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

test('entities of HTML become their letters, those that nobody could see stay as they were typed', () => {
  const row = '&sigma;&sup2; &times; &#x3B1;&nbsp;&#945; &lt;b&gt; &amp;amp; &nonsense; &#0; &#x202E;x'
  const [card] = unwrap(readAnkiCsv(`#separator:tab\n#html:true\na\t${row}\n`, 'x.txt'))
  expect(card?.back).toBe('σ² × α α <b> &amp; &nonsense; &#0; &#x202E;x')
})
