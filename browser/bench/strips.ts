// The monitor: traces of both hearts that a beam writes from left to right, on one clock.

import uPlot from "uplot"
import type { Traced } from "./arms.js"
import type { BeatingArm } from "./clock.js"
import { colour } from "./elements.js"

const SPAN = innerWidth < 640 ? 2.5 : 4 // s, across the screen
const POINTS = 800
const STEP = SPAN / POINTS
const ERASED = 32 // points before the beam
const GRID_WIDTH = 1
const AXIS = 46 // px

export interface Trace {
  readonly name: Traced
  readonly label: string
  readonly role: string // its colour
  readonly width: number
  readonly isFilled?: boolean
}

type Column = (number | null)[]

/** One canvas with some traces of one heart. */
export class Strip {
  readonly #plot: uPlot
  readonly #traces: readonly Trace[]
  readonly #arm: BeatingArm
  readonly #columns: Column[]
  readonly #times = Array.from({ length: POINTS }, (_, i) => i * STEP)
  #range: [number, number] = [0, 120]
  #next = 0 // count of points that were written

  constructor(root: HTMLElement, arm: BeatingArm, traces: readonly Trace[], height: number, unit: string) {
    this.#arm = arm
    this.#traces = traces
    this.#columns = traces.map(() => new Array<number | null>(POINTS).fill(null))
    const axis = {
      stroke: () => colour("muted"), font: "11px system-ui, sans-serif", grid: { stroke: () => colour("rule"), width: GRID_WIDTH }, ticks: { show: false },
    }
    this.#plot = new uPlot({
      width: root.clientWidth || 300, height, legend: { show: false }, cursor: { show: false }, padding: [6, 6, 7, 0],
      scales: { x: { time: false, range: [0, SPAN] }, y: { range: () => this.#range } },
      axes: [
        { ...axis, show: false },
        { ...axis, size: AXIS, space: 28, label: unit, labelSize: 14, labelFont: "11px system-ui, sans-serif", gap: 3 },
      ],
      series: [{}, ...traces.map(trace => ({
        label: trace.label, stroke: () => colour(trace.role), width: trace.width, points: { show: false }, spanGaps: false,
        ...(trace.isFilled ? { fill: () => colour("inflated") } : {}),
      }))],
    }, this.#data(), root)
    new ResizeObserver(() => this.#plot.setSize({ width: root.clientWidth, height })).observe(root)
  }

  set range(range: [number, number]) {
    this.#range = range
  }

  /** Writes what happened until now [s]. */
  sweep(now: number): void {
    const end = Math.floor(now / STEP)
    this.#next = Math.max(this.#next, end - POINTS)
    for (; this.#next <= end; this.#next++) this.#write(this.#next % POINTS, this.#next * STEP)
    for (let ahead = 0; ahead < ERASED; ahead++) for (const column of this.#columns) column[(this.#next + ahead) % POINTS] = null
    this.draw()
  }

  /** Writes the whole screen at once, as from a time on [s]. */
  still(start: number): void {
    for (let place = 0; place < POINTS; place++) this.#write(place, start + place * STEP)
    this.draw()
  }

  draw(): void {
    this.#plot.setData(this.#data(), true)
  }

  #write(place: number, time: number): void {
    this.#traces.forEach(({ name }, i) => { this.#columns[i]![place] = this.#arm.at(name, time) })
  }

  #data(): uPlot.AlignedData {
    return [this.#times, ...this.#columns] as uPlot.AlignedData
  }
}
