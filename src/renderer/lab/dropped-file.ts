/** Whether a text in YAML or JSON is a lesson file: its first key says so. */
export function isLessonText(text: string): boolean {
  return /^\s*(?:\{\s*)?["']?format["']?\s*:\s*["']?initlab-study\//m.test(text.slice(0, 10_000))
}

/** What a dropped file is, by its ending; null when the lab has no use for it. */
export function dropKind(name: string): 'report' | 'spec' | 'csv' | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase()
  if (ending === 'initlab') return 'report'
  if (ending === 'yaml' || ending === 'yml' || ending === 'json') return 'spec'
  return ending === 'csv' ? 'csv' : null
}
