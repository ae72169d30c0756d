// A strip of the monitor: traces of one heart that a beam writes from left to right, over what it wrote before.

import { LEAKS, type Leak } from "../src/index.js"
import type { Traced } from "./traced.js"
import type { BeatingArm, Stand } from "./clock.js"
import { WIDE } from "./elements.js"
import { type Range, Paper } from "./paper.js"

export const SPAN = WIDE < 640 ? 2.5 : 4 // s, across the screen
const AXIS = 32 // px
const GAP = 20 // px, ahead of the beam
const CAP = 4 // px, by which the end of a line may reach beyond its last point
const BEHIND = 26 // px, by which labels follow the beam, as their dots lie on what it has written
const HALF = 18 // px, half the room of a label
const ABOVE = new Set(["SYS", "AUG", "ASYS"]) // the others stand below the trace
const FULL = 40 // mL, of helium at which the shade is darkest
const SHADE = 0.3
const DRIVES: readonly (readonly [Leak, string])[] = [["aortic_regurgitant_volume", "aorta"], ["mitral_regurgitant_volume", "atrium"]] // with their colours
const DRIVEN = 0.45 // of what drives a leak

export interface Curve {
  readonly name: Traced
  readonly role: string // its colour
  readonly width: number
  readonly isFilled?: boolean
}

export interface StripKind {
  readonly title: string
  readonly unit?: string
  readonly height: number // px
  readonly alone?: number // px, where a quiz shows one heart
  readonly range: Range
  readonly curves: readonly Curve[]
  readonly hasMarks?: boolean // of a console, and the shade of the inflated balloon
}

export class Strip {
  readonly kind: StripKind
  readonly #root: HTMLElement
  readonly #paper: Paper
  readonly #arm: BeatingArm
  readonly #closing: number
  readonly #labels: CanvasRenderingContext2D | undefined // over the traces, so that the beam passes below them
  #stands: readonly Stand[] = [] // labels that are on the screen
  #curves: readonly Curve[]
  #now = SPAN // s
  #column = 0 // the last one that was written, counted from time zero

  /** @param closing regurgitant volume of a sound valve [mL], whose pressures are not shaded */
  constructor(root: HTMLElement, arm: BeatingArm, kind: StripKind, closing: number) {
    this.#closing = closing
    this.#root = root
    this.kind = kind
    this.#arm = arm
    this.#curves = kind.curves
    const axes = { height: kind.height, x: [0, SPAN] as Range, y: kind.range, left: AXIS, ...(kind.unit ? { yLabel: kind.unit } : {}) }
    this.#paper = new Paper(root, axes, () => undefined, () => this.#whole())
    this.#labels = kind.hasMarks ? this.#paper.layer() : undefined
  }

  /** Shows these of its curves as they stand now [s], on an axis. */
  show(curves: readonly Curve[], range: Range, now: number): void {
    this.#curves = curves
    this.#root.dataset["range"] = range.join(" ") // for whoever checks the picture
    this.#now = now
    this.#paper.rule(undefined, range, document.body.matches(".asking:not(.answered)") ? this.kind.alone : this.kind.height)
  }

  /** Goes on writing until now [s]. */
  advance(now: number): void {
    const { width } = this.#paper
    if (width === 0) return
    const [before, from, until] = [this.#now, this.#column, this.#columnAt(now)]
    this.#now = now
    if (until - from >= width || until < from) return this.#whole()
    this.#wipe(from + this.#gap - CAP * devicePixelRatio, until - from + CAP * devicePixelRatio)
    this.#write(from, until)
    const fresh = this.#standsIn(before - this.#behind, now - this.#behind)
    const kept = this.#stands.filter(({ time }) => time > this.#overtaken)
    if (fresh.length > 0 || kept.length < this.#stands.length) this.#label([...kept, ...fresh])
  }

  /** Writes the whole screen as it stands now [s]. */
  repaint(now: number): void {
    this.#now = now
    this.#whole()
  }

  #whole(): void {
    const { ink, width, height } = this.#paper
    if (width === 0) return
    ink.clearRect(0, 0, width, height)
    const until = this.#columnAt(this.#now)
    this.#write(until - width + this.#gap, until)
    this.#label(this.#standsIn(this.#overtaken, this.#now - this.#behind))
  }

  get #gap(): number {
    return Math.round(GAP * devicePixelRatio)
  }

