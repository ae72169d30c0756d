// Frames of what moves: none is asked for while it stands still, or where nobody sees it.

/** Moves something frame by frame while it `moves` and one of its places is on the screen; in a hidden tab a browser gives no frame. */
export class Frames {
  readonly #seen = new Set<Element>()
  readonly #move: (seconds: number) => void
  #moves = false
  #isAsked = false

  /** @param move is told how long the frame before it was shown [s] */
  constructor(places: readonly Element[], move: (seconds: number) => void) {
    this.#move = move
    const watch = new IntersectionObserver(entries => {
      for (const { target, isIntersecting } of entries) this.#seen[isIntersecting ? "add" : "delete"](target)
      this.#begin()
    })
    for (const place of places) watch.observe(place)
  }

  get moves(): boolean {
    return this.#moves
  }

  set moves(moves: boolean) {
    this.#moves = moves
    this.#begin()
  }

  #begin(): void {
    if (!this.#isAsked) this.#ask(undefined)
  }

  /** Asks for a frame after one that came at a time [ms], or for the first one. */
  #ask(before: number | undefined): void {
    this.#isAsked = this.#moves && this.#seen.size > 0
    if (!this.#isAsked) return
    requestAnimationFrame(now => {
      if (before !== undefined && this.#moves) this.#move((now - before) / 1000)
      this.#ask(now)
    })
  }
}
