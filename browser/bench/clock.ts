// The one clock on which both hearts beat.

import type { Label } from "../src/index.js"
import type { Arm } from "./arms.js"
import type { Traced } from "./traced.js"

/** A label of the console at a time of the clock. */
export interface Stand {
  readonly label: Label
  readonly time: number // s
  readonly pressure: number // mmHg
}

const MARKED_FROM = 0.04 // 1, share of a sweep after which the support cycle begins that has the labels

/** A steady heart that beats on: its traces at any time. */
export class BeatingArm {
  #arm: Arm | undefined
  #origin = 0 // s, at which a support cycle begins

  get arm(): Arm | undefined {
    return this.#arm
  }

  /** Length of the beat that is on [s]. */
  beat(now: number): number {
    const onsets = this.#arm?.onsets ?? [0, 1]
    const next = onsets.findIndex(onset => onset > this.phase(now) + 1e-6)
    return next < 1 ? onsets.at(-1)! - onsets.at(-2)! : onsets[next]! - onsets[next - 1]!
  }

  /** Goes on with another steady beat, at the same share of its cycle; an arm without one is not taken. */
  follow(arm: Arm, now: number): void {
    if (arm.outcome !== "steady") return
    const share = this.#arm ? this.phase(now) / lengthOf(this.#arm) : 0
    this.#arm = arm
    this.#origin = now - share * lengthOf(arm)
  }

  /** Begins a support cycle. */
  restart(now: number): void {
    this.#origin = now
  }

  /** Returns the time in the support cycle [s]. */
  phase(now: number): number {
    const length = this.#arm ? lengthOf(this.#arm) : 1
    return (((now - this.#origin) % length) + length) % length
  }

  at(name: Traced, now: number): number | null {
    return this.#arm ? interpolated(this.#arm.times, this.#arm.traces[name], this.phase(now)) : null
  }

  /** Returns the labels that stand between two times [s]: those of one support cycle of each sweep of so many seconds. */
  marks(from: number, until: number, sweep: number): Stand[] {
    const arm = this.#arm
    if (!arm) return []
    const length = lengthOf(arm)
    const found: Stand[] = []
    for (let number = Math.floor(from / sweep) - 1; number * sweep <= until; number++) {
      const earliest = (number + MARKED_FROM) * sweep
      const start = this.#origin + Math.ceil((earliest - this.#origin) / length) * length
      for (const [label, mark] of Object.entries(arm.marks)) {
        const time = mark ? start + mark.time : NaN
        if (mark && time > from && time <= until) found.push({ label: label as Label, time, pressure: mark.pressure })
      }
    }
    return found
  }
}

function lengthOf({ onsets }: Arm): number {
  return onsets.at(-1)!
}

function interpolated(times: Float64Array, values: Float64Array, time: number): number {
  let low = 0
  let high = times.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (times[middle]! <= time) low = middle
    else high = middle
  }
  const width = times[high]! - times[low]!
  const share = width > 0 ? (time - times[low]!) / width : 0
  return values[low]! + share * (values[high]! - values[low]!)
}
