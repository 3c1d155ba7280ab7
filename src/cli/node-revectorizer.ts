import os from 'node:os'
import path from 'node:path'
import { createRevectorizer } from '@engine/revectorizer/revectorizer'
import type { Revectorizer } from '@engine/revectorizer/revectorizer'
import { startNodeChild } from '@engine/revectorizer/self-test-child'

/** The user's cache folder of this program: losing it costs one self-test. */
function verdictPath(): string {
  const base = process.env['XDG_CACHE_HOME']
  const cache = base !== undefined && path.isAbsolute(base) ? base : path.join(os.homedir(), '.cache')
  return path.join(cache, 'init-lab', 'revectorizer.json')
}

/** V8's revectorizer of this Node; INITLAB_REVECTORIZER=off does without. @param entry the bundled self-test */
export function nodeRevectorizer(entry: string): Revectorizer {
  return createRevectorizer({
    file: verdictPath(),
    wanted: process.env['INITLAB_REVECTORIZER'] !== 'off',
    startChild: (mode) => startNodeChild(entry, mode),
  })
}
