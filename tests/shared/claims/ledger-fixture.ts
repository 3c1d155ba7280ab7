import path from 'node:path'
import { readLedgerFile } from '@engine/claims/ledger-file'
import type { Ledger } from '@shared/claims/read-ledger'
import { repository } from '../../../scripts/paths.mjs'

/** The ledger that is shipped. @throws when it cannot be read */
export async function shippedLedger(): Promise<Ledger> {
  const ledger = await readLedgerFile(
    path.join(repository, 'resources/study/claims.yaml'),
    path.join(repository, 'resources/presets'),
  )
  if (!ledger.ok) throw new Error(ledger.error.message)
  return ledger.value
}
