export interface OptionLook {
  readonly word: string
  readonly icon: string
  /** Classes of the word and of the frame around the option. */
  readonly ink: string
  readonly frame: string
  /** Whether its reason is shown at once: of every right and every chosen option. */
  readonly isTold: boolean
}

/** An option after the answer: in words, with an icon, and in colour. */
export function optionLook(isRight: boolean, isChosen: boolean): OptionLook {
  if (isRight)
    return {
      word: isChosen ? 'Right, chosen' : 'Right, not chosen',
      icon: 'i-lucide-check',
      ink: 'text-success font-medium',
      frame: isChosen ? 'border-success bg-success/8' : 'border-success border-dashed',
      isTold: true,
    }
  if (isChosen)
    return {
      word: 'Wrong, chosen',
      icon: 'i-lucide-x',
      ink: 'text-error font-medium',
      frame: 'border-error bg-error/8',
      isTold: true,
    }
  return {
    word: 'Wrong, left',
    icon: 'i-lucide-minus',
    ink: 'text-muted',
    frame: 'border-default',
    isTold: false,
  }
}
