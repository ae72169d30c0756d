// The wall beats in the page: its animations stand packed in it and are unpacked when the reader opens them.

import { byId, element } from "../bench/elements.js"
import { Frames } from "../bench/frames.js"
import { unpacked } from "../bench/unpacked.js"
import { readWall } from "./glb.js"
import { extentOf, WallView, type Look } from "./view.js"

const SLOW = 0.4 // 1, share of the pace of a clock
const MS = 1000
const TILT = 0.35 // rad, at first
const MOST_TILT = 1.4 // rad
const RADIANS = Math.PI / 180
const PER_PIXEL = 0.01 // rad, of a drag

const calm = matchMedia("(prefers-reduced-motion: reduce)")
const details = byId<HTMLDetailsElement>("wall")

details.addEventListener("toggle", () => {
  open().catch((problem: unknown) => { byId("wall-refused").textContent = `This browser cannot draw the wall: ${String(problem)}` })
}, { once: true })

async function open(): Promise<void> {
  const canvases = [...details.querySelectorAll("canvas")]
  const walls = await Promise.all(canvases.map(async canvas => readWall(await unpacked(canvas.dataset["wall"]!))))
  const extent = extentOf(walls)
  const views = canvases.map((canvas, i) => new WallView(canvas, walls[i]!, extent))
  const cycle = Math.max(...walls.map(({ times }) => times[times.length - 1]!))

  const quantity = byId<HTMLSelectElement>("wall-quantity")
  walls[0]!.quantities.forEach(({ title }, i) => quantity.append(element("option", { value: String(i) }, title)))
  const [play, cut] = [byId<HTMLButtonElement>("wall-play"), byId<HTMLInputElement>("wall-cut")]
  const [time, turn] = [byId<HTMLInputElement>("wall-time"), byId<HTMLInputElement>("wall-turn")]
  time.max = String(Math.round(cycle * MS))
  byId("wall-ramp").style.background = `linear-gradient(to right, ${walls[0]!.colours.join(", ")})`
  let tilt = TILT

  const draw = (): void => {
    const look: Look = { turn: turn.valueAsNumber * RADIANS, tilt, isCut: cut.checked }
    for (const view of views) view.draw(time.valueAsNumber / MS, Number(quantity.value), look)
    byId("wall-now").textContent = `${time.value} ms after the QRS onset`
  }
  const scale = (): void => {
    const { limits } = walls[0]!.quantities[Number(quantity.value)]!
    byId("wall-low").textContent = limits[0].toFixed(0)
    byId("wall-high").textContent = limits[1].toFixed(0)
    draw()
  }
  let at = 0 // ms of the cycle; the slider has whole ones
  const frames = new Frames(canvases, seconds => {
    at = (at + SLOW * MS * seconds) % (cycle * MS)
    time.valueAsNumber = at
    draw()
  })
  const run = (moves: boolean): void => {
    at = time.valueAsNumber
    frames.moves = moves
    play.setAttribute("aria-pressed", String(moves))
    play.textContent = moves ? "Freeze" : "Play"
  }
  play.addEventListener("click", () => run(!frames.moves))
  calm.addEventListener("change", () => run(!calm.matches))
  quantity.addEventListener("change", scale)
  for (const control of [time, turn, cut]) control.addEventListener("input", draw)
  time.addEventListener("input", () => run(false))
  const size = new ResizeObserver(draw)
  for (const canvas of canvases) {
    size.observe(canvas)
    canvas.addEventListener("pointermove", ({ buttons, movementX, movementY }) => {
      if (!buttons) return
      turn.valueAsNumber = (turn.valueAsNumber + (movementX * PER_PIXEL) / RADIANS + 360) % 360
      tilt = Math.max(-MOST_TILT, Math.min(MOST_TILT, tilt + movementY * PER_PIXEL))
      draw()
    })
  }
  scale()
  run(!calm.matches)
}
