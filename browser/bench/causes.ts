// Why a number is another one in a second heart, by the rules and words of `diastole.faces.words.causes`.

import type { Leak, LeakDrive, Measure } from "../src/index.js"
import type { Arm } from "./arms.js"
import { Change, type Values } from "./change.js"
import { signed, withUnit } from "./numbers.js"
import type { CauseWords, Payload } from "./payload.js"

const MS = 1000
const OUTPUT = "cardiac_output"
const [RATIO, SUPPLY, NEED] = ["subendocardial_supply_demand_ratio", "subendocardial_flow", "lv_oxygen_need"] as const
const [FILLED, HELD] = ["lv_end_diastolic_pressure", "lv_end_diastolic_volume"] as const

/** A part of a change, in the unit of the measure, and what is said of it. */
interface Part {
  readonly amount: number
  readonly words: string
}

type Told = Pick<Payload, "measures" | "thresholds" | "causes">

/** Returns why numbers differ from one heart to another, a sentence each. */
export function causes(payload: Told, before: Arm, after: Arm): string[] {
  const cause = new Cause(payload, before, after)
  const leaks = (Object.keys(payload.causes.places) as Leak[]).map(leak => cause.ofLeak(leak))
  return [...leaks, cause.ofOutput(), cause.ofFilling(), cause.ofSupply()].filter(text => text !== "")
}

class Cause {
  readonly #payload: Told
  readonly #words: CauseWords
  readonly #before: Arm
  readonly #after: Arm

  constructor(payload: Told, before: Arm, after: Arm) {
    this.#payload = payload
    this.#words = payload.causes
    this.#before = before
    this.#after = after
  }

