// Why a number is another one in a second heart, by the rules of `diastole.faces.words.causes`.

import type { Leak, LeakDrive, Measure } from "../src/index.js"
import type { Arm } from "./arms.js"
import { Change, areBeatsLeftOut, type Values } from "./change.js"
import type { Told } from "./devices.js"
import { signed, withUnit } from "./numbers.js"
import type { CauseWords, Payload } from "./payload.js"

const MS = 1000
const OUTPUT = "cardiac_output"
const [RATIO, SUPPLY, NEED] = ["subendocardial_supply_demand_ratio", "subendocardial_flow", "lv_oxygen_need"] as const
const [FILLED, HELD] = ["lv_end_diastolic_pressure", "lv_end_diastolic_volume"] as const
const [MEAN, PEAK, BEFORE_EJECTION] = ["mean_aortic_pressure", "systolic_aortic_pressure", "aortic_end_diastolic_pressure"] as const
const [FRACTION, PUMPED, NATIVE] = ["aortic_regurgitant_fraction", "pump_flow", "native_cardiac_output"] as const
const [LOWER, UPPER, BELOW] = ["lower_body_flow", "head_and_arm_flow", "p_abdominal_aorta"] as const
const CORONARY = "coronary_flow"
const AORTIC = "aortic_regurgitant_volume"
const [BALLOON, AXIAL] = ["balloon_pump", "axial_pump"]

/** A part of a change, in the unit of the measure, and what is said of it. */
interface Part {
  readonly amount: number
  readonly words: string
}

type Vocabulary = Pick<Payload, "measures" | "thresholds" | "causes" | "bases">

/** Returns why numbers differ from one heart to another, a sentence each. */
export function causes(payload: Vocabulary, before: Arm, after: Arm, devices: Told): string[] {
  const cause = new Cause(payload, before, after, devices)
  const leaks = (Object.keys(payload.causes.places) as Leak[]).map(leak => cause.ofLeak(leak))
  return [...leaks, cause.ofPressure(), cause.ofOutput(), cause.ofFraction(), cause.ofFilling(), cause.ofSupply()].filter(text => text !== "")
}

/** Returns why a balloon sends flow to the lower body and not to head and arms, as a clause; nothing where it does not. */
export const apart = (payload: Vocabulary, before: Arm, after: Arm, devices: Told): string => new Cause(payload, before, after, devices).apart()

/** Returns why coronary flow changes, as the end of a clause on it; nothing where it does not follow what the ventricle needs. */
export const fed = (payload: Vocabulary, before: Arm, after: Arm, devices: Told): string => new Cause(payload, before, after, devices).fed()

class Cause {
  readonly #payload: Vocabulary
  readonly #words: CauseWords
  readonly #before: Arm
  readonly #after: Arm
  readonly #devices: Told

  constructor(payload: Vocabulary, before: Arm, after: Arm, devices: Told) {
    this.#payload = payload
    this.#words = payload.causes
    this.#before = before
    this.#after = after
    this.#devices = devices
  }

