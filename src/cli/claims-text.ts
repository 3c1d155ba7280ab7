import type { Claim } from '@shared/claims/claim'
import type { CheckResult } from '@shared/claims/evaluate-check'
import type { ClaimVerdict, RuleVerdict } from '@shared/claims/evaluate-claim'
import type { ExpandedRule } from '@shared/claims/expand-check'
import { expandRule } from '@shared/claims/expand-check'
import type { Experiment } from '@shared/claims/experiment'
import { figureText } from '@shared/claims/sentence'
import { textTable } from './text-table'

const STATEMENT_COLUMNS = 88
const TEXT_COLUMNS = 100

/** `holds if`, as people read it. */
export function statusText(status: string): string {
  return status.replaceAll('-', ' ')
}

/** One line a claim: id, status, number of sources, statement. */
export function ledgerTable(claims: readonly Claim[]): string {
  return textTable<Claim>(
    [
      { title: 'id', isNumber: false, cell: ({ id }) => id },
      { title: 'status', isNumber: false, cell: ({ status }) => statusText(status) },
      { title: 'sources', isNumber: true, cell: ({ sources }) => String(sources.length) },
      { title: 'statement', isNumber: false, cell: ({ statement }) => shortened(statement) },
    ],
    claims,
  )
}

function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ')
  return line.length <= STATEMENT_COLUMNS ? line : `${line.slice(0, STATEMENT_COLUMNS - 3).trimEnd()}...`
}

/** A claim in full: what is claimed, where, under which conditions, how it is tested, and what PyTorch gave. */
export function claimText(claim: Claim, experiments: ReadonlyMap<string, Experiment>): string {
  const { supports, refutes, reference } = claim
  const sections: readonly (readonly [string, string | undefined])[] = [
    ['Sources', claim.sources.join(' ') || 'none: a claim of this lab'],
    ['Corrects', claim.corrections.join(' ') || undefined],
    ['Conditions', claim.conditions],
    [
      'Experiments',
      claim.experiments.map((name) => experimentText(name, experiments)).join('; ') || undefined,
    ],
    [
      'Reference',
      reference && `${reference.setting}. ${reference.values} (${reference.verdict}; ${reference.origin})`,
    ],
    ['Difference', claim.difference],
  ]
  const lines = sections.flatMap(([title, text]) =>
    text === undefined ? [] : wrapped(text, `  ${title.padEnd(12)}`),
  )
  return [
    `${claim.id}  ${statusText(claim.status)}`,
    ...wrapped(claim.statement, ''),
    ...lines,
    ...(supports === undefined ? [] : ['  Supported when', ...ruleLines(expandRule(supports), '    ')]),
    ...(refutes === undefined ? [] : ['  Refuted when', ...ruleLines(expandRule(refutes), '    ')]),
    '',
  ].join('\n')
}

function experimentText(name: string, experiments: ReadonlyMap<string, Experiment>): string {
  const expansion = experiments.get(name)?.expansion
  if (expansion === undefined) return name
  return `${name} (${expansion.configurations.length} configurations x ${expansion.seeds.length} seeds)`
}

function ruleLines(node: ExpandedRule, indent: string): readonly string[] {
  if ('all' in node) return node.all.flatMap((member) => ruleLines(member, indent))
  if ('any' in node)
    return [`${indent}any of`, ...node.any.flatMap((member) => ruleLines(member, `${indent}  `))]
  if ('not' in node) return [`${indent}not`, ...ruleLines(node.not, `${indent}  `)]
  return [`${indent}- ${node.says}`]
}

/** Lines of at most TEXT_COLUMNS; those after the first stand under the text, not under its title. */
function wrapped(text: string, title: string): readonly string[] {
  const lines: string[] = []
  let line = title
  let isStart = true
  for (const word of text.trim().split(/\s+/)) {
    if (!isStart && line.length + 1 + word.length > TEXT_COLUMNS) {
      lines.push(line)
      line = ' '.repeat(title.length)
      isStart = true
    }
    line += isStart ? word : ` ${word}`
    isStart = false
  }
  return [...lines, line]
}

/** What a run says of a claim: outcome, sentence, every check with its numbers. */
export function verdictText(claim: Claim, verdict: ClaimVerdict): string {
  const agrees = verdict.outcome === claim.status
  const shipped = agrees ? 'as shipped' : `DIFFERS from the shipped status: ${statusText(claim.status)}`
  return [
    `${claim.id}  ${statusText(verdict.outcome)} (${shipped})`,
    ...wrapped(verdict.sentence, '  '),
    ...checkLines('supports', verdict.supports),
    ...checkLines('refutes', verdict.refutes),
    '',
  ].join('\n')
}

function checkLines(title: string, verdict: RuleVerdict | null): readonly string[] {
  if (verdict === null) return []
  return [`  ${title}: ${verdict.truth}`, ...verdict.checks.map((check) => `    ${checkText(check)}`)]
}

/** `true     he-wins/10: He below half of Xavier (depth 10) | 0.036 against 0.095, 0.38 [0.31, 0.44], n 10, p 0.00098 | < 0.5 x ...` */
export function checkText(check: CheckResult): string {
  const { truth, id, says, estimate, low, high, first, second, p, n, diverged, bound, reason } = check
  const medians = second === null ? [] : [`${figureText(first)} against ${figureText(second)}`]
  const interval = low === null || high === null ? '' : ` [${figureText(low)}, ${figureText(high)}]`
  const numbers = [
    ...medians,
    `${figureText(estimate)}${interval}`,
    `n ${n}`,
    ...(diverged === 0 ? [] : [`${diverged} diverged`]),
    ...(p === null ? [] : [`p ${p < 0.01 ? p.toExponential(1) : p.toPrecision(2)}`]),
  ]
  const open = reason === null ? '' : ` | ${reason}`
  return `${truth.padEnd(7)} ${id}: ${says} | ${numbers.join(', ')} | ${bound}${open}`
}