  get #behind(): number {
    return (SPAN * BEHIND * devicePixelRatio) / this.#paper.width
  }

  /** The time [s] until which the beam's gap has reached the labels of the sweep before. */
  get #overtaken(): number {
    return this.#now - SPAN * (1 - (this.#gap + HALF * devicePixelRatio) / this.#paper.width)
  }

  #columnAt(time: number): number {
    return Math.floor((time / SPAN) * this.#paper.width + 1e-6)
  }

  #wipe(from: number, count: number): void {
    const { ink, width, height } = this.#paper
    const start = from % width
    ink.clearRect(start, 0, Math.min(count, width - start), height)
    ink.clearRect(0, 0, Math.max(0, start + count - width), height)
  }

  #write(from: number, until: number): void {
    const { ink } = this.#paper
    if (this.kind.hasMarks) {
      this.#shade(from, until)
      for (const [leak, role] of DRIVES) if ((this.#arm.arm?.values[leak] ?? 0) >= this.#closing) this.#drive(leak, role, from, until)
    }
    ink.lineJoin = ink.lineCap = "round"
    for (const curve of this.#curves) {
      if (curve.isFilled) this.#fill(curve, from, until)
      this.#line(curve, from, until)
    }
    this.#column = until
  }

  #line({ name, role, width }: Curve, from: number, until: number): void {
    const { ink } = this.#paper
    ink.strokeStyle = this.#paper.colour(role)
    ink.lineWidth = width * devicePixelRatio
    ink.beginPath()
    for (let column = from; column <= until; column++) {
      const value = this.#value(name, column)
      if (value === null) continue
      const x = column % this.#paper.width
      if (x === 0 || column === from) ink.moveTo(x, this.#paper.y(value))
      else ink.lineTo(x, this.#paper.y(value))
    }
    ink.stroke()
  }

  #fill({ name }: Curve, from: number, until: number): void {
    const { ink } = this.#paper
    ink.fillStyle = this.#paper.colour("inflated")
    const bottom = this.#paper.y(0)
    for (let column = from; column < until; column++) {
      const top = this.#paper.y(this.#value(name, column) ?? 0)
      ink.fillRect(column % this.#paper.width, top, 1, bottom - top)
    }
  }

  #shade(from: number, until: number): void {
    const { ink, height, width } = this.#paper
    ink.fillStyle = this.#paper.colour("shade")
    for (let column = from; column < until; column++) {
      ink.globalAlpha = SHADE * Math.min(1, (this.#value("v_balloon", column) ?? 0) / FULL)
      ink.fillRect(column % width, 0, 1, height)
    }
    ink.globalAlpha = 1
  }

  /** Fills what lies between the pressures on both sides of a valve while it leaks. */
  #drive(leak: Leak, role: string, from: number, until: number): void {
    const { ink, width } = this.#paper
    const [flow, above, below] = LEAKS[leak]
    ink.fillStyle = this.#paper.colour(role)
    ink.globalAlpha = DRIVEN
    for (let column = from; column < until; column++) {
      if ((this.#value(flow, column) ?? 0) >= 0) continue
      const [top, bottom] = [this.#paper.y(this.#value(above, column) ?? 0), this.#paper.y(this.#value(below, column) ?? 0)]
      ink.fillRect(column % width, top, 1, Math.max(bottom - top, 0))
    }
    ink.globalAlpha = 1
  }

  #value(name: Traced, column: number): number | null {
    return this.#arm.at(name, (column / this.#paper.width) * SPAN)
  }

  /** Returns the labels of the console between two times, where there is a trace on which they stand. */
  #standsIn(from: number, until: number): Stand[] {
    const hasTrace = this.#labels !== undefined && this.#curves.some(({ name }) => name === "p_ascending_aorta")
    return hasTrace ? this.#arm.marks(from, until, SPAN) : []
  }

  /** Writes these labels and no others. */
  #label(stands: readonly Stand[]): void {
    const ink = this.#labels
    this.#stands = stands
    if (!ink) return
    const { width, height } = this.#paper
    const pixel = devicePixelRatio
    ink.clearRect(0, 0, width, height)
    ink.font = `600 ${11 * pixel}px system-ui, sans-serif`
    ink.textAlign = "center"
    ink.lineWidth = 3 * pixel
    ink.strokeStyle = this.#paper.colour("screen")
    ink.fillStyle = this.#paper.colour("ink")
    for (const { label, time, pressure } of stands) {
      const x = this.#paper.x(((time % SPAN) + SPAN) % SPAN)
      const y = this.#paper.y(pressure)
      const line = ABOVE.has(label) ? Math.max(y - 7 * pixel, 11 * pixel) : y + 16 * pixel
      const middle = Math.min(Math.max(x, HALF * pixel), width - HALF * pixel)
      ink.strokeText(label, middle, line)
      ink.fillText(label, middle, line)
      ink.beginPath()
      ink.arc(x, y, 2.75 * pixel, 0, 2 * Math.PI)
      ink.fill()
    }
  }
}
