/** The school as it is shipped, without anybody's own lessons. */
export const STUDY_FOLDERS = {
  studyDirectory: 'resources/study',
  presetsDirectory: 'resources/presets',
  lessonsDirectory: 'resources/none',
} as const
