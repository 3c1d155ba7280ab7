import './zod-without-eval'
import './styles/main.css'
import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app.vue'
import { catchFaults } from './catch-faults'
import { createRoomRouter } from './router'

const app = createApp(App)
app.use(createPinia()).use(createRoomRouter()).use(ui)
catchFaults(app)
app.mount('#app')
