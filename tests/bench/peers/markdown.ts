import { benchShape, benchShapeText, gigaflops } from '@shared/bench'
import { held, PEERS, ratio, verdicts, type ComparedStep, type Comparison, type Verdict } from './comparison'

const TITLES = { node: 'Node', electron: 'Electron', tfjs: 'TensorFlow.js', torch: 'PyTorch' } as const

/** A Markdown table whose columns also align as plain text; all but the first are numbers. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column > 0)).join(' | ')} |`
  const rule = widths.map((width, column) => (column > 0 ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [line(titles), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

function pad(text: string, width: number, isNumber: boolean): string {
  return isNumber ? text.padStart(width) : text.padEnd(width)
}

/** The whole comparison as Markdown, ready for docs/performance.md. */
export function comparisonText(comparison: Comparison): string {
  const { machine, measuredAt, peers, limit, rounds } = comparison
  return [
    `${machine.processor}, ${String(machine.cores)} cores, ${machine.system}, ${measuredAt.slice(0, 10)}; one core, ${String(rounds)} interleaved rounds, minima.`,
    PEERS.map((peer) => `- ${TITLES[peer]}: ${peers[peer]}`).join('\n'),
    `- 128-bit limit of one core: ${limit.toFixed(1)} GFLOP/s`,
    '',
    'Milliseconds a step (GFLOP/s):',
    '',
    stepTable(comparison.steps),
    '',
    'Times the speed of:',
    '',
    ratioTable(comparison.steps),
    '',
    sweepText(comparison),
    '',
    'Targets (must: in Node; stretch: the better of Node and Electron; steps with SGD):',
    '',
    verdictTable(verdicts(comparison)),
    '',
  ].join('\n')
}

function stepName({ shape, optimizer }: ComparedStep): string {
  const { batch } = benchShape(shape)
  return `${shape} ${benchShapeText(benchShape(shape))}, batch ${String(batch)}, ${optimizer}`
}

function stepTable(steps: readonly ComparedStep[]): string {
  const cell = (step: ComparedStep, time: number | null): string =>
    time === null ? '-' : `${timeText(time)} (${gigaflops(benchShape(step.shape), time).toFixed(0)})`
  return markdownTable(
    ['shape', ...PEERS.map((peer) => TITLES[peer])],
    steps.map((step) => [stepName(step), ...PEERS.map((peer) => cell(step, step.milliseconds[peer]))]),
  )
}

function ratioTable(steps: readonly ComparedStep[]): string {
  return markdownTable(
    ['shape', 'PyTorch, in Node', 'in Electron', 'TensorFlow.js, in Node', 'in Electron'],
    steps.map((step) => {
      const { node, electron, tfjs, torch } = step.milliseconds
      const pairs = [ratio(torch, node), ratio(torch, electron), ratio(tfjs, node), ratio(tfjs, electron)]
      return [stepName(step), ...pairs.map(ratioText)]
    }),
  )
}

function sweepText({ sweep }: Comparison): string {
  const { trials, torchSeconds } = sweep
  const row = (name: string, seconds: number | null): string[] => [
    name,
    seconds === null ? '-' : seconds.toFixed(2),
    seconds === null ? '-' : (trials / seconds).toFixed(1),
    ratioText(ratio(torchSeconds, seconds)),
  ]
  const medianOf = (scheme: string, depth: number): string =>
    lossText(sweep.torchMedians.find((torch) => torch.scheme === scheme && torch.depth === depth)?.trainLoss)
  return [
    `The preset he-vs-xavier-depth, ${String(trials)} trials, two workers or processes:`,
    '',
    markdownTable(
      ['', 's', 'trials/s', 'against PyTorch'],
      [
        row('PyTorch, 2 warm processes, no statistics, no store', torchSeconds),
        row('engine in a running program, statistics and store', sweep.engineSeconds),
        row('the same in Electron with the revectorizer', sweep.electronSeconds),
        row('`init-lab run`, from process start to report, Node', sweep.commandSeconds),
      ],
    ),
    '',
    'Median training loss over ten seeds (other random numbers, so they only lie near each other):',
    '',
    markdownTable(
      ['configuration', 'Init Lab', 'PyTorch'],
      sweep.medians.map(({ scheme, depth, trainLoss }) => [
        `${scheme}, depth ${String(depth)}`,
        lossText(trainLoss),
        medianOf(scheme, depth),
      ]),
    ),
  ].join('\n')
}

/** The rows of must and stretch, with the word for each. */
function verdictTable(rows: readonly Verdict[]): string {
  return markdownTable(
    ['target', 'Node', 'Electron', 'must', '', 'stretch', ''],
    rows.map((verdict) => {
      const words = held(verdict)
      const { what, node, electron, must, stretch } = verdict
      return [
        what,
        ratioText(node),
        ratioText(electron),
        String(must),
        words.must,
        String(stretch),
        words.stretch,
      ]
    }),
  )
}

function timeText(milliseconds: number): string {
  return milliseconds < 1 ? milliseconds.toFixed(3) : milliseconds.toFixed(2)
}

function ratioText(value: number | null): string {
  return value === null ? '-' : value < 10 ? value.toFixed(2) : value.toFixed(1)
}

function lossText(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(3)
}
