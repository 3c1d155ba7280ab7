// Entry of a thread: reads the files of the school beside the main process, answers once and ends.
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { readStudySources } from '@engine/study/study-sources'

const { folders, added } = z
  .strictObject({
    folders: z.strictObject({
      studyDirectory: z.string(),
      presetsDirectory: z.string(),
      lessonsDirectory: z.string(),
    }),
    added: z.strictObject({ name: z.string(), text: z.string() }).nullable(),
  })
  .parse(workerData)

void readStudySources(folders, added).then((sources) => parentPort?.postMessage(sources))
