import { describe, expect, test } from 'vitest'
import { markdownBlocks } from '../../../src/renderer/common/markdown-blocks'
import {
  fileName,
  formatBytes,
  formatDate,
  formatDuration,
  formatNoun,
  formatRate,
  formatShare,
} from '../../../src/renderer/common/format'
import { presetQuestion } from '../../../src/renderer/lab/preset-text'
import { dropKind } from '../../../src/renderer/lab/dropped-file'
import { reportRows } from '../../../src/renderer/lab/report-rows'
import { stateParts, stateSentence } from '../../../src/renderer/lab/sweep-progress'
import { cannedResults, noCounts, SCALE, ZEROS } from '../fake-results'

describe('figures in words', () => {
  test.each([
    [0.04, '0.1 s'], [0.42, '0.4 s'], [12.4, '12 s'], [60, '1 min'], [200, '3 min 20 s'], [7500, '2 h 5 min'], [273_600, '3 d 4 h'], [NaN, '–'],
  ])('%f seconds', (seconds, text) => { expect(formatDuration(seconds)).toBe(text) }) // prettier-ignore

  test.each([[0, '0 B'], [999, '999 B'], [1000, '1 kB'], [2_400_000, '2.4 MB'], [123_456_789, '123 MB']])('%i bytes', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  }) // prettier-ignore

  test.each([[0.0456, '0.046'], [8, '8'], [9.96, '10'], [141.7, '142'], [1234.5, '1,235']])('%f trials a second', (rate, text) => {
    expect(formatRate(rate)).toBe(text)
  }) // prettier-ignore

  test('shares are 100 % only when complete', () => {
    expect([0, 0.999, 1].map(formatShare)).toEqual(['0 %', '99 %', '100 %'])
  })

  test('nouns, dates and paths', () => {
    expect([formatNoun(1, 'trial'), formatNoun(1200, 'trial')]).toEqual(['1 trial', '1,200 trials'])
    expect(formatDate('2026-11-09T12:00:00.000Z')).toBe('9 Nov 2026')
    expect(formatDate('yesterday')).toBe('yesterday')
    expect([fileName('/a/b.initlab'), fileName('C:\\a\\b.csv')]).toEqual(['b.initlab', 'b.csv'])
  })
})

test('the bar of states and its sentence', () => {
  const counts = { ...noCounts(), done: 3, diverged: 1 }
  expect(stateParts(counts)).toEqual([
    { state: 'done', word: 'done', count: 3, share: 0.75 },
    { state: 'diverged', word: 'diverged', count: 1, share: 0.25 },
  ])
  expect(stateSentence(counts)).toBe('3 done, 1 diverged')
  expect(stateSentence(noCounts())).toBe('no trials')
  const held = { ...noCounts(), done: 3, running: 1 }
  expect(stateSentence(held, 'running')).toBe('3 done, 1 running')
  expect(stateSentence(held, 'paused')).toBe('3 done, 1 paused')
})

test('the question of a preset is the first sentence of its notes', () => {
  expect(
    presetQuestion({ notes: '**Question.** How much\n  does it matter, and\n why? More.\n\n**Why.** So.' }),
  ).toBe('How much does it matter, and why?')
  const led = '**Question.** Xavier was made for tanh. Is it the best? More.'
  expect(presetQuestion({ notes: led })).toBe('Xavier was made for tanh. Is it the best?')
  expect(presetQuestion({ notes: 'No question here. More.' })).toBe('No question here.')
  expect(presetQuestion({ name: 'No notes' })).toBe('No notes')
})

test('files are known by their ending', () => {
  expect(['a.INITLAB', 'a.b.yml', 'a.json', 'a.csv', 'a.png', 'a'].map(dropKind)).toEqual([
    'report',
    'spec',
    'spec',
    'csv',
    null,
    null,
  ])
})

test('reports are searched by every word and sorted', () => {
  const summaries = [cannedResults(1, ZEROS), cannedResults(2, SCALE, { state: 'paused', share: 0.2 })].map(
    ({ summary }) => summary,
  )
  expect(reportRows(summaries, 'draw PAUSED', { by: 'name', ascending: true }).map(({ id }) => id)).toEqual([
    2,
  ])
  expect(reportRows(summaries, '', { by: 'trialCount', ascending: false }).map(({ id }) => id)).toEqual([
    2, 1,
  ])
})

test('notes become blocks and spans, and a lone sign stays itself', () => {
  expect(markdownBlocks('# Title\n\nOne **bold**\nline, `code` and 2 * 3.\n\n- a\n- b\n  more\n\n```\nx = 1\n```')).toEqual([
    { kind: 'heading', lines: [[{ text: 'Title', look: 'plain' }]] },
    { kind: 'paragraph', lines: [[
      { text: 'One ', look: 'plain' }, { text: 'bold', look: 'strong' }, { text: ' line, ', look: 'plain' },
      { text: 'code', look: 'code' }, { text: ' and 2 * 3.', look: 'plain' },
    ]] },
    { kind: 'list', lines: [[{ text: 'a', look: 'plain' }], [{ text: 'b more', look: 'plain' }]] },
    { kind: 'code', lines: [[{ text: 'x = 1', look: 'code' }]] },
  ]) // prettier-ignore
  expect(markdownBlocks(' \n\n ')).toEqual([])
  expect(markdownBlocks('<img src=x onerror=alert(1)>')[0]?.lines).toEqual([
    [{ text: '<img src=x onerror=alert(1)>', look: 'plain' }],
  ])
})
