import type { ChartTheme } from './chart-theme'
import { lineColour, type LineStyle } from './line-styles'
import { escapeHtml } from './number-format'

export interface TooltipRow {
  readonly style: LineStyle
  readonly label: string
  /** `0.20 [0.17, 0.24]`. */
  readonly value: string
  /** `n=10, 2 diverged`. */
  readonly counted: string
  readonly isEmphasized: boolean
}

const MOST_ROWS = 12

/** A short piece of the line itself, so that dashes are told apart in the tooltip too. */
function swatch(style: LineStyle, theme: ChartTheme): string {
  const line = `<line x1="0" y1="4" x2="22" y2="4" stroke="${lineColour(style, theme)}" stroke-width="2.5" stroke-dasharray="${style.dash.join(' ')}"/>`
  return `<svg width="22" height="8" aria-hidden="true" style="display:inline;vertical-align:middle;margin-right:6px">${line}</svg>`
}

/** A heading and one row a line: its swatch, label, value and count; at most twelve, and how many more there are. */
export function tooltipHtml(
  heading: string,
  note: string,
  rows: readonly TooltipRow[],
  theme: ChartTheme,
): string {
  const muted = `color:${theme.mutedText}`
  const cells = rows.slice(0, MOST_ROWS).map(({ style, label, value, counted, isEmphasized }) => {
    const name = `<td style="padding:1px 0;white-space:nowrap">${swatch(style, theme)}${escapeHtml(label)}</td>`
    const number = `<td style="padding:1px 0 1px 12px;text-align:right;white-space:nowrap">${escapeHtml(value)}</td>`
    const count = `<td style="padding:1px 0 1px 12px;white-space:nowrap;${muted}">${escapeHtml(counted)}</td>`
    return `<tr style="font-weight:${isEmphasized ? 600 : 400}">${name}${number}${count}</tr>`
  })
  const more =
    rows.length > MOST_ROWS ? `<div style="${muted}">and ${rows.length - MOST_ROWS} more</div>` : ''
  const title = `<div style="margin-bottom:4px"><b>${escapeHtml(heading)}</b> <span style="${muted}">${escapeHtml(note)}</span></div>`
  return `${title}<table style="border-collapse:collapse">${cells.join('')}</table>${more}`
}
