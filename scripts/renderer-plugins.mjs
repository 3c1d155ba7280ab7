// The Vite plugins of the renderer, shared by the build, the component tests and the type check.
import path from 'node:path'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { repository } from './paths.mjs'

/**
 * Vue and Nuxt UI. Only the U-components are found by name; everything else is imported where it is used.
 * The icons seen in the sources are bundled, so that no request for one ever leaves the machine.
 * `src/renderer/components.d.ts` is rewritten by each build and committed: the templates are checked against it.
 * @param {{ dts?: boolean }} [options]
 */
export function rendererPlugins({ dts = true } = {}) {
  return [
    vue(),
    ui({
      root: repository,
      router: true,
      autoImport: false,
      components: { dirs: [], dts: dts ? path.join(repository, 'src/renderer/components.d.ts') : false },
      // The library's own share, 75, leaves the words of a hovered button a contrast of 3.9.
      ui: {
        button: {
          compoundVariants: [
            { color: 'primary', variant: 'solid', class: 'hover:bg-primary/90 active:bg-primary/90' },
          ],
        },
      },
      icon: { clientBundle: { scan: { globInclude: ['src/renderer/**/*.{vue,ts}'] }, sizeLimitKb: 512 } },
    }),
  ]
}
