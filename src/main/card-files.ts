import path from 'node:path'
import { app } from 'electron'
import { writeFileAtomically } from '@engine/reports/atomic-file'
import { readAnkiCsv, writeAnkiCsv } from '@engine/study/anki-csv'
import { readTextFile } from '@engine/study/text-file'
import type { School } from '@engine/study/school'
import { success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { askFile, askSaveTarget, CSV_KIND, DECK_KIND } from './file-dialogs'
import type { Page } from './page'

const MOST_BYTES = 20_000_000

/** Adds the cards of a CSV file that the person chooses, all of them or none; one that is there already is rewritten. */
export async function importCards(
  page: Page,
  school: School,
): Promise<Result<{ readonly added: number; readonly changed: number } | null>> {
  const file = await askFile(page, DECK_KIND)
  if (file === null) return success(null)
  const text = await readTextFile(file, 'deck', MOST_BYTES)
  if (!text.ok) return text
  const cards = readAnkiCsv(text.value, path.basename(file))
  return cards.ok ? school.addCards(cards.value) : cards
}

/** Writes all cards, the lab's own too, to a file that the person chooses. */
export async function exportCards(page: Page, school: School): Promise<Result<string | null>> {
  const listed = school.cards()
  if (!listed.ok) return listed
  const target = await askSaveTarget(
    page,
    CSV_KIND,
    path.join(app.getPath('documents'), 'init-lab-cards.csv'),
  )
  if (target === null) return success(null)
  const text = writeAnkiCsv(listed.value.map(({ card }) => card))
  const written = await writeFileAtomically(target.file, Buffer.from(text), { overwrite: target.overwrite })
  return written.ok ? success(target.file) : written
}
