// Freeze, step a beat, slow motion.

import { byId } from "./elements.js"
import type { Monitor } from "./monitor.js"

const SLOW = 0.25 // 1, share of the pace of a clock

const isPressed = (button: HTMLElement) => button.getAttribute("aria-pressed") === "true"

/** Lets buttons move a monitor; it stands still at first where the reader wants that. */
export function drive(monitor: Monitor): void {
  const [freeze, step, slow] = [byId("freeze"), byId("step"), byId("slow")]
  const calm = matchMedia("(prefers-reduced-motion: reduce)")
  const move = (moves: boolean) => {
    monitor.moves = moves
    freeze.setAttribute("aria-pressed", String(!moves))
  }
  freeze.addEventListener("click", () => move(isPressed(freeze)))
  step.addEventListener("click", () => {
    move(false)
    monitor.step()
  })
  slow.addEventListener("click", () => {
    const isSlow = !isPressed(slow)
    slow.setAttribute("aria-pressed", String(isSlow))
    monitor.pace = isSlow ? SLOW : 1
  })
  calm.addEventListener("change", () => move(!calm.matches))
  move(!calm.matches)
}
