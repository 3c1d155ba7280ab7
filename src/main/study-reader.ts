// Entry of a thread: reads the files of the school beside the main process, answers once and ends.
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { readStudySources } from '@engine/study/study-sources'

const folders = z.strictObject({ studyDirectory: z.string(), presetsDirectory: z.string() }).parse(workerData)

void readStudySources(folders).then((sources) => parentPort?.postMessage(sources))
