// Pressure-volume loops of both hearts, with those before the last change behind them.

import type { Arm, Pair } from "./arms.js"
import type { BeatingArm } from "./clock.js"
import { type Range, Paper } from "./paper.js"

const DOT = 4.5 // px
const AXIS = 30 // px
const TICK = 20 // mL

interface Line {
  readonly arm: Arm
  readonly role: string
  readonly width: number
  readonly dash: readonly number[]
  readonly alpha: number
}

export class Loops {
  readonly #paper: Paper
  readonly #hearts: readonly [BeatingArm, string][]
  #lines: readonly Line[] = []
  #now = 0 // s

  constructor(root: HTMLElement, without: BeatingArm, pumped: BeatingArm, height: number) {
    this.#hearts = [[without, "without"], [pumped, "ventricle"]]
    const axes = { height, x: [0, 200] as Range, y: [0, 120] as Range, xLabel: "Volume of the left ventricle, mL", yLabel: "Pressure, mmHg", left: AXIS }
    this.#paper = new Paper(root, axes, sheet => { for (const line of this.#lines) this.#line(sheet, line) }, () => this.dots(this.#now))
  }

  show(pair: Pair, before: Pair | undefined, pressure: Range, now: number): void {
    const ghosts = before ? [before.without, before.with].map(arm => ({ arm, role: arm === before.without ? "without" : "ventricle", width: 1, dash: [], alpha: 0.45 })) : []
    this.#lines = [
      ...ghosts,
      { arm: pair.without, role: "without", width: 2, dash: [6, 4], alpha: 1 },
      { arm: pair.with, role: "ventricle", width: 2.25, dash: [], alpha: 1 },
    ].filter(({ arm }) => arm.outcome === "steady")
    this.#now = now
    const volumes = this.#lines.map(({ arm }) => arm.traces.v_lv)
    const [least, most] = [Math.min(...volumes.map(v => min(v))), Math.max(...volumes.map(v => max(v)))]
    if (volumes.length > 0) this.#paper.rule([Math.floor((least - 5) / TICK) * TICK, Math.ceil((most + 5) / TICK) * TICK], pressure)
  }

  /** Draws again, for another theme. */
  rule(): void {
    this.#paper.rule()
  }

  /** Marks where in its loop each heart is now [s]. */
  dots(now: number): void {
    const { ink, width, height } = this.#paper
    this.#now = now
    ink.clearRect(0, 0, width, height)
    for (const [heart, role] of this.#hearts) {
      const [volume, pressure] = [heart.at("v_lv", now), heart.at("p_lv", now)]
      if (volume === null || pressure === null) continue
      ink.fillStyle = this.#paper.colour(role)
      ink.beginPath()
      ink.arc(this.#paper.x(volume), this.#paper.y(pressure), DOT * devicePixelRatio, 0, 2 * Math.PI)
      ink.fill()
    }
  }

  #line(sheet: CanvasRenderingContext2D, { arm, role, width, dash, alpha }: Line): void {
    sheet.globalAlpha = alpha
    sheet.strokeStyle = this.#paper.colour(role)
    sheet.lineWidth = width * devicePixelRatio
    sheet.setLineDash(dash.map(length => length * devicePixelRatio))
    sheet.beginPath()
    const { v_lv, p_lv } = arm.traces
    for (let i = 0; i < v_lv.length; i++) sheet.lineTo(this.#paper.x(v_lv[i]!), this.#paper.y(p_lv[i]!))
    sheet.stroke()
  }
}

const min = (values: Float64Array) => values.reduce((least, value) => Math.min(least, value), Infinity)
const max = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value), -Infinity)
