import { unparse } from 'papaparse'
import type { DataTable } from '../../charts/data-table'

function follow(address: string, fileName: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  document.body.append(link)
  link.click()
  link.remove()
}

/** `convergence he-normal?` as `convergence-he-normal`: letters, digits and hyphens only. */
export function fileStem(text: string): string {
  const stem = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
  return stem.slice(0, 80) || 'chart'
}

/** A cell that a spreadsheet would read as a formula is kept text (CSV injection). */
export function tableCsv(table: DataTable): string {
  return unparse(
    { fields: [...table.columns], data: table.rows.map((row) => [...row]) },
    { escapeFormulae: /^[=@\t\r]/ },
  )
}

export function downloadCsv(table: DataTable, name: string): void {
  downloadText(`${tableCsv(table)}\n`, 'text/csv', `${fileStem(name)}.csv`)
}

export function downloadSvg(text: string, name: string): void {
  downloadText(text, 'image/svg+xml', `${fileStem(name)}.svg`)
}

export function downloadMarkdown(text: string, name: string): void {
  downloadText(text, 'text/markdown', `${fileStem(name)}.md`)
}

function downloadText(text: string, type: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  follow(address, fileName)
  // The download has its own reference by the next turn of the loop.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

export function downloadPng(dataUrl: string, name: string): void {
  follow(dataUrl, `${fileStem(name)}.png`)
}
