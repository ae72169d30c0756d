// Pressure-volume loops of several states, laid over each other.

import type { Arm, Pair } from "./arms.js"

const SVG = "http://www.w3.org/2000/svg"
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [400, 270, 42, 34, 10, 10]
const TICK = 20 // mL, mmHg
const MOST_TICKS = 8
const POINTS = 240 // of a loop
const APART = 31 // points, from the mark of one loop to that of the next

/** A state whose loops are drawn, and the class that has its colour. */
export interface Drawn {
  readonly mark: string // beside its loop
  readonly kind: string
  readonly pair: Pair
}

function shape(tag: string, attributes: Readonly<Record<string, string | number>>, text: string = ""): SVGElement {
  const made = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  made.textContent = text
  return made
}

/** An axis on which all values have room. */
class Axis {
  readonly #low: number
  readonly #high: number
  readonly #from: number
  readonly #to: number

  constructor(values: readonly number[], from: number, to: number) {
    this.#low = Math.floor(Math.min(...values) / TICK) * TICK
    this.#high = Math.max(this.#low + TICK, Math.ceil(Math.max(...values) / TICK) * TICK)
    this.#from = from
    this.#to = to
  }

  at(value: number): number {
    return this.#from + ((value - this.#low) / (this.#high - this.#low)) * (this.#to - this.#from)
  }

  get ticks(): number[] {
    const apart = TICK * Math.ceil((this.#high - this.#low) / TICK / MOST_TICKS)
    return Array.from({ length: Math.floor((this.#high - this.#low) / apart) + 1 }, (_, i) => this.#low + apart * i)
  }
}

/** Returns so many points of a loop, volume [mL] and pressure [mmHg]. */
function pointsOf({ traces }: Arm): [number, number][] {
  const last = traces.v_lv.length - 1
  return Array.from({ length: POINTS + 1 }, (_, i) => Math.round((i / POINTS) * last)).map(place => [traces.v_lv[place]!, traces.p_lv[place]!])
}

/** Returns a drawing of all loops; those without the balloon are dashed. */
export function loopsOf(states: readonly Drawn[]): SVGElement {
  const drawing = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `Pressure–volume loops of ${states.length} states, without and with the device; the table has the numbers` })
  const lines = states.flatMap(({ mark, kind, pair }) => [pair.without, pair.with].filter(({ outcome }) => outcome === "steady").map(arm => (
    { mark, kind, isWithout: arm === pair.without && arm !== pair.with, points: pointsOf(arm) }
  )))
  if (lines.length === 0) return drawing
  const all = lines.flatMap(({ points }) => points)
  const x = new Axis(all.map(([volume]) => volume), LEFT, WIDTH - RIGHT)
  const y = new Axis([0, ...all.map(([, pressure]) => pressure)], HEIGHT - BOTTOM, TOP)
  drawing.append(...rulesOf(x, y))
  lines.forEach(({ mark, kind, isWithout, points }, i) => {
    const d = points.map(([volume, pressure], place) => `${place === 0 ? "M" : "L"}${x.at(volume).toFixed(1)} ${y.at(pressure).toFixed(1)}`).join("")
    drawing.append(shape("path", { d, class: isWithout ? `${kind} dashed` : kind }))
    const [volume, pressure] = points[(i * APART) % POINTS]!
    if (!isWithout) drawing.append(shape("text", { x: x.at(volume), y: y.at(pressure) - 3, class: "mark" }, mark))
  })
  return drawing
}

function rulesOf(x: Axis, y: Axis): SVGElement[] {
  const [left, right, top, bottom] = [LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM]
  return [
    ...x.ticks.flatMap(tick => [
      shape("line", { x1: x.at(tick), x2: x.at(tick), y1: top, y2: bottom }), shape("text", { x: x.at(tick), y: bottom + 13, class: "across" }, String(tick)),
    ]),
    ...y.ticks.flatMap(tick => [
      shape("line", { x1: left, x2: right, y1: y.at(tick), y2: y.at(tick) }), shape("text", { x: left - 5, y: y.at(tick) + 3.5, class: "up" }, String(tick)),
    ]),
    shape("text", { x: (left + right) / 2, y: HEIGHT - 4, class: "across" }, "Volume of the left ventricle, mL"),
    shape("text", { x: 0, y: 0, class: "across", transform: `translate(11 ${(top + bottom) / 2}) rotate(-90)` }, "Pressure, mmHg"),
  ]
}
