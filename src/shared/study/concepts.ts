import type { InterviewQuestion } from './interview'

type Concept = InterviewQuestion['concepts'][number]

/** Small letters; hyphens, underscores and white space of any kind as one space. */
function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_\p{Pd}]+/gu, ' ')
    .trim()
}

/**
 * The places of the concepts that a text names: one of a concept's words stands in it as whole words, in the singular or with a
 * plural's -s or -es. Case does not count, and hyphens, underscores and spaces are alike. It cannot tell a denial from a claim:
 * what it finds is a proposal.
 */
export function foundConcepts(text: string, concepts: readonly Concept[]): readonly number[] {
  const plain = plainWords(text)
  return concepts.flatMap(({ words }, place) => (words.some((word) => names(plain, word)) ? [place] : []))
}

function names(plain: string, word: string): boolean {
  const wanted = plainWords(word).replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${wanted}(?:s|es)?(?![\p{L}\p{N}])`, 'u').test(plain)
}
