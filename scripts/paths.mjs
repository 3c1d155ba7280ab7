// Where things are in the repository.
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of the repository's root. */
export const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The alias of each room that another room may import. @type {Record<string, string>} */
export const aliases = {
  '@shared': path.join(repository, 'src/shared'),
  '@core': path.join(repository, 'src/workers/core'),
  '@workers': path.join(repository, 'src/workers'),
  '@engine': path.join(repository, 'src/engine'),
}
