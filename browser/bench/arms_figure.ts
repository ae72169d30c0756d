// Pressures of each arm below each other and the loops of all: drawings that stand still, follow the theme and can be printed.

import type { Arm } from "./arms.js"
import type { Traced } from "./traced.js"
import { titled } from "./explorable.js"

const SVG = "http://www.w3.org/2000/svg"
const PRESSURES: readonly (readonly [Traced, string])[] = [["p_la", "atrium"], ["p_lv", "ventricle"], ["p_ascending_aorta", "aorta"]]
const ROLES = ["without", "ventricle", "aorta", "atrium", "balloon"] // of the loops, as in drawn figures
const SHOWN = 2 // beats, of the longest
const [ROW, HEAD, LEFT, BOTTOM, LOOPS] = [104, 18, 30, 18, 250] // px
const TICK = 40 // mmHg
const KEY = 22 // px, of the line that shows how the loop of an arm is drawn
const FULL = 0.5 // of the largest volume, above which the balloon counts as inflated

type Attributes = Readonly<Record<string, string | number>>

export class ArmsFigure {
  readonly #waves: HTMLElement
  readonly #loops: HTMLElement
  readonly #names: readonly string[]
  #arms: readonly Arm[] = []
  #top = 0 // mmHg, of the axis, which grows at once and never shrinks

  constructor(waves: HTMLElement, loops: HTMLElement, names: readonly string[]) {
    this.#waves = waves
    this.#loops = loops
    this.#names = names
    new ResizeObserver(() => this.draw()).observe(waves)
  }

  show(arms: readonly Arm[]): void {
    this.#arms = arms
    const most = Math.max(...steady(arms).flatMap(({ traces }) => [largest(traces.p_lv), largest(traces.p_ascending_aorta)]), 0)
    this.#top = Math.max(this.#top, Math.ceil((most + 5) / 20) * 20)
  }

