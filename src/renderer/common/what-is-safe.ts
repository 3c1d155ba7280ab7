import type { ErrorCode } from '@shared/errors'

const KEPT = 'Finished trials are stored, and so is your draft.'
const NOTHING_STARTED = 'Nothing was started and nothing was changed.'
const FILE_UNTOUCHED = 'The file was not changed, and your library is as it was.'

/** The second sentence of every failure: what the person has not lost. */
export const WHAT_IS_SAFE: Readonly<Record<ErrorCode, string>> = {
  'spec-syntax': NOTHING_STARTED,
  'spec-invalid': NOTHING_STARTED,
  'spec-not-available': NOTHING_STARTED,
  'spec-too-large': NOTHING_STARTED,
  'dataset-unreadable': NOTHING_STARTED,
  'dataset-invalid': NOTHING_STARTED,
  'trial-too-large': `The trial was refused before it ran. ${KEPT}`,
  'worker-fault': `The trial is marked as an error; the others go on. ${KEPT}`,
  'queue-full': `What is running goes on undisturbed. ${KEPT}`,
  'store-busy': 'Another window of Init Lab holds the library; nothing was written.',
  'store-corrupt': 'The damaged library was set aside, not deleted. Saved .initlab files are whole.',
  'store-newer': 'The library was written by a newer version and was left untouched.',
  'store-full': `The sweep is paused. ${KEPT}`,
  'report-unreadable': FILE_UNTOUCHED,
  'report-invalid': FILE_UNTOUCHED,
  'report-too-large': FILE_UNTOUCHED,
  'report-read-only': FILE_UNTOUCHED,
  'file-exists': 'The file that is already there was not overwritten.',
  'file-unwritable': 'Nothing was written. The sweep is still in your library.',
  'not-found': 'Nothing was changed.',
  refused: 'Nothing was changed.',
  busy: 'What is running goes on undisturbed.',
  internal: KEPT,
}