  ofLeak(leak: Leak): string {
    const change = this.#change(leak)
    const { closing } = this.#payload.thresholds
    if (change.direction === 0 || !(change.before! >= closing && change.after! >= closing)) return ""
    const [valve, above, below] = this.#words.places[leak]
    const [one, other] = [this.#before.drives[leak], this.#after.drives[leak]]
    const parts = this.#partsOf(change, one, other, above, below, this.#byBalloon(leak, other.above - one.above))
    return filled(this.#words.leak.head, { more: this.#more(change.direction), valve, change: ofChange(change), parts: this.#told(this.#named(parts), change) })
  }

  /** Returns what a balloon that fills in the second heart alone does to the pressure above a valve that leaks [mmHg more]. */
  #byBalloon(leak: Leak, rise: number): string {
    const [sign, name, words] = this.#words.balloon[leak]
    const fills = ({ traces }: Arm) => traces.v_balloon.some(volume => volume > 0)
    const isMoved = sign * rise >= this.#payload.measures[this.#words.beforeEjection]!.least
    const agrees = name === "" || this.#change(name).direction === sign
    return !fills(this.#before) && fills(this.#after) && isMoved && agrees ? words : ""
  }

  /** The change of a product is shared by the logarithms of its factors. */
  #partsOf(change: Change, one: LeakDrive, other: LeakDrive, above: string, below: string, by: string): Part[] {
    const [first, last] = [change.before!, change.after!]
    const mean = (last - first) / Math.log(last / first)
    const part = (name: "pressure" | "time" | "orifice", factor: number, [before, after]: readonly string[], more: Record<string, string> = {}): Part => {
      const amount = mean * Math.log(factor)
      const made = `${amount >= 0 ? "+" : "−"}${withUnit(amount, 1, "").replace(/^−/, "")}\u00a0${change.words.unit}`
      return { amount, words: filled(this.#words.leak[name], { before: before!, after: after!, part: made, ...more }) }
    }
    const both = (text: (drive: LeakDrive, volume: number) => string) => [text(one, first), text(other, last)]
    const gap = (drive: LeakDrive, volume: number) => volume / (this.#words.jet * drive.root * drive.seconds)
    return [
      part("pressure", other.root / one.root, both(drive => withUnit(drive.above - drive.below, 1, "mmHg")), {
        above, below, by, rise_above: signed(other.above - one.above, 1), rise_below: signed(other.below - one.below, 1),
      }),
      part("time", other.seconds / one.seconds, both(drive => withUnit(MS * drive.seconds, 0, "ms"))),
      part("orifice", gap(other, last) / gap(one, first), both((drive, volume) => withUnit(gap(drive, volume), 3, "cm²"))),
    ]
  }

  ofOutput(): string {
    const change = this.#change(OUTPUT)
    const parts = this.#words.terms.map(([names, sign, words]): Part => {
      const more = names.reduce((sum, name) => sum + (this.#after.values[name] ?? 0) - (this.#before.values[name] ?? 0), 0)
      const size = withUnit(Math.abs(more), change.words.decimals, change.words.unit)
      return { amount: sign * more, words: filled(words, { size, more: this.#more(more > 0 ? 1 : -1) }) }
    })
    const said = this.#named(parts.filter(({ amount }) => Math.abs(amount) >= change.words.least))
    if (change.direction === 0 || said.length < 2) return ""
    return this.#sentence(OUTPUT, change, { parts: this.#told(said, change) })
  }

  ofSupply(): string {
    const [ratio, flow, need] = [this.#change(RATIO), this.#change(SUPPLY), this.#change(NEED)]
    if (ratio.direction === 0 || flow.direction !== -ratio.direction || need.direction !== flow.direction) return ""
    const moves = this.#words.rises[flow.direction > 0 ? 1 : 0]
    return this.#sentence(RATIO, ratio, { moves, size: sizeOf(flow), need: sizeOf(need), more: this.#more(need.direction) })
  }

  ofFilling(): string {
    const [pressure, volume] = [this.#change(FILLED), this.#change(HELD)]
    if (pressure.direction === 0 || volume.direction !== pressure.direction) return ""
    return this.#sentence(FILLED, pressure, { size: sizeOf(volume), more: this.#more(volume.direction) })
  }

  #sentence(name: keyof CauseWords["sentences"], change: Change, more: Record<string, string>): string {
    const rises = this.#words.rises[change.direction > 0 ? 1 : 0]
    return filled(this.#words.sentences[name], { phrase: change.words.phrase, rises, change: ofChange(change), ...more })
  }

  /** Returns the parts that count, the largest first. */
  #named(parts: readonly Part[]): Part[] {
    const size = ({ amount }: Part) => Math.abs(amount)
    const whole = parts.reduce((sum, part) => sum + size(part), 0)
    return [...parts].sort((one, other) => size(other) - size(one)).filter(part => size(part) >= this.#words.share * whole)
  }

  /** Returns what is said of parts of a change, and what is left of it, so that the printed numbers add up. */
  #told(parts: readonly Part[], change: Change): string {
    const { decimals, unit } = change.words
    const rounded = (value: number) => Number(value.toFixed(decimals))
    const rest = signed(parts.reduce((left, { amount }) => left - rounded(amount), rounded(change.absolute ?? 0)), decimals)
    const more = /^[+−]/.test(rest) ? [filled(this.#words.rest, { part: `${rest}\u00a0${unit}` })] : []
    return [...parts.map(({ words }) => words), ...more].join("; ")
  }

  #more = (direction: number) => this.#words.more[direction > 0 ? 1 : 0]

  #change(name: Measure): Change {
    const words = this.#payload.measures[name] ?? this.#words.measures[name]!
    const value = ({ values }: { readonly values: Values }) => values[name] ?? null
    return new Change(words, value(this.#before), value(this.#after), false, this.#payload.thresholds)
  }
}

const filled = (words: string, gaps: Record<string, string>) => words.replace(/\{(\w+)\}/g, (_, name: string) => gaps[name]!)
const ofChange = (change: Change) => `${signed(change.absolute, change.words.decimals)}\u00a0${change.words.unit}`
const sizeOf = (change: Change) => withUnit(Math.abs(change.absolute ?? 0), change.words.decimals, change.words.unit)
