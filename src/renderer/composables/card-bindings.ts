import { useRouter } from 'vue-router'
import type { ActionId } from '../actions/action-catalogue'
import { useCardEditor } from '../stores/card-editor'
import { useCardSession } from '../stores/card-session'
import { useSchool } from '../stores/school'
import type { Binding } from './binding'

/** What the actions of the Cards room do; each says why it cannot. */
export function cardBindings() {
  const router = useRouter()
  const [session, editor, school] = [useCardSession(), useCardEditor(), useSchool()]
  const elsewhere = (): string | null =>
    router.currentRoute.value.name === 'cards' ? null : 'Open the Cards room first.'
  const noCard = (): string | null => {
    if (elsewhere() !== null) return elsewhere()
    if (session.section !== 'study') return 'No card is shown.'
    // Then a key waits for the step before it.
    return session.isBusy || session.face !== null ? null : 'No card is shown.'
  }
  const notShown = (): string | null =>
    noCard() ?? (session.isBusy || session.isShown ? null : 'Show the answer first.')
  const grade = (value: 1 | 2 | 3 | 4): Binding => ({ blocked: notShown, run: () => session.grade(value) })
  const claim = (): string | undefined => session.turn?.card?.claims[0]
  return {
    'show-answer': {
      blocked: () => noCard() ?? (session.isShown && !session.isBusy ? 'The answer is shown.' : null),
      run: () => session.show(),
    },
    'grade-again': grade(1),
    'grade-hard': grade(2),
    'grade-good': grade(3),
    'grade-easy': grade(4),
    'undo-card': {
      blocked: () => elsewhere() ?? (session.canUndo ? null : 'Nothing to undo since the start.'),
      run: () => session.undo(),
    },
    'open-experiment': {
      blocked: () => noCard() ?? (claim() === undefined ? 'This card rests on no experiment.' : null),
      run: () => {
        const id = claim()
        if (id !== undefined) school.showClaim(id)
      },
    },
    'edit-card': {
      blocked: noCard,
      run: () => {
        const card = session.turn?.card ?? null
        if (card !== null) editor.edit(card)
      },
    },
    'suspend-card': { blocked: noCard, run: () => session.putAway('suspend') },
    'bury-card': { blocked: noCard, run: () => session.putAway('bury') },
  } satisfies Partial<Record<ActionId, Binding>>
}
