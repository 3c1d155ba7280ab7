import type { Result } from '@shared/errors'
import type { Correction } from '@shared/study/study-item'
import { isOpenToPrediction, judgePrediction } from '@shared/study/claim-prediction'
import type { PredictedOutcome, RecordedEvent, StudyEvent } from '@shared/study/study-event'
import type { ShownClaim, StoredVerdict } from '@shared/study/shown-claim'
import type { StudyContent } from '@shared/study/study-content'
import type { UnderWay, UnderWayByKind } from '@shared/study/under-way'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { callLab } from '../lab-client'
import { useNotices } from './notices'

/** Seeds of fresh runs begin here, a thousand for each event of the past. */
const FRESH_SEEDS = 500_000

/** The content of the school, the ledger of claims, and what happened; read at the first room that asks. */
export const useSchool = defineStore('school', () => {
  const notices = useNotices()
  const content = shallowRef<StudyContent | null>(null)
  const claims = shallowRef<readonly ShownClaim[]>([])
  /** Everything but reviews, in order. */
  const history = shallowRef<readonly RecordedEvent[]>([])
  /** Why the content is not there. */
  const lack = ref<string | null>(null)
  /** The claim whose evidence is open, if any. */
  const shownClaim = ref<string | null>(null)
  /** Whether it is asked what its experiment will say, before that is shown. */
  const isClaimAsked = ref(false)
  /** What was begun last of each kind, ended or not. */
  const underWay = shallowRef<UnderWayByKind>({ quiz: null, lesson: null, interview: null, prediction: null })
  let loading: Promise<void> | null = null
  let isKeeping = true

  const corrections = computed(
    () => new Map((content.value?.corrections ?? []).map((one): [string, Correction] => [one.id, one])),
  )
  const claimsById = computed(() => new Map(claims.value.map((one): [string, ShownClaim] => [one.id, one])))

  /** What has not been read yet: all at the first call, and what failed at the next one. */
  const unread = new Set([readContent, readClaims, readHistory, readUnderWay])

  /** Reads all once; after a failure the next call tries again. */
  async function load(): Promise<void> {
    loading ??= readRest()
    await loading
    loading = null
  }

  /** Reads the content again, as after a lesson file came in. */
  async function reload(): Promise<void> {
    await loading
    unread.add(readContent)
    await load()
  }

  async function readRest(): Promise<void> {
    await Promise.all(
      [...unread].map(async (read) => {
        if (await read()) unread.delete(read)
      }),
    )
  }

  async function readContent(): Promise<boolean> {
    const answer = await callLab('study:content', {})
    if (answer.ok) content.value = answer.value
    lack.value = answer.ok ? null : answer.error.message
    return answer.ok
  }

  async function readClaims(): Promise<boolean> {
    const answer = await callLab('claims:list', {})
    if (answer.ok) claims.value = answer.value
    else notices.fail('The ledger of claims was not read', answer.error)
    return answer.ok
  }

  /** @returns whether it was read */
  async function readHistory(): Promise<boolean> {
    const answer = await callLab('study:history', {})
    if (answer.ok) history.value = answer.value
    else notices.fail('What you learned so far was not read', answer.error)
    return answer.ok
  }

  async function readUnderWay(): Promise<boolean> {
    const answer = await callLab('study:under-way', {})
    if (answer.ok) underWay.value = answer.value
    else notices.fail('What was under way was not read', answer.error)
    return answer.ok
  }

  /** Writes where a quiz, an interview or a prediction stands, so that it outlives the program; the first of several failures is told. */
  async function keepUnderWay(session: UnderWay): Promise<void> {
    underWay.value = { ...underWay.value, [session.kind]: session }
    const written = await callLab('study:keep-under-way', { session })
    if (!written.ok && isKeeping) notices.fail('Where this stands was not kept', written.error)
    isKeeping = written.ok
  }

  /** Writes what happened. @returns whether it is on disk */
  async function record(events: readonly StudyEvent[]): Promise<boolean> {
    const written = await callLab('study:record', { events: [...events] })
    if (!written.ok) {
      notices.fail('This was not remembered', written.error)
      return false
    }
    history.value = [...history.value, ...written.value]
    return true
  }

  /** Whether a prediction on the experiment of a claim still means something. */
  function isOpenClaim(id: string): boolean {
    const claim = claimsById.value.get(id)
    return claim !== undefined && isOpenToPrediction(claim, history.value)
  }

  /**
   * Opens a claim over whatever is shown: with a question while its outcome is new to the learner, else with its evidence.
   * @param isOutcomeInView where it is opened from shows the outcome already
   */
  function showClaim(id: string, isOutcomeInView = false): void {
    shownClaim.value = id
    isClaimAsked.value = !isOutcomeInView && isOpenClaim(id)
    if (!isClaimAsked.value) void record([{ kind: 'experiment', claim: id }])
  }

  /** Takes what was said of the claim that is open, and shows its evidence once that is on disk. */
  async function predictClaim(said: PredictedOutcome, confidence: number): Promise<void> {
    const claim = claimsById.value.get(shownClaim.value ?? '')
    if (claim === undefined) return
    const { id } = claim
    const isWritten = await record([
      judgePrediction(claim, said, confidence),
      { kind: 'experiment', claim: id },
    ])
    if (isWritten && shownClaim.value === id) isClaimAsked.value = false
  }

  /** Shows the evidence of the claim that is open without a prediction. */
  function revealClaim(): void {
    isClaimAsked.value = false
    if (shownClaim.value !== null) void record([{ kind: 'experiment', claim: shownClaim.value }])
  }

  /** Runs the experiment of a claim on seeds that no verdict has seen, neither of this start nor of an earlier one. */
  async function runClaim(id: string): Promise<Result<StoredVerdict>> {
    const firstSeed = FRESH_SEEDS + 1000 * (history.value.at(-1)?.id ?? 0)
    const answer = await callLab('claims:run', { claim: id, firstSeed })
    // The next run counts from this event on.
    if (answer.ok) await record([{ kind: 'experiment', claim: id }])
    return answer
  }

  return {
    content,
    claims,
    claimsById,
    corrections,
    history,
    lack,
    shownClaim,
    underWay,
    keepUnderWay,
    isClaimAsked,
    load,
    reload,
    readHistory,
    record,
    isOpenClaim,
    showClaim,
    predictClaim,
    revealClaim,
    runClaim,
  }
})
