import type { Channel } from '@shared/ipc-contract'
import { beforeEach, expect, test, vi } from 'vitest'
import { useInterview } from '../../../src/renderer/stores/interview'
import { useSchool } from '../../../src/renderer/stores/school'
import { TALK } from '../../shared/study/study-fixtures'
import type { FakeLab } from '../fake-lab'
import { useFakeLab } from '../use-fake-lab'

const OTHER = { ...TALK, id: 'talk-other' }
let lab: FakeLab
let failing: Partial<Record<Channel, string>>

beforeEach(async () => {
  failing = {}
  lab = useFakeLab({ failing })
  lab.school.content = { ...lab.school.content, interview: [TALK, OTHER] }
  await useSchool().load()
})

test('typed words tick their concepts, the learner changes the ticks, and the end is kept', async () => {
  const interview = useInterview()
  await interview.start()
  interview.text = 'Random weights break the symmetry'
  interview.reveal()
  expect(interview.covered).toEqual([0, 2])
  interview.tick(1)
  interview.tick(0)
  expect(interview.covered).toEqual([1, 2])
  await interview.next()
  expect([interview.phase, interview.place, interview.text, interview.isShown]).toEqual([
    'asking',
    1,
    '',
    false,
  ])
  interview.reveal()
  expect(interview.covered).toEqual([])
  await interview.next()
  expect(interview.phase).toBe('report')
  expect(interview.keeping).toBe('kept')
  expect(lab.school.events).toMatchObject([
    {
      kind: 'interview',
      answers: [
        { covered: [1, 2], of: 3, text: 'Random weights break the symmetry' },
        { covered: [], of: 3, text: '' },
      ],
    },
  ])
  expect(interview.keptAt).toBe('2026-11-22T08:00:00.000Z')
})

test('ticks of the quick review are there at the next start, and none stands that was not written', async () => {
  await useInterview().tickLine('check-one', true)
  await useInterview().tickLine('check-two', true)
  await useInterview().tickLine('check-one', false)
  await startAgain()
  expect([...useInterview().ticked]).toEqual(['check-two'])
  failing['study:record'] = 'The disk is full.'
  await useInterview().tickLine('check-three', true)
  expect([...useInterview().ticked]).toEqual(['check-two'])
})

test('nothing goes on before the model answer was shown', async () => {
  const interview = useInterview()
  await interview.start()
  await interview.next()
  expect([interview.place, interview.answers.length]).toEqual([0, 0])
})

test('an early end keeps what was shown or typed, once, and leaves nothing without it', async () => {
  const interview = useInterview()
  await interview.start()
  await interview.finish()
  expect([interview.phase, lab.school.events.length]).toEqual(['build', 0])
  await interview.start()
  interview.reveal()
  await interview.finish()
  expect(interview.report?.answers).toHaveLength(1)
  await interview.start()
  interview.text = 'A random start'
  await interview.finish()
  expect(interview.report?.answers).toMatchObject([{ text: 'A random start', covered: [2] }])
})

test('a report that was not written can be tried again', async () => {
  failing['study:record'] = 'the disk is full'
  const interview = useInterview()
  await interview.start()
  interview.reveal()
  await interview.finish()
  expect([interview.keeping, interview.kept.length]).toEqual(['failed', 0])
  delete failing['study:record']
  await interview.keep()
  expect([interview.keeping, interview.kept.length]).toEqual(['kept', 1])
})

async function startAgain(): Promise<void> {
  const { school } = lab
  lab = useFakeLab({ failing })
  Object.assign(lab.school, { content: school.content, underWay: school.underWay })
  lab.school.events.push(...school.events)
  await useSchool().load()
}

test('an interview goes on after a crash with what was typed and ticked, and counts once', async () => {
  const interview = useInterview()
  interview.limit = 120
  await interview.start()
  interview.text = 'Random weights'
  interview.reveal()
  interview.tick(0)
  await interview.next()
  interview.text = 'Half a sentence'
  await vi.waitFor(() => {
    expect(lab.school.underWay.interview?.text).toBe('Half a sentence')
  })
  const asked = interview.asked

  await startAgain()
  const again = useInterview()
  expect(again.waiting?.answers).toMatchObject([{ text: 'Random weights', covered: [0, 2] }])
  await again.resume()
  expect([again.phase, again.place, again.text, again.limit]).toEqual(['asking', 1, 'Half a sentence', 120])
  expect(again.asked).toEqual(asked)
  again.reveal()
  await again.next()
  expect(lab.school.events).toMatchObject([{ answers: [{ covered: [0, 2] }, { text: 'Half a sentence' }] }])
  await startAgain()
  expect(useInterview().waiting).toBeNull()
})

test('leaving an interview that waits keeps what was typed; what was deleted again is not offered', async () => {
  const interview = useInterview()
  await interview.start()
  interview.text = 'A random start'
  await vi.waitFor(() => {
    expect(lab.school.underWay.interview?.text).toBe('A random start')
  })
  await startAgain()
  await useInterview().leave()
  expect(lab.school.events).toMatchObject([{ kind: 'interview', answers: [{ text: 'A random start' }] }])

  useInterview().build()
  await useInterview().start()
  useInterview().text = 'No'
  await vi.waitFor(() => {
    expect(lab.school.underWay.interview?.text).toBe('No')
  })
  useInterview().text = ''
  await useInterview().finish()
  expect(useInterview().waiting).toBeNull()
})
