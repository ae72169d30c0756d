// The one clock on which both hearts beat.

import type { Arm, Traced } from "./arms.js"

/** A steady heart that beats on: its traces at any time. */
export class BeatingArm {
  #arm: Arm | undefined
  #origin = 0 // s, at which a support cycle begins

  get arm(): Arm | undefined {
    return this.#arm
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
}

function lengthOf({ onsets }: Arm): number {
  return onsets.at(-1)!
}

function interpolated(times: Float64Array, values: Float64Array, time: number): number {
  let [low, high] = [0, times.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (times[middle]! <= time) low = middle
    else high = middle
  }
  const width = times[high]! - times[low]!
  const share = width > 0 ? (time - times[low]!) / width : 0
  return values[low]! + share * (values[high]! - values[low]!)
}
