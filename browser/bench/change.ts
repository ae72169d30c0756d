// One measure of two hearts, and how much of its change means something: as `Change` and `Facts` of the package.

import type { Measure } from "../src/index.js"
import { percent, plain, signed, withUnit } from "./numbers.js"
import type { MeasureWords, Thresholds, Vocabulary } from "./payload.js"

export type Values = Readonly<Record<Measure, number | null>>

export class Change {
  readonly words: MeasureWords
  readonly before: number | null
  readonly after: number | null
  readonly #isTight: boolean
  readonly #thresholds: Thresholds

  /** @param isTight whether the valve leaks too little for percent */
  constructor(words: MeasureWords, before: number | null, after: number | null, isTight: boolean, thresholds: Thresholds) {
    this.words = words
    this.before = before
    this.after = after
    this.#isTight = isTight
    this.#thresholds = thresholds
  }

  /** +1 if it rises, −1 if it falls, 0 if that is no change or undefined. */
  get direction(): number {
    const { before, after, words } = this
    if (before === null || after === null) return 0
    const share = words.hasZero ? this.#thresholds.told * Math.abs(before) : 0
    if (Math.abs(after - before) < Math.max(words.least, share)) return 0
    return after > before ? 1 : -1
  }

  /** The change as shown, in the unit of the words. */
  get absolute(): number | null {
    return this.before === null || this.after === null ? null : this.words.scale * (this.after - this.before)
  }

  /** The change as a share of the value before, or null where that means nothing. */
  get relative(): number | null {
    const { before, after, words } = this
    if (before === null || after === null || this.#isTight || !words.hasZero) return null
    return Math.abs(before) >= this.step ? (after - before) / Math.abs(before) : null
  }

  /** Half a digit of what is shown. */
  get step(): number {
    return (0.5 * 10 ** -this.words.decimals) / this.words.scale
  }

  get isNone(): boolean {
    return this.absolute !== null && this.direction === 0
  }

  /** +1 where heart and body fare better by it, −1 where worse, 0 where neither can be said. */
  get favour(): number {
    return this.direction * this.words.better
  }

  shown(value: number | null): string {
    return plain(value === null ? null : this.words.scale * value, this.words.decimals)
  }

  get absoluteText(): string {
    if (this.isNone) return "no change"
    const text = signed(this.absolute, this.words.decimals)
    return this.words.isShare && this.absolute !== null ? `${text} pts` : text
  }

  get percentText(): string {
    return this.isNone ? "" : percent(this.relative)
  }

  /** A clause such as: mean aortic pressure rises by 4.0 mmHg (6.1 %) to 69.0 mmHg. */
  get clause(): string {
    const { phrase, decimals, unit, scale } = this.words
    const value = withUnit(this.after === null ? null : scale * this.after, decimals, unit)
    if (this.direction === 0) return `${phrase} does not change (${value})`
    const isLittle = this.relative !== null && Math.abs(this.relative) < this.#thresholds.little
    return `${phrase} ${this.direction > 0 ? "rises" : "falls"}${isLittle ? " a little," : ""} by ${this.#amount} to ${value}`
  }

  get #amount(): string {
    const { decimals, unit, isShare } = this.words
    const size = Math.abs(this.absolute ?? 0)
    if (isShare) return `${plain(size, decimals)} percentage points`
    const text = withUnit(size, decimals, unit)
    return this.relative === null ? text : `${text} (${percent(Math.abs(this.relative)).replace(/^\+/, "")})`
  }
}

/** Returns the changes between two sets of measures, by name, in the order of the vocabulary. */
export function changes({ measures, thresholds }: Vocabulary, before: Values, after: Values): Map<Measure, Change> {
  const isTight = (leak: Measure | "") => leak !== "" && !((before[leak] ?? 0) >= thresholds.closing)
  return new Map(Object.entries(measures).map(([key, words]): [Measure, Change] => {
    const name = key as Measure
    return [name, new Change(words, before[name], after[name], isTight(words.leak), thresholds)]
  }))
}

/** Whether a measure is worth telling: not the leak of a valve that is tight in both hearts. */
export function isTold({ measures, thresholds }: Vocabulary, name: Measure, before: Values, after: Values): boolean {
  const leak = measures[name]?.leak ?? ""
  return leak === "" || [before, after].some(values => (values[leak] ?? 0) >= thresholds.closing)
}

/** Whether a balloon leaves out beats of a heart, so that measures of a beat are of an assisted one. */
export const areBeatsLeftOut = ({ onsets }: { readonly onsets: readonly number[] }): boolean => onsets.length > 2
