/** Everything a chart takes from light or dark; the colours of the page itself are in styles/theme.css. */
export interface ChartTheme {
  readonly mode: 'light' | 'dark'
  readonly surface: string
  readonly text: string
  readonly mutedText: string
  readonly axisLine: string
  readonly gridLine: string
  readonly diverged: string
  readonly chance: string
  /** Colours of lines, at least 3 : 1 against the surface and apart for every common colour vision. */
  readonly palette: readonly string[]
  readonly fontFamily: string
}

const fontFamily = "'Inter Variable', system-ui, sans-serif"

/** After Okabe & Ito 2008, darkened or lightened until each colour reads on its surface. */
const LIGHT: ChartTheme = {
  mode: 'light',
  surface: '#ffffff',
  text: '#2b2e3b',
  mutedText: '#5c5f6e',
  axisLine: '#c9c8c4',
  gridLine: '#eceae6',
  diverged: '#c4156f',
  chance: '#74767f',
  palette: ['#0069b4', '#d55e00', '#00856a', '#b0459a', '#a87b00', '#3f9fe0', '#3b3f4e', '#8a4b2a'],
  fontFamily,
}

const DARK: ChartTheme = {
  mode: 'dark',
  surface: '#11131f',
  text: '#d5d7e0',
  mutedText: '#9497a6',
  axisLine: '#3b3e50',
  gridLine: '#23263a',
  diverged: '#f0559c',
  chance: '#8b8e9c',
  palette: ['#4aa8f0', '#f57f3b', '#27c496', '#df86cd', '#e8c33a', '#a9dcff', '#c9ccd8', '#b98562'],
  fontFamily,
}

export const CHART_THEMES: Readonly<Record<ChartTheme['mode'], ChartTheme>> = { light: LIGHT, dark: DARK }
