import type { Page } from '@playwright/test'

/** Forty texts that would run, load or lead somewhere if any part of the window took them for more than text. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<script>window.ran=1</script>',
  '<img src=x onerror="window.ran=1">',
  '<svg onload="window.ran=1"></svg>',
  '<svg><script>window.ran=1</script></svg>',
  '<iframe src="javascript:parent.ran=1"></iframe>',
  '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  '<a href="javascript:window.ran=1">read on</a>',
  '<body onload="window.ran=1">',
  '<input autofocus onfocus="window.ran=1">',
  '<details open ontoggle="window.ran=1">more</details>',
  '<video><source onerror="window.ran=1"></video>',
  '<audio src=x onerror="window.ran=1"></audio>',
  '<object data="javascript:window.ran=1"></object>',
  '<embed src="javascript:window.ran=1">',
  '<math><mtext><img src=x onerror="window.ran=1"></mtext></math>',
  '<form action="javascript:window.ran=1"><button>send</button></form>',
  '<style>@import "http://127.0.0.1:9/x.css";</style>',
  '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
  '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">',
  '<base href="http://127.0.0.1:9/">',
  '"><img src=x onerror="window.ran=1">',
  "'><script>window.ran=1</script>",
  '</p></article><script>window.ran=1</script>',
  '</textarea><script>window.ran=1</script>',
  '</title><script>window.ran=1</script>',
  '<scr<script>ipt>window.ran=1</script>',
  '<ScRiPt >window.ran=1</sCrIpT>',
  '<img/src/onerror=window.ran=1>',
  '<div style="background:url(javascript:window.ran=1)">x</div>',
  '<marquee onstart="window.ran=1">x</marquee>',
  '<template><script>window.ran=1</script></template>',
  '<noscript><img src=x onerror="window.ran=1"></noscript>',
  '{{ constructor.constructor("window.ran=1")() }}',
  '{{ window.ran = 1 }}',
  '[read on](javascript:window.ran=1)',
  '![x](x" onerror="window.ran=1)',
  'javascript:window.ran=1',
  '&lt;script&gt;window.ran=1&lt;/script&gt;',
  '\u202e<script>window.ran=1</script>',
  '<img src="data:image/svg+xml,<svg onload=window.ran=1>">',
]

/** Formulas of which the typesetter must make no link, no picture and no attribute. */
export const HOSTILE_FORMULAS: readonly string[] = [
  '$\\href{javascript:window.ran=1}{x}|x$',
  '$\\url{javascript:window.ran=1}|x$',
  '$\\htmlClass{x" onclick="window.ran=1}{y}|y$',
  '$\\htmlData{onload=window.ran=1}{y}|y$',
  '$\\includegraphics{http://127.0.0.1:9/x.png}|x$',
]

/** Elements and attributes that only a text that was taken for markup can have brought. */
export function planted(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = document.querySelectorAll(
      'main script, main img, main iframe, main object, main embed, main video, main audio, main form[action], main [formaction], main style, main link, main meta, base, main a[href^="javascript"], main marquee',
    )
    const handlers = [...document.querySelectorAll('main *')].filter((element) =>
      [...element.attributes].some(({ name }) => /^on[a-z]/.test(name)),
    )
    return [...found, ...handlers].map((element) => element.outerHTML.slice(0, 200))
  })
}
