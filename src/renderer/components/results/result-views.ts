/** The views of a sweep's results, in the order of their tabs. */
export const RESULT_VIEWS = [
  { value: 'overview', label: 'Overview' },
  { value: 'verdicts', label: 'Verdicts' },
  { value: 'seeds', label: 'Seeds' },
  { value: 'grid', label: 'Grid' },
  { value: 'facets', label: 'Facets' },
  { value: 'layers', label: 'Layers' },
  { value: 'compare', label: 'Compare' },
  { value: 'trials', label: 'Trials' },
] as const satisfies readonly {
  readonly value: string
  readonly label: string
}[]
export type ResultView = (typeof RESULT_VIEWS)[number]['value']
