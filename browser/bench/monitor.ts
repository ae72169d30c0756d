// The monitor: both hearts on one clock, drawn frame by frame, or once per change where nothing shall move.

import type { Arm, Pair } from "./arms.js"
import type { Traced } from "./traced.js"
import { BeatingArm } from "./clock.js"
import { HIGH, byId, element, forgetColours } from "./elements.js"
import { Frames } from "./frames.js"
import { Loops } from "./loops.js"
import type { Range } from "./paper.js"
import { HeartScreen } from "./screen.js"
import { SPAN } from "./strips.js"
import { KINDS } from "./traces.js"

const CHOICES = KINDS.flatMap(({ curves }) => curves)
const TICK = 20 // mmHg or mL/s, to which an axis is rounded
const ROOM = 0.06 // 1, of what is shown, above and below it
const FOOT = 0.03 // 1, of the highest value, below a trace that only touches zero
const SHRINKS = 0.75 // of the axis that must be enough before it becomes shorter
const LOOPS_HEIGHT = HIGH > 820 ? 240 : 190 // px
const LONGEST_FRAME = 0.1 // s

export class Monitor {
  readonly #without = new BeatingArm()
  readonly #with = new BeatingArm()
  readonly #screens: readonly HeartScreen[]
  readonly #loops: Loops
  readonly #ranges = new Map<string, Range>()
  readonly #chosen = new Set<Traced>(CHOICES.filter(({ isShown }) => isShown).map(({ name }) => name))
  readonly #frames: Frames
  #time = SPAN // s
  #hasBalloon = true

  /** Share of the time of a clock at which the hearts beat. */
  pace = 1

  /**
   * @param closing regurgitant volume of a sound valve [mL]
   * @param themed is called for another theme
   */
  constructor(closing: number, themed: () => void) {
    this.#screens = [
      new HeartScreen(byId("strips-without"), byId("vitals-without"), this.#without, "without the device", false, closing),
      new HeartScreen(byId("strips-with"), byId("vitals-with"), this.#with, "with the device", true, closing),
    ]
    this.#loops = new Loops(byId("loops"), this.#without, this.#with, LOOPS_HEIGHT)
    this.#offer(byId("traces"))
    this.#choose()
    matchMedia("screen and (prefers-color-scheme: dark)").addEventListener("change", () => {
      forgetColours()
      this.#choose()
      this.#loops.rule()
      themed()
    })
    const places = [byId("strips-without"), byId("strips-with"), byId("loops")]
    this.#frames = new Frames(places, seconds => this.#advance(this.pace * Math.min(seconds, LONGEST_FRAME)))
  }

  /** Whether the second heart has a balloon, and so traces of it. */
  set hasBalloon(has: boolean) {
    if (has === this.#hasBalloon) return
    this.#hasBalloon = has
    this.#choose()
  }

  set moves(moves: boolean) {
    this.#frames.moves = moves
  }

  /** Lets the second heart beat once more, and the first one go with it. */
  step(): void {
    this.#advance(this.#with.beat(this.#time))
  }

  show(pair: Pair, before: Pair | undefined): void {
    for (const [heart, arm] of [[this.#without, pair.without], [this.#with, pair.with]] as const) heart.follow(arm, this.#time)
    if (pair.without.onsets.length === 2 && pair.with.onsets.length === 2) this.#keepStep()
    this.#screens[0]!.tell(pair.without)
    this.#screens[1]!.tell(pair.with)
    if (this.#measure([pair.without, pair.with])) this.#choose()
    else if (!this.#frames.moves) for (const screen of this.#screens) screen.repaint(this.#time)
    this.#loops.show(pair, before, this.#ranges.get("Pressures") ?? [0, 120], this.#time)
  }

  /** Puts a box for each trace into the page. */
  #offer(list: HTMLElement): void {
    for (const { name, title, role } of CHOICES) {
      const box = element("input", { type: "checkbox", value: name })
      box.checked = this.#chosen.has(name)
      box.addEventListener("change", () => {
        if (box.checked) this.#chosen.add(name)
        else this.#chosen.delete(name)
        this.#choose()
      })
      list.append(element("label", { class: role }, box, element("i", {}), title))
    }
  }

  #choose(): void {
    const names = new Set(CHOICES.filter(({ name, ofBalloon }) => this.#chosen.has(name) && (this.#hasBalloon || !ofBalloon)).map(({ name }) => name))
    for (const screen of this.#screens) screen.choose(names, this.#ranges, this.#time)
  }

  /** Finds axes on which both hearts have room; returns whether one of them changed. */
  #measure(arms: readonly Arm[]): boolean {
    const steady = arms.filter(({ outcome }) => outcome === "steady")
    let isNew = false
    for (const { title, unit, curves, range } of steady.length > 0 ? KINDS : []) {
      if (unit === undefined) continue
      const before = this.#ranges.get(title)
      const now = rangeOf(steady.flatMap(({ traces }) => curves.map(({ name }) => traces[name])), before) ?? range
      this.#ranges.set(title, now)
      isNew ||= now !== before
    }
    return isNew
  }

  /** Lets hearts of one rate beat together. */
  #keepStep(): void {
    const [one, other] = [this.#without, this.#with]
    if (one.arm?.onsets.at(-1) === other.arm?.onsets.at(-1)) other.restart(this.#time - one.phase(this.#time))
  }

  #advance(seconds: number): void {
    this.#time += seconds
    for (const screen of this.#screens) screen.advance(this.#time)
    this.#loops.dots(this.#time)
  }
}

/** Returns an axis on which all traces have room; it grows at once and shrinks where much of it is empty. */
function rangeOf(traces: readonly Float64Array[], before: Range | undefined): Range | undefined {
  let least = 0
  let most = 0
  for (const trace of traces) {
    for (const value of trace) {
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  if (most === least) return before
  const room = ROOM * (most - least)
  const needed: Range = [least < 0 ? Math.floor((least - room) / TICK) * TICK : -FOOT * most, Math.ceil((most + room) / TICK) * TICK]
  if (before === undefined) return needed
  const isEnough = needed[0] >= before[0] && needed[1] <= before[1]
  return isEnough && needed[1] - needed[0] > SHRINKS * (before[1] - before[0]) ? before : needed
}
