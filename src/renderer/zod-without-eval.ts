import { z } from 'zod'

/** The window forbids code from text; zod must not compile its schemas. Imported before any schema is made. */
z.config({ jitless: true })
