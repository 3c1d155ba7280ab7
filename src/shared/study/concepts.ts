import type { InterviewQuestion } from './interview'

type Concept = InterviewQuestion['concepts'][number]

/** Signs as they are typed on a keyboard. */
const SIGNS: Readonly<Record<string, string>> = {
  '²': '^2',
  '√': 'sqrt',
  '×': '*',
  '·': '*',
  σ: 'sigma',
  χ: 'chi',
  π: 'pi',
  φ: 'phi',
  α: 'alpha',
}

/** Other words for the same, of which the first are replaced. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/\b(?:neuron|node)s?\b/g, 'unit'],
  [/\bn (?=in\b|out\b)/g, 'fan '],
  [/\bstd(?:dev)?s?\b/g, 'standard deviation'],
  [/\blrs?\b/g, 'learning rate'],
  [/\b(?:bn|batch normali[sz]ation)\b/g, 'batch norm'],
  [/\blayer normali[sz]ation\b/g, 'layer norm'],
]

/**
 * Small letters; hyphens, underscores and white space of any kind as one space, none beside a sign; of a word only its stem, so
 * that "exploding" is "explodes" and "normalise" is "normalization".
 */
function plainWords(text: string): string {
  const typed = text.toLowerCase().replaceAll(/[²√×·σχπφα]/gu, (sign) => SIGNS[sign] ?? sign)
  const spaced = typed
    .normalize('NFKC')
    .replaceAll(/[\s_\p{Pd}]+/gu, ' ')
    .replaceAll(/ ?([/*=+^]) ?/g, '$1')
    .replaceAll(/(?<=[([{]) | (?=[)\]}])/g, '')
    .trim()
  const same = SAME.reduce((words, [other, word]) => words.replaceAll(other, word), spaced)
  return same.replaceAll(/\p{L}+/gu, stem)
}

/** What is left of an English word without the endings of number, tense and kind. */
function stem(word: string): string {
  const single = word.replace(/(?<=.{2}(?:[^aisu]|[^i]a))s$/, '')
  const american = single.replace(/is(?=(?:e|ed|ing|ation)$)/, 'iz')
  const root = american
    .replace(/(?<=.{3}iz)ation$/, '')
    .replace(/(?<=.{3}[st])ion$/, '')
    .replace(/(?<=.{5})ly$/, '')
  const rest = root.replace(/(?:ed|ing)$/, '')
  // "seed" and "spring" have no ending.
  const bare = rest.length >= 3 && /[aeiouy]/.test(rest) && !rest.endsWith('e') ? rest : root
  const undoubled = bare !== root && bare.length > 3 ? bare.replace(/([bdgmnprt])\1$/, '$1') : bare
  return undoubled.replace(/(?<=.{3})e$/, '').replace(/(?<=.{2}[^aeiou])y$/, 'i')
}

/**
 * The places of the concepts that a text names: one of a concept's words stands in it as whole words. Neither case nor a word's
 * ending counts, hyphens, underscores and spaces are alike and may be left out. It cannot tell a denial from a claim: what it
 * finds is a proposal.
 */
export function foundConcepts(text: string, concepts: readonly Concept[]): readonly number[] {
  const plain = plainWords(text)
  return concepts.flatMap(({ words }, place) => (words.some((word) => names(plain, word)) ? [place] : []))
}

function names(plain: string, word: string): boolean {
  const wanted = plainWords(word)
    .replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    .replaceAll(' ', ' ?')
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${wanted}(?![\p{L}\p{N}])`, 'u').test(plain)
}
