// What is on the page as files: traces and measures as tables, and the picture.

import { MEASURES } from "../src/engine_names.js"
import type { Measure } from "../src/index.js"
import type { Arm, Pair } from "./arms.js"
import type { Payload } from "./payload.js"
import { TRACED } from "./traced.js"

const ARMS = ["without", "with"] as const
const SWATCH = 6 // px, from the sample of a line to its name
const [EDGE, HEAD] = [16, 72] // px, around the picture and above it

const table = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map(row => row.map(cell => (cell === null ? "" : /[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(",")).join("\n") + "\n"

const withUnit = (name: string, unit: string) => (unit === "1" ? name : `${name} [${unit}]`)

/** Returns the computed traces of both hearts over their support cycles, one row a sample. */
export function tracesTable({ waveforms }: Payload, pair: Pair): string {
  const head = ["balloon", "time [s]", ...TRACED.map(name => withUnit(waveforms[name].name, waveforms[name].unit))]
  const rows = (which: (typeof ARMS)[number], { times, traces }: Arm) =>
    Array.from(times, (time, place) => [which, time, ...TRACED.map(name => traces[name][place]!)])
  return table([head, ...ARMS.flatMap(which => rows(which, pair[which]))])
}

/** Returns all measures of both hearts, one row a measure; empty where one is not defined. */
export function measuresTable({ without, with: pumped }: Pair): string {
  const names = Object.keys(MEASURES) as Measure[]
  const difference = (name: Measure) => {
    const [one, other] = [without.values[name], pumped.values[name]]
    return one === null || other === null ? null : other - one
  }
  return table([["measure [unit]", ...ARMS, "change"], ...names.map(name => [withUnit(name, MEASURES[name]), without.values[name], pumped.values[name], difference(name)])])
}

/** Draws some elements as they stand on the page, canvases and words, with a title and lines of words below it. */
export async function picture(roots: readonly HTMLElement[], title: string, lines: readonly string[]): Promise<Blob> {
  const areas = roots.map(root => root.getBoundingClientRect())
  const [left, top] = [Math.min(...areas.map(area => area.left)), Math.min(...areas.map(area => area.top))]
  const [right, bottom] = [Math.max(...areas.map(area => area.right)), Math.max(...areas.map(area => area.bottom))]
  const canvas = document.createElement("canvas")
  canvas.width = (right - left + 2 * EDGE) * devicePixelRatio
  canvas.height = (bottom - top + 2 * EDGE + HEAD) * devicePixelRatio
  const ink = canvas.getContext("2d")!
  ink.scale(devicePixelRatio, devicePixelRatio)
  const style = getComputedStyle(document.body)
  ink.fillStyle = style.backgroundColor
  ink.fillRect(0, 0, canvas.width, canvas.height)
  ink.fillStyle = style.color
  ink.font = "600 18px system-ui, sans-serif"
  ink.fillText(title, EDGE, EDGE + 16)
  ink.font = "12px system-ui, sans-serif"
  lines.forEach((line, row) => ink.fillText(line, EDGE, EDGE + 38 + 18 * row))
  ink.translate(Math.round(EDGE - left), Math.round(EDGE + HEAD - top))
  for (const root of roots) paint(ink, root)
  return new Promise((done, failed) => canvas.toBlob(blob => (blob ? done(blob) : failed(new Error("this browser writes no picture")))))
}

function paint(ink: CanvasRenderingContext2D, root: HTMLElement): void {
  const area = root.getBoundingClientRect()
  ink.fillStyle = getComputedStyle(root).backgroundColor
  ink.fillRect(area.left, area.top, area.width, area.height)
  for (const canvas of root.querySelectorAll("canvas")) {
    const { left, top, width, height } = canvas.getBoundingClientRect()
    if (width > 0) ink.drawImage(canvas, Math.round(left), Math.round(top), width, height)
  }
  for (const sample of root.querySelectorAll(".legend i")) {
    const { borderTopColor, borderTopWidth, borderTopStyle } = getComputedStyle(sample)
    const { left, top, width } = sample.getBoundingClientRect()
    ink.strokeStyle = borderTopColor
    ink.lineWidth = parseFloat(borderTopWidth)
    ink.setLineDash(borderTopStyle === "dashed" ? [6, 4] : [])
    ink.beginPath()
    ink.moveTo(left, top + 1)
    ink.lineTo(left + width, top + 1)
    ink.stroke()
  }
  for (const text of root.querySelectorAll<HTMLElement>("h2, .name, .legend li, dt, dd")) {
    const style = getComputedStyle(text)
    const { left, bottom, width } = text.getBoundingClientRect()
    if (width === 0) continue
    ink.fillStyle = style.color
    ink.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    const swatch = text.querySelector("i")?.getBoundingClientRect()
    ink.fillText(text.textContent.trim(), swatch ? swatch.right + SWATCH : left, bottom - 0.3 * parseFloat(style.fontSize))
  }
}
