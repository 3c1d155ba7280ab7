import type { RandomSource } from './random-source'

const EXAMPLES = [
  'age,size,label\n1,2.5,cat\n2,-1e3,dog\n3,0,cat\n4,.5,dog\n5,6,cat\n',
  '1;2;0\r\n3;4;1\r\n5;6;0\r\n7;8;1\r\n',
  '\ufeff"a b"\t"y"\n"1"\t"x ""1"""\n2\tz\n3\t"x ""1"""\n4\tz',
]
const CELLS = [
  ...[
    '',
    ' ',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e400',
    '1e150',
    '-0',
    '0x10',
    '1_000',
    '१',
    '1,5',
    '+',
    '.',
    'e5',
    '1e',
    '--1',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'label',
    'y',
    '"',
    '""',
    '"""',
    '\0',
    '\u2028',
    '\ud800',
    '=1+1',
    'x'.repeat(2000),
  ],
]

/** A CSV file that is broken somewhere, or made of pieces that break one. */
export function csvMutant(random: RandomSource): string {
  const example = random.pick(EXAMPLES)
  switch (random.below(4)) {
    case 0:
      return new TextDecoder().decode(random.mutateBytes(new TextEncoder().encode(example)))
    case 1: {
      const cells = example.split(/(?<=[,;\t\r\n])|(?=[,;\t\r\n])/)
      for (let k = random.below(3); k >= 0; k--) cells[random.below(cells.length)] = random.pick(CELLS)
      return cells.join('')
    }
    case 2: {
      const delimiter = random.pick([',', ';', '\t', '|', ' '])
      const width = 1 + random.below(4)
      const row = (): string =>
        Array.from({ length: width }, () =>
          random.below(60) > 0 ? String(random.below(3)) : random.pick(CELLS),
        ).join(delimiter)
      return Array.from({ length: random.below(30) }, row).join(random.pick(['\n', '\r\n', '\r']))
    }
    default:
      return Array.from({ length: random.below(120) }, () =>
        random.pick([',', ';', '"', '\n', '\r', '\t', '|', '1', '2', 'a', ' ', '\ufeff', '.', '-']),
      ).join('')
  }
}
