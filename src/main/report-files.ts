import path from 'node:path'

const REPORT_EXTENSION = 'initlab'

/** The report files among a command line's words, as absolute paths; options and the program itself fall away. */
export function reportFilesIn(words: readonly string[], workingDirectory: string): readonly string[] {
  return words
    .filter((word) => !word.startsWith('-') && word.toLowerCase().endsWith(`.${REPORT_EXTENSION}`))
    .map((word) => path.resolve(workingDirectory, word))
}
