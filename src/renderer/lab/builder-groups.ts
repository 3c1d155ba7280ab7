import type { SweepDocument } from '@shared/sweep-spec'
import { readKey } from './document-path'
import { isSet, settingValues } from './draft-document'
import { SETTING_GROUPS, SETTINGS, settingOf, type Setting, type SettingGroup } from './setting-catalogue'

export interface BuilderGroup {
  readonly title: SettingGroup
  readonly settings: readonly Setting[]
}

/**
 * The cards that mean something for this draft, group by group. A key that is written keeps its card even where no model
 * uses it, because the card shows what is wrong with it.
 */
export function builderGroups(document: SweepDocument): readonly BuilderGroup[] {
  return SETTING_GROUPS.map((title) => ({
    title,
    settings: SETTINGS.filter(
      (setting) => setting.group === title && (isSet(document, setting.key) || isUseful(document, setting)),
    ),
  }))
}

export function isPretrained(document: SweepDocument): boolean {
  return readKey(document, 'pretrain') !== undefined
}

/** The unit in which the length of the trial, or of its source, is written. */
export function usesEpochs(document: SweepDocument, prefix: '' | 'pretrain.'): boolean {
  return isSet(document, `${prefix}train.epochs`)
}

function isUseful(document: SweepDocument, { key }: Setting): boolean {
  if (key.startsWith('pretrain.') && !isPretrained(document)) return false
  switch (key) {
    case 'model.width':
      return hasKind(document, 'mlp') || hasKind(document, 'residual-mlp')
    case 'model.residual':
      return hasKind(document, 'residual-mlp')
    case 'model.convolution':
      return hasKind(document, 'cnn')
    case 'train.epochs':
    case 'pretrain.train.epochs':
      return false
    case 'train.steps':
      return !usesEpochs(document, '')
    case 'pretrain.train.steps':
      return !usesEpochs(document, 'pretrain.')
    default:
      return true
  }
}

function hasKind(document: SweepDocument, kind: string): boolean {
  const setting = settingOf('model.kind')
  return setting !== null && settingValues(document, setting).includes(kind)
}