  ofLeak(leak: Leak): string {
    const change = this.#change(leak)
    if (change.direction === 0 || ![this.#before, this.#after].every(arm => this.#leaks(leak, arm))) return ""
    const [valve] = this.#words.places[leak]
    const parts = this.#named(this.#partsOf(leak, change), change)
    const basis = this.#areLeftOut ? this.#payload.bases.beat : "a beat"
    return filled(this.#words.leak.head, { more: of(this.#words.more, change.direction), valve, basis, change: ofChange(change), parts: this.#told(parts, change) })
  }

  /** Returns what the device does to the pressure above a valve that leaks, where that and what drives the leak go its way. */
  #byDevice(leak: Leak, one: LeakDrive, other: LeakDrive): string {
    const known = this.#words.mechanisms[leak][this.#devices.block]
    if (known === undefined) return ""
    const [sign, name, words] = known
    const isMoved = sign * (other.above - one.above) >= this.#change(BEFORE_EJECTION).words.least && sign * (other.root - one.root) > 0
    const agrees = name === "" || this.#change(name).direction === sign
    return isMoved && agrees && this.#begins ? filled(words, { device: this.#devices.called }) : ""
  }

  /** Whether the device works in the second heart alone: a balloon fills, a pump moves blood. */
  get #begins(): boolean {
    if (this.#devices.block !== BALLOON) return this.#change(PUMPED).direction > 0
    const fills = ({ traces }: Arm) => traces.v_balloon.some(volume => volume > 0)
    return !fills(this.#before) && fills(this.#after)
  }

  /** The change of a product is shared by the logarithms of its factors. */
  #partsOf(leak: Leak, change: Change): Part[] {
    const [, above, below] = this.#words.places[leak]
    const [one, other] = [this.#before.drives[leak], this.#after.drives[leak]]
    const [first, last] = [change.before!, change.after!]
    const mean = (last - first) / Math.log(last / first)
    const part = (name: "pressure" | "time" | "orifice", factor: number, [before, after]: readonly [number, number], decimals: number, more: Record<string, string> = {}): Part => {
      const amount = mean * Math.log(factor)
      const number = (value: number) => withUnit(value, decimals, "")
      return { amount, words: filled(this.#words.leak[name], { way: of(this.#words.factors[name], amount), before: number(before), after: number(after), ...more }) }
    }
    const gap = (drive: LeakDrive, volume: number) => volume / (this.#words.jet * drive.root * drive.seconds)
    const gaps = [gap(one, first), gap(other, last)] as const
    return [
      part("pressure", other.root / one.root, [one.above - one.below, other.above - other.below], 1, {
        above, below, by: this.#byDevice(leak, one, other), rise_above: signed(other.above - one.above, 1), rise_below: signed(other.below - one.below, 1),
      }),
      part("time", other.seconds / one.seconds, [MS * one.seconds, MS * other.seconds], 0),
      part("orifice", gaps[1] / gaps[0], gaps, 3),
    ]
  }

  ofPressure(): string {
    const [change, end, peak] = [this.#change(MEAN), this.#change(BEFORE_EJECTION), this.#change(PEAK)]
    const isTaken = [change, end, peak].every(({ direction }) => direction < 0)
    if (this.#devices.block !== BALLOON || !isTaken || !this.#begins) return ""
    return this.#sentence(MEAN, change, { end: signed(end.absolute, end.words.decimals), peak: signed(peak.absolute, peak.words.decimals) })
  }

  ofOutput(): string {
    const change = this.#change(OUTPUT)
    const parts = this.#words.terms.map(([names, sign, words]): Part => {
      const more = names.reduce((sum, name) => sum + (this.#after.values[name] ?? 0) - (this.#before.values[name] ?? 0), 0)
      const size = withUnit(Math.abs(more), change.words.decimals, change.words.unit)
      return { amount: sign * more, words: filled(words, { size, more: of(this.#words.more, more), rotary: this.#devices.rotary }) }
    })
    const said = this.#named(parts, change)
    if (change.direction === 0 || said.length < 2) return ""
    return this.#sentence(OUTPUT, change, { parts: this.#told(said, change) })
  }

  ofFraction(): string {
    const [change, pumped, native] = [this.#change(FRACTION), this.#change(PUMPED), this.#change(NATIVE)]
    if (!this.#leaks(AORTIC, this.#after) || change.direction <= 0 || pumped.direction <= 0 || native.direction >= 0) return ""
    return this.#sentence(FRACTION, change, { rotary: this.#devices.rotary, size: sizeOf(pumped) })
  }

  ofSupply(): string {
    const [ratio, flow, need] = [this.#change(RATIO), this.#change(SUPPLY), this.#change(NEED)]
    if (ratio.direction === 0 || flow.direction !== -ratio.direction || need.direction !== flow.direction) return ""
    const { more, rises } = this.#words
    return this.#sentence(RATIO, ratio, {
      moves: of(rises, flow.direction), size: sizeOf(flow), need: sizeOf(need), more: of(more, need.direction), wide: of(more, ratio.direction),
    })
  }

  ofFilling(): string {
    const [pressure, held, leak] = [this.#change(FILLED), this.#change(HELD), this.#change(AORTIC)]
    const way = pressure.direction
    if (way === 0 || way * (held.absolute ?? 0) <= 0) return ""
    const { fills, more } = this.#words
    if (leak.direction === way && [this.#before, this.#after].some(arm => this.#leaks(AORTIC, arm)))
      return this.#sentence(FILLED, pressure, { reason: filled(fills.leak, { size: sizeOf(leak), more: of(more, way) }) })
    if (way < 0 && this.#devices.block === AXIAL && this.#begins)
      return this.#sentence(FILLED, pressure, { reason: filled(fills.pump, { device: this.#devices.called }) })
    return ""
  }

  apart(): string {
    if (this.#devices.block !== BALLOON || !this.#begins) return ""
    const [lower, upper, above] = [this.#change(LOWER), this.#change(UPPER), this.#change(MEAN)]
    const below = meanOf(this.#after) - meanOf(this.#before)
    const isApart = lower.direction > 0 && upper.direction < 0 && above.direction <= 0 && below >= above.words.least
    return isApart ? filled(this.#words.apart, { below: signed(below, 1), above: signed(above.absolute, 1) }) : ""
  }

  fed(): string {
    const [flow, need, ratio] = [this.#change(CORONARY), this.#change(NEED), this.#change(RATIO)]
    const haveReserve = [ratio.before, ratio.after].every(share => share !== null && share >= 1)
    if (!haveReserve || flow.direction === 0 || need.direction !== flow.direction) return ""
    return filled(this.#words.fed, { size: sizeOf(need), more: of(this.#words.more, need.direction) })
  }

  #sentence(name: Measure, change: Change, more: Record<string, string>): string {
    const basis = this.#areLeftOut ? ` ${this.#payload.bases[change.words.scope]}` : ""
    return filled(this.#words.sentences[name]!, { phrase: change.words.phrase, rises: of(this.#words.rises, change.direction), change: ofChange(change) + basis, ...more })
  }

  get #areLeftOut(): boolean {
    return [this.#before, this.#after].some(areBeatsLeftOut)
  }

  #leaks(leak: Leak, { values }: Arm): boolean {
    return (values[leak] ?? 0) >= this.#payload.thresholds.closing
  }

  /** Returns the parts that count, the largest first, until next to nothing of the change is left. */
  #named(parts: readonly Part[], change: Change): Part[] {
    let left = change.absolute ?? 0
    const enough = Math.max(this.#words.share * Math.abs(left), change.step)
    const found: Part[] = []
    for (const part of [...parts].sort((one, other) => Math.abs(other.amount) - Math.abs(one.amount))) {
      if (Math.abs(left) < enough) break
      found.push(part)
      left -= part.amount
    }
    return found
  }

  /** Returns what is said of parts of a change; what each makes of it where there are several, and what those that are not named make. */
  #told(parts: readonly Part[], { absolute, step, words: { decimals, unit } }: Change): string {
    const { part, rest } = this.#words.leak
    if (parts.length === 1) return filled(parts[0]!.words, { part: "" })
    const sized = (words: string, amount: number) => filled(words, { amount: `${signed(amount, decimals)}\u00a0${unit}` })
    const left = parts.reduce((sum, { amount }) => sum - amount, absolute ?? 0)
    const said = parts.map(({ amount, words }) => filled(words, { part: sized(part, amount) }))
    return [...said, ...(Math.abs(left) < step ? [] : [sized(rest, left)])].join("; ")
  }

  #change(name: Measure): Change {
    const words = this.#payload.measures[name] ?? this.#words.measures[name]!
    const value = ({ values }: { readonly values: Values }) => values[name] ?? null
    return new Change(words, value(this.#before), value(this.#after), false, this.#payload.thresholds)
  }
}

/** Fills gaps of words; those without a filling stay. */
const filled = (words: string, gaps: Record<string, string>) => words.replace(/\{(\w+)\}/g, (gap, name: string) => gaps[name] ?? gap)
const of = (words: readonly [string, string], way: number) => words[way > 0 ? 1 : 0]
const ofChange = (change: Change) => `${signed(change.absolute, change.words.decimals)}\u00a0${change.words.isShare ? "percentage points" : change.words.unit}`
const sizeOf = (change: Change) => withUnit(Math.abs(change.absolute ?? 0), change.words.decimals, change.words.unit)

/** Returns the mean pressure below a balloon [mmHg]. */
function meanOf({ times, traces: { [BELOW]: pressure } }: Arm): number {
  const area = pressure.reduce((sum, value, i) => (i === 0 ? sum : sum + 0.5 * (value + pressure[i - 1]!) * (times[i]! - times[i - 1]!)), 0)
  return area / (times.at(-1)! - times[0]!)
}
