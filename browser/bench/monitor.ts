// Strips and loops of both hearts, drawn frame by frame, or once per change where nothing shall move.

import type { Arm, Pair } from "./arms.js"
import { BeatingArm } from "./clock.js"
import { byId, forgetColours } from "./elements.js"
import { Loops } from "./loops.js"
import { Strip, type Trace } from "./strips.js"

const PRESSURES: readonly Trace[] = [
  { name: "p_ascending_aorta", label: "Aorta", role: "aorta", width: 2 },
  { name: "p_lv", label: "Left ventricle", role: "ventricle", width: 2 },
  { name: "p_la", label: "Left atrium", role: "atrium", width: 2 },
]
const BALLOON: readonly Trace[] = [{ name: "v_balloon", label: "Balloon", role: "balloon", width: 1.5, isFilled: true }]
const EMPTY: [number, number] = [0, 120] // mmHg, axis of a page that begins without a steady beat
const TICK = 20 // mmHg, to which the axis is rounded
const ROOM = 5 // mmHg
const SHRINKS = 0.75 // of the axis that must be enough before it becomes shorter
const LARGEST_BALLOON = 52 // mL
const [LEAST_HEIGHT, MOST_HEIGHT, BALLOON_HEIGHT, LOOPS_HEIGHT] = [150, 300, 76, 225] // px
const AROUND = 375 // px, of the screen for all but the two strips
const NARROW = 640 // px

export class Monitor {
  readonly #without = new BeatingArm()
  readonly #with = new BeatingArm()
  readonly #strips: readonly Strip[]
  readonly #balloon: Strip
  readonly #loops: Loops
  #range: [number, number] = [0, 0]
  #time = 0 // s
  #frame = 0 // ms, of the last frame
  #moves = false

  constructor() {
    const height = innerWidth < NARROW ? LEAST_HEIGHT : Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, (innerHeight - AROUND) / 2))
    this.#strips = [
      new Strip(byId("strip-without"), this.#without, PRESSURES, height, "mmHg"),
      new Strip(byId("strip-with"), this.#with, PRESSURES, height, "mmHg"),
    ]
    this.#balloon = new Strip(byId("strip-balloon"), this.#with, BALLOON, BALLOON_HEIGHT, "mL")
    this.#balloon.range = [0, LARGEST_BALLOON]
    this.#loops = new Loops(byId("loops"), this.#without, this.#with, LOOPS_HEIGHT)
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      forgetColours()
      this.#redraw()
    })
    requestAnimationFrame(now => this.#tick(now))
  }

  set moves(moves: boolean) {
    this.#moves = moves
    if (!moves) this.#redraw()
  }

  show(pair: Pair, before: Pair | undefined): void {
    for (const [heart, arm] of [[this.#without, pair.without], [this.#with, pair.with]] as const) heart.follow(arm, this.#time)
    if (pair.without.onsets.length === 2 && pair.with.onsets.length === 2) this.#keepStep()
    this.#range = rangeOf([pair.without, pair.with], this.#range)
    for (const strip of this.#strips) strip.range = this.#range
    this.#loops.show(pair, before, this.#range)
    if (!this.#moves) this.#redraw()
  }

  /** Lets hearts of one rate beat together. */
  #keepStep(): void {
    const [one, other] = [this.#without, this.#with]
    if (one.arm?.onsets.at(-1) === other.arm?.onsets.at(-1)) other.restart(this.#time - one.phase(this.#time))
  }

  #redraw(): void {
    const start = this.#time - this.#with.phase(this.#time)
    if (!this.#moves) {
      this.#without.restart(start)
      this.#with.restart(start)
    }
    for (const strip of [...this.#strips, this.#balloon]) strip.still(start)
    this.#loops.draw(start)
  }

  #tick(now: number): void {
    const passed = Math.min(now - this.#frame, 100) / 1000
    this.#frame = now
    if (this.#moves) {
      this.#time += passed
      for (const strip of [...this.#strips, this.#balloon]) strip.sweep(this.#time)
      this.#loops.draw(this.#time)
    }
    requestAnimationFrame(later => this.#tick(later))
  }
}

/** Returns an axis on which all pressures have room; it grows at once and shrinks where much of it is empty. */
function rangeOf(arms: readonly Arm[], [low, high]: [number, number]): [number, number] {
  const pressures = arms.filter(({ outcome }) => outcome === "steady").flatMap(({ traces }) => [traces.p_lv, traces.p_ascending_aorta])
  if (pressures.length === 0) return high > low ? [low, high] : EMPTY
  let [least, most] = [0, 0]
  for (const trace of pressures) for (const value of trace) [least, most] = [Math.min(least, value), Math.max(most, value)]
  const needed = Math.ceil((most + ROOM) / TICK) * TICK
  return [Math.floor(least / TICK) * TICK, needed > high || needed < SHRINKS * high ? needed : high]
}
