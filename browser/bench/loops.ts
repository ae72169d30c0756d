// Pressure-volume loops of both hearts, with those before the last change behind them.

import uPlot from "uplot"
import type { Arm, Pair } from "./arms.js"
import type { BeatingArm } from "./clock.js"
import { colour } from "./elements.js"

const DOT = 4.5 // px

interface Line {
  readonly arm: Arm
  readonly role: string
  readonly width: number
  readonly dash: readonly number[]
  readonly alpha: number
}

export class Loops {
  readonly #plot: uPlot
  readonly #hearts: readonly [BeatingArm, string][]
  #lines: readonly Line[] = []
  #ranges = { x: [0, 200] as [number, number], y: [0, 120] as [number, number] }
  #now = 0

  constructor(root: HTMLElement, without: BeatingArm, pumped: BeatingArm, height: number) {
    this.#hearts = [[without, "without"], [pumped, "ventricle"]]
    const axis = (label: string) => ({
      label, labelSize: 16, labelFont: "11px system-ui, sans-serif", stroke: () => colour("muted"), font: "11px system-ui, sans-serif",
      grid: { stroke: () => colour("rule"), width: 1 }, ticks: { show: false }, gap: 3,
    })
    this.#plot = new uPlot({
      width: root.clientWidth || 300, height, legend: { show: false }, cursor: { show: false }, padding: [8, 10, 0, 0],
      scales: { x: { time: false, range: () => this.#ranges.x }, y: { range: () => this.#ranges.y } },
      axes: [{ ...axis("Volume of the left ventricle, mL"), size: 26, space: 44 }, { ...axis("Pressure, mmHg"), size: 40, space: 24 }],
      series: [{}, { show: false }],
      hooks: { draw: [() => this.#draw()] },
    }, [[0, 1], [0, 1]], root)
    new ResizeObserver(() => this.#plot.setSize({ width: root.clientWidth, height })).observe(root)
  }

  show(pair: Pair, before: Pair | undefined, pressure: [number, number]): void {
    const ghosts = before ? [before.without, before.with].map(arm => ({ arm, role: arm === before.without ? "without" : "ventricle", width: 1, dash: [], alpha: 0.45 })) : []
    this.#lines = [
      ...ghosts,
      { arm: pair.without, role: "without", width: 2, dash: [6, 4], alpha: 1 },
      { arm: pair.with, role: "ventricle", width: 2.25, dash: [], alpha: 1 },
    ].filter(({ arm }) => arm.outcome === "steady")
    const volumes = this.#lines.map(({ arm }) => arm.traces.v_lv)
    const [least, most] = [Math.min(...volumes.map(v => min(v))), Math.max(...volumes.map(v => max(v)))]
    if (volumes.length > 0) this.#ranges = { x: [Math.floor((least - 5) / 20) * 20, Math.ceil((most + 5) / 20) * 20], y: pressure }
    this.#plot.setData([[0, 1], [0, 1]], true) // takes the ranges
  }

  draw(now: number): void {
    this.#now = now
    this.#plot.redraw(false, true)
  }

  #draw(): void {
    const { ctx, bbox } = this.#plot
    ctx.save()
    ctx.beginPath()
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
    ctx.clip()
    for (const line of this.#lines) this.#line(line)
    for (const [heart, role] of this.#hearts) this.#dot(heart, role)
    ctx.restore()
  }

  #line({ arm, role, width, dash, alpha }: Line): void {
    const { ctx } = this.#plot
    ctx.globalAlpha = alpha
    ctx.strokeStyle = colour(role)
    ctx.lineWidth = width * devicePixelRatio
    ctx.setLineDash(dash.map(length => length * devicePixelRatio))
    ctx.beginPath()
    const { v_lv, p_lv } = arm.traces
    for (let i = 0; i < v_lv.length; i++) ctx.lineTo(this.#x(v_lv[i]!), this.#y(p_lv[i]!))
    ctx.stroke()
    ctx.globalAlpha = 1
  }

  #dot(heart: BeatingArm, role: string): void {
    const [volume, pressure] = [heart.at("v_lv", this.#now), heart.at("p_lv", this.#now)]
    if (volume === null || pressure === null) return
    const { ctx } = this.#plot
    ctx.fillStyle = colour(role)
    ctx.beginPath()
    ctx.arc(this.#x(volume), this.#y(pressure), DOT * devicePixelRatio, 0, 2 * Math.PI)
    ctx.fill()
  }

  #x(volume: number): number {
    return this.#plot.valToPos(volume, "x", true)
  }

  #y(pressure: number): number {
    return this.#plot.valToPos(pressure, "y", true)
  }
}

const min = (values: Float64Array) => values.reduce((least, value) => Math.min(least, value), Infinity)
const max = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value), -Infinity)
