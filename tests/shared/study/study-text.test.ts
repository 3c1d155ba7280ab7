import katex from 'katex'
import { describe, expect, test } from 'vitest'
import { plainStudyText, studySpans, studyTextProblem } from '@shared/study/study-text'

describe('study text', () => {
  test('has plain words, marks and formulas with what is said for them', () => {
    expect(
      studySpans(String.raw`He: $\frac{2}{n}|two over n$, **not** *one*, \`gain\``.replaceAll('\\`', '`')),
    ).toEqual([
      { kind: 'plain', text: 'He: ' },
      { kind: 'formula', latex: String.raw`\frac{2}{n}`, spoken: 'two over n' },
      { kind: 'plain', text: ', ' },
      { kind: 'strong', text: 'not' },
      { kind: 'plain', text: ' ' },
      { kind: 'emphasis', text: 'one' },
      { kind: 'plain', text: ', ' },
      { kind: 'code', text: 'gain' },
    ])
  })

  test('keeps a bar inside a formula: the last one parts the spoken words', () => {
    const [span] = studySpans('$|\\lambda| < 1|the absolute value of lambda is below one$')
    expect(span).toMatchObject({
      latex: '|\\lambda| < 1',
      spoken: 'the absolute value of lambda is below one',
    })
    expect(() => katex.renderToString('|\\lambda| < 1', { throwOnError: true })).not.toThrow()
  })

  test('a blank may hold a formula, and is read with its answer', () => {
    const text = 'The variance of He is [[$2/n|two over n$]].'
    expect(studySpans(text)[1]).toEqual({
      kind: 'blank',
      answer: [{ kind: 'formula', latex: '2/n', spoken: 'two over n' }],
    })
    expect(plainStudyText(text)).toBe('The variance of He is two over n.')
  })

  test.each(['it costs $5', '5 * 3 * 2', '**', '$x$', '`', '[[', '<b onclick="x()">', '[[]]'])(
    'a lone sign stays text: %s',
    (text) => {
      expect(studySpans(text).map((span) => ('text' in span ? span.text : ''))).toEqual([text])
    },
  )

  test.each([
    ['a formula without words', 'so $x^2$ grows', /spoken words/],
    ['a blank that is not closed', 'so [[x grows', /not closed/],
  ])('finds %s', (_what, text, problem) => {
    expect(studyTextProblem(text)).toMatch(problem)
  })

  test('finds nothing wrong with a right text', () => {
    expect(studyTextProblem('so $x^2|x squared$ and [[$y|y$]] **grow**')).toBeNull()
  })
})
