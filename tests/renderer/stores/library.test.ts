import { describe, expect, test } from 'vitest'
import { useLibrary } from '../../../src/renderer/stores/library'
import { useNotices } from '../../../src/renderer/stores/notices'
import { cannedResults, HE_OR_XAVIER, ZEROS } from '../fake-results'
import { useFakeLab } from '../use-fake-lab'

const TWO = [cannedResults(1, ZEROS), cannedResults(2, HE_OR_XAVIER)]

describe('the library', () => {
  test('lists the newest first', async () => {
    useFakeLab({ library: TWO })
    const library = useLibrary()
    await library.load()
    expect(library.summaries.map(({ id }) => id)).toEqual([1, 2])
    expect(library.summaryOf(2)?.name).toBe('He or Xavier, by depth')
  })

  test('renames and annotates what is open too', async () => {
    useFakeLab({ library: TWO })
    const library = useLibrary()
    await library.load()
    await library.open(1)
    await library.rename(1, 'Another name')
    await library.annotate(1, 'Seen.')
    expect(library.opened?.summary.name).toBe('Another name')
    expect(library.opened?.notes).toBe('Seen.')
    expect(library.summaryOf(1)?.name).toBe('Another name')
  })

  test('a saved report names its file, in the list and where it is open', async () => {
    useFakeLab({ library: TWO })
    const library = useLibrary()
    await library.load()
    await library.open(1)
    await library.saveReport(1)
    expect(library.summaryOf(1)?.filePath).toBe('/home/ada/reports/he-or-xavier.initlab')
    expect(library.opened?.summary.filePath).toBe('/home/ada/reports/he-or-xavier.initlab')
  })

  test('a delete is undone from its notice', async () => {
    useFakeLab({ library: TWO })
    const library = useLibrary()
    const notices = useNotices()
    await library.load()
    await library.remove(1)
    expect(library.summaries).toHaveLength(1)
    expect(notices.latest?.action?.label).toBe('Undo')
    await library.restore(1)
    expect(library.summaries).toHaveLength(2)
  })

  test('a failure is told with what it concerns, and keeps the list', async () => {
    useFakeLab({ library: TWO, failing: { 'library:delete': 'The library is busy.' } })
    const library = useLibrary()
    await library.load()
    expect(await library.remove(1)).toBe(false)
    expect(library.summaries).toHaveLength(2)
    expect(useNotices().latest).toMatchObject({
      title: 'The report was not deleted',
      description: 'The library is busy.',
    })
  })

  test('says so when it cannot be read', async () => {
    useFakeLab({ failing: { 'library:list': 'The library is damaged.' } })
    const library = useLibrary()
    await library.load()
    expect(library.loadFailed).toBe(true)
  })

  test('follows changes made elsewhere until told not to', async () => {
    const lab = useFakeLab({ library: TWO })
    const library = useLibrary()
    const stop = library.follow()
    lab.emit('library:changed', null)
    await Promise.resolve()
    expect(lab.calls.filter(({ channel }) => channel === 'library:list')).toHaveLength(1)
    stop()
    lab.emit('library:changed', null)
    expect(lab.calls.filter(({ channel }) => channel === 'library:list')).toHaveLength(1)
  })
})
