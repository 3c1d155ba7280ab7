import type { FactorValue, SweepDocument } from '@shared/sweep-spec'
import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { inSpecOrder, isRecord, sameValue, writeKey } from '../lab/document-path'
import { FIRST_DRAFT, settingValues, withSettingValues } from '../lab/draft-document'
import type { Setting } from '../lab/setting-catalogue'
import { callLab } from '../lab-client'
import { useNotices } from './notices'

const MOST_STEPS_BACK = 200
/** Short: the program may close the store before the window hears that it closes. */
const AUTOSAVE_MILLISECONDS = 100
const AUTOSAVE_AT_LEAST_EVERY = 500

/** The sweep being built: every change can be undone, and is kept on disk moments later. */
export const useDraft = defineStore('draft', () => {
  const notices = useNotices()
  const document = shallowRef<SweepDocument>(FIRST_DRAFT)
  const past = shallowRef<readonly SweepDocument[]>([])
  const future = shallowRef<readonly SweepDocument[]>([])
  /** Text of the Spec tab while it cannot be read as a spec: kept with the draft, so that it is not lost either. */
  const brokenText = ref<string | null>(null)
  const loaded = ref(false)
  const saved = ref(true)
  /** How often another spec took the draft's place: what cards hold half typed belongs to the one before. */
  const replacements = ref(0)
  let coalescing: string | null = null

  const canUndo = computed(() => past.value.length > 0)
  const canRedo = computed(() => future.value.length > 0)

  /** `burst` joins changes that follow each other under the same name, such as the letters of a title. */
  function change(next: SweepDocument, burst: string | null = null): void {
    const ordered = inSpecOrder(next)
    if (sameValue(ordered, document.value)) return
    if (burst === null || burst !== coalescing) {
      past.value = [...past.value.slice(-MOST_STEPS_BACK + 1), document.value]
    }
    coalescing = burst
    future.value = []
    show(ordered)
  }

  function show(next: SweepDocument): void {
    document.value = next
    saved.value = false
    void autosave()
  }

  function setValues(setting: Setting, values: readonly FactorValue[]): void {
    change(withSettingValues(document.value, setting, values))
  }

  function valuesOf(setting: Setting): readonly FactorValue[] {
    return settingValues(document.value, setting)
  }

  function setText(key: 'name' | 'notes', text: string): void {
    change(writeKey(document.value, key, text === '' && key === 'notes' ? undefined : text), key)
  }

  /** Another spec takes the draft's place; undo brings the old one back. */
  function replace(next: SweepDocument): void {
    setBrokenText(null)
    change(next)
    coalescing = null
    replacements.value += 1
  }

  /** The text of the Spec tab was read; what is typed in one go is undone in one step. */
  function replaceByText(next: SweepDocument): void {
    setBrokenText(null)
    change(next, 'spec text')
    replacements.value += 1
  }

  function undo(): void {
    const previous = past.value.at(-1)
    if (previous === undefined) return
    past.value = past.value.slice(0, -1)
    future.value = [document.value, ...future.value]
    coalescing = null
    show(previous)
  }

  function redo(): void {
    const [next, ...rest] = future.value
    if (next === undefined) return
    past.value = [...past.value, document.value]
    future.value = rest
    coalescing = null
    show(next)
  }

  function setBrokenText(text: string | null): void {
    if (brokenText.value === text) return
    brokenText.value = text
    void autosave()
  }

  async function load(): Promise<void> {
    const read = await callLab('draft:read', {})
    if (read.ok && read.value !== null) restore(read.value)
    else if (!read.ok) notices.fail('The draft was not read', read.error)
    loaded.value = true
  }

  function restore(text: string): void {
    const held = parseDraft(text)
    if (held === null) return
    document.value = inSpecOrder(held.document)
    brokenText.value = held.brokenText
  }

  async function save(): Promise<void> {
    const written = await callLab('draft:write', {
      document: JSON.stringify({ document: document.value, brokenText: brokenText.value }),
    })
    saved.value = written.ok
    if (!written.ok) notices.fail('The draft was not kept', written.error)
  }

  const autosave = useDebounceFn(save, AUTOSAVE_MILLISECONDS, { maxWait: AUTOSAVE_AT_LEAST_EVERY })

  return {
    document, brokenText, loaded, saved, replacements, canUndo, canRedo,
    change, setValues, valuesOf, setText, replace, replaceByText, undo, redo, setBrokenText, load, save,
  } // prettier-ignore
})

function parseDraft(text: string): { document: SweepDocument; brokenText: string | null } | null {
  let held: FactorValue
  try {
    held = toFactorValue(JSON.parse(text))
  } catch {
    return null
  }
  if (!isRecord(held) || !isRecord(held['document'])) return null
  const broken = held['brokenText']
  return { document: held['document'], brokenText: typeof broken === 'string' ? broken : null }
}

/** JSON holds nothing but these; anything else becomes null. */
function toFactorValue(value: unknown): FactorValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(toFactorValue)
  if (typeof value !== 'object' || value === null) return null
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toFactorValue(inner)]))
}
