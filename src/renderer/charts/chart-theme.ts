/** Everything a chart takes from light or dark; the colours of the page itself are in styles/theme.css. */
export interface ChartTheme {
  readonly mode: 'light' | 'dark'
  readonly surface: string
  readonly text: string
  readonly mutedText: string
  readonly axisLine: string
  readonly gridLine: string
  readonly diverged: string
  /** Of trials that ended at chance, and of those that learned: the colours of the states in styles/theme.css. */
  readonly stalled: string
  readonly done: string
  readonly chance: string
  /** Colours of lines, at least 3 : 1 against the surface and apart for every common colour vision. */
  readonly palette: readonly string[]
  /** Colours of an ordered factor such as a gain, from small to large: lightness grows all the way. */
  readonly ramp: readonly string[]
  readonly fontFamily: string
}

const fontFamily = "'Inter Variable', system-ui, sans-serif"

/**
 * From the hues of Okabe & Ito 2008, moved until each colour reads on its surface and every pair is at least 0.085
 * apart in OKLab for normal, protanopic, deuteranopic and tritanopic vision.
 */
const LIGHT: ChartTheme = {
  mode: 'light',
  surface: '#ffffff',
  text: '#2b2e3b',
  mutedText: '#5c5f6e',
  axisLine: '#c9c8c4',
  gridLine: '#eceae6',
  diverged: '#c4156f',
  stalled: '#e7a226',
  done: '#089772',
  chance: '#74767f',
  palette: ['#3861b1', '#d87f22', '#4e9073', '#ac2880', '#a06915', '#289ce7', '#403e48', '#7e502a'],
  ramp: [
    '#1c057a',
    '#3b0a80',
    '#571080',
    '#73167a',
    '#8e1c6f',
    '#a62660',
    '#ba344c',
    '#c94732',
    '#d15f08',
    '#cd7c0d',
  ],
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
  stalled: '#edb345',
  done: '#40bd96',
  chance: '#8b8e9c',
  palette: ['#5193f2', '#fa7c1a', '#6dcd91', '#cd7aa9', '#e1d128', '#95e8fe', '#b4bcd6', '#a2784a'],
  ramp: [
    '#5a66d6',
    '#8367db',
    '#a869d8',
    '#c96dcf',
    '#e772c0',
    '#fe7cac',
    '#ff97a0',
    '#fdaf9f',
    '#fec3a4',
    '#fdd6b1',
  ],
  fontFamily,
}

export const CHART_THEMES: Readonly<Record<ChartTheme['mode'], ChartTheme>> = { light: LIGHT, dark: DARK }
