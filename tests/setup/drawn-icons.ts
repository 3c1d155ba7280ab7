import { vi } from 'vitest'
import { h } from 'vue'

// The build bundles the icons that the sources name; without it the component would ask a server for them.
vi.mock('@iconify/vue', async (original) => ({ ...(await original<object>()), Icon: () => h('i') }))