  draw(): void {
    if (this.#arms.length === 0 || this.#waves.clientWidth === 0) return
    this.#waves.replaceChildren(this.#pressures(this.#waves.clientWidth))
    this.#loops.replaceChildren(this.#volumes(this.#loops.clientWidth))
  }

  #pressures(width: number): Element {
    const length = SHOWN * Math.max(...steady(this.#arms).map(beatOf), 0.4)
    const svg = drawing(width, this.#arms.length * (HEAD + ROW) + BOTTOM, "Pressures of aorta, left ventricle and left atrium over time in each arm; the table has the numbers")
    const x = (time: number) => LEFT + ((width - LEFT) * time) / length
    this.#arms.forEach((arm, i) => {
      const top = i * (HEAD + ROW) + HEAD
      const y = (pressure: number) => top + ROW * (1 - pressure / this.#top)
      svg.append(made("line", { x1: LEFT, x2: LEFT + KEY, y1: top - 9, y2: top - 9, class: `trace ${roleOf(i)}`, "stroke-dasharray": dashOf(i) }))
      svg.append(text(titled(this.#names[i]!), { x: LEFT + KEY + 6, y: top - 5, class: "name" }))
      for (let tick = 0; tick <= this.#top; tick += TICK) {
        svg.append(made("line", { x1: LEFT, x2: width, y1: y(tick), y2: y(tick), class: "rule" }))
        svg.append(text(String(tick), { x: LEFT - 5, y: y(tick) + 4, "text-anchor": "end" }))
      }
      if (arm.outcome !== "steady") return
      const times = repeatedTimes(arm, length)
      for (const [from, to] of inflated(arm, length)) svg.append(made("rect", { x: x(from), y: top, width: x(to) - x(from), height: ROW, class: "inflated" }))
      for (const [name, role] of PRESSURES) svg.append(line(times.map(([time, at]) => [x(time), y(arm.traces[name][at]!)]), role))
    })
    svg.append(text(`mmHg, over ${length.toFixed(1)} s`, { x: LEFT, y: this.#arms.length * (HEAD + ROW) + BOTTOM - 3 }))
    return svg
  }

  #volumes(width: number): Element {
    const svg = drawing(width, LOOPS, "Pressure–volume loops of the left ventricle in each arm")
    const volumes = steady(this.#arms).map(({ traces }) => traces.v_lv)
    const [least, most] = [Math.min(...volumes.map(smallest)), Math.max(...volumes.map(largest))]
    const [low, high] = volumes.length > 0 ? [Math.floor((least - 5) / 20) * 20, Math.ceil((most + 5) / 20) * 20] : [0, 200]
    const x = (volume: number) => LEFT + ((width - LEFT - 8) * (volume - low)) / (high - low)
    const y = (pressure: number) => 8 + (LOOPS - 8 - 2 * BOTTOM) * (1 - pressure / this.#top)
    for (let tick = 0; tick <= this.#top; tick += TICK) {
      svg.append(made("line", { x1: LEFT, x2: width, y1: y(tick), y2: y(tick), class: "rule" }))
      svg.append(text(String(tick), { x: LEFT - 5, y: y(tick) + 4, "text-anchor": "end" }))
    }
    const step = [20, 40, 60, 100].find(each => (high - low) / each <= 5) ?? 200
    for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) svg.append(text(String(tick), { x: x(tick), y: LOOPS - BOTTOM, "text-anchor": "middle" }))
    this.#arms.forEach((arm, i) => {
      if (arm.outcome !== "steady") return
      const { v_lv, p_lv } = arm.traces
      svg.append(line(Array.from(v_lv, (volume, at) => [x(volume), y(p_lv[at]!)]), roleOf(i), dashOf(i)))
    })
    svg.append(text("mmHg over mL, left ventricle", { x: LEFT, y: LOOPS - 3 }))
    return svg
  }
}

const roleOf = (arm: number): string => ROLES[arm % ROLES.length]!
const dashOf = (arm: number): string => (arm === 0 ? "6 4" : arm < ROLES.length ? "" : "2 3")
const steady = (arms: readonly Arm[]): Arm[] => arms.filter(({ outcome }) => outcome === "steady")
const beatOf = ({ onsets }: Arm): number => onsets.at(-1)! / (onsets.length - 1)
const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), -Infinity)
const smallest = (values: Float64Array): number => values.reduce((least, value) => Math.min(least, value), Infinity)

/** Returns times from 0 to a length [s], and where in the cycle of an arm each of them is. */
function repeatedTimes({ times, onsets }: Arm, length: number): [number, number][] {
  const cycle = onsets.at(-1)!
  const found: [number, number][] = []
  for (let start = 0; start < length; start += cycle) {
    times.forEach((time, at) => { if (start + time <= length) found.push([start + time, at]) })
  }
  return found
}

/** Returns the spans in which the balloon is inflated [s]. */
function inflated(arm: Arm, length: number): [number, number][] {
  const volume = arm.traces.v_balloon
  const most = largest(volume)
  if (most < 1) return []
  const spans: [number, number][] = []
  let from: number | undefined
  for (const [time, at] of repeatedTimes(arm, length)) {
    const isFull = volume[at]! > FULL * most
    if (isFull) from ??= time
    else if (from !== undefined) {
      spans.push([from, time])
      from = undefined
    }
  }
  return from === undefined ? spans : [...spans, [from, length]]
}

function made(tag: string, attributes: Attributes): Element {
  const found = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, typeof value === "number" ? value.toFixed(1) : value)
  return found
}

function drawing(width: number, height: number, label: string): Element {
  return made("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label })
}

function text(words: string, attributes: Attributes): Element {
  const found = made("text", attributes)
  found.textContent = words
  return found
}

function line(points: readonly (readonly [number, number])[], role: string, dash = ""): Element {
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")
  return made("polyline", { points: path, class: `trace ${role}`, "stroke-dasharray": dash })
}
