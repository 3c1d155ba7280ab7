import { app } from 'electron'
import { z } from 'zod'

const HANDED_OVER = z.strictObject({ files: z.array(z.string().min(1).max(4096)).max(100) })

/**
 * Claims the data folder for this process. A second process gives its files to the first and must end at once,
 * before it has opened anything.
 * @param onSecond runs in the first process with the files of each later one
 */
export function claimInstance(
  files: readonly string[],
  onSecond: (files: readonly string[]) => void,
): boolean {
  app.on('second-instance', (_event, _words, _directory, data: unknown) => {
    const parsed = HANDED_OVER.safeParse(data)
    onSecond(parsed.success ? parsed.data.files : [])
  })
  return app.requestSingleInstanceLock({ files: files.slice(0, 100) })
}
