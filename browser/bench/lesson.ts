// A lesson: one step at a time, its state, the controls that are free in it, and its question.

import "./lesson.css"
import { byId } from "./elements.js"
import type { Lesson, LessonStep, Payload } from "./payload.js"
import { type State, StateError, isSame } from "./state.js"
import { fromHash, readTexts, toHash } from "./state_texts.js"

/** What a lesson does with the bench; no keys: all controls are free. */
export interface Bench {
  take(state: State): void
  free(keys: readonly string[] | undefined): void
}

const STEP = "step"

export class LessonMode {
  readonly #payload: Payload
  readonly #bench: Bench
  readonly #steps: readonly LessonStep[]
  readonly #articles: readonly HTMLElement[]
  #step = 0
  #isAway = false // on the free bench

  constructor(payload: Payload, lesson: Lesson, bench: Bench) {
    this.#payload = payload
    this.#bench = bench
    this.#steps = lesson
    this.#articles = [...document.querySelectorAll<HTMLElement>(".step")]
    byId("back").addEventListener("click", () => this.#turn(this.#step - 1))
    byId("next").addEventListener("click", () => this.#turn(this.#step + 1))
    byId("leave").addEventListener("click", () => (this.#isAway ? this.#turn(this.#step) : this.#leave()))
    this.#articles.forEach((article, place) => listen(article, this.#steps[place]!.right))
    this.#show()
  }

  /** The state in which the step begins; nothing of it on the free bench. */
  get start(): State | undefined {
    return this.#isAway ? undefined : this.#stateOf(this.#step)
  }

  /** Reads what stands behind the # of a link. @throws StateError if it is no place and no state of this page */
  fromHash(hash: string): State {
    const given = new URLSearchParams(hash)
    const [number, ...more] = given.getAll(STEP)
    given.delete(STEP)
    const rest = String(given)
    if (number === undefined && rest !== "") {
      const state = fromHash(this.#payload, rest)
      this.#isAway = true
      this.#show()
      return state
    }
    const step = Number(number ?? 1)
    if (more.length > 0 || !Number.isInteger(step) || step < 1 || step > this.#steps.length) {
      throw new StateError(`The link says step '${String(number).slice(0, 80)}'; this lesson has the steps 1 to ${this.#steps.length}.`)
    }
    const state = rest === "" ? this.#stateOf(step - 1) : fromHash(this.#payload, rest)
    this.#step = step - 1
    this.#isAway = false
    this.#show()
    return state
  }

  /** Returns a state as it stands behind the # of a link: the step, and what the learner changed in it. */
  toHash(state: State): string {
    const whole = toHash(this.#payload, state, true)
    if (this.#isAway) return whole
    return `${STEP}=${this.#step + 1}${isSame(state, this.#stateOf(this.#step)) ? "" : `&${whole}`}`
  }

  #stateOf(place: number): State {
    const { values, reflex } = this.#steps[place]!
    return readTexts(this.#payload, Object.entries(values), reflex, "lesson")
  }

  #turn(place: number): void {
    this.#step = place
    this.#isAway = false
    this.#show()
    this.#bench.take(this.#stateOf(place))
    byId(`step-${place + 1}`).focus()
  }

  #leave(): void {
    this.#isAway = true
    this.#show()
    this.#bench.free(undefined)
  }

  #show(): void {
    const [place, isAway] = [this.#step, this.#isAway]
    this.#articles.forEach((article, number) => article.classList.toggle("current", number === place && !isAway))
    document.querySelector("main")!.classList.toggle("stepping", !isAway)
    byId("progress").textContent = `Step ${place + 1} of ${this.#steps.length}`
    byId("away").hidden = !isAway
    byId("finished").hidden = isAway || place < this.#steps.length - 1
    byId<HTMLButtonElement>("back").disabled = isAway || place === 0
    byId<HTMLButtonElement>("next").disabled = isAway || place === this.#steps.length - 1
    byId("leave").textContent = isAway ? "Back to the lesson" : "Free bench"
    this.#bench.free(isAway ? undefined : this.#steps[place]!.controls)
  }
}

/** Lets the question of a step be answered: what is chosen is checked when the reader says so. */
function listen(article: HTMLElement, right: number): void {
  const button = article.querySelector<HTMLButtonElement>(".check")!
  const verdict = article.querySelector<HTMLElement>(".verdict")!
  const boxes = [...article.querySelectorAll<HTMLInputElement>("input[type=radio]")]
  const reasons = [...article.querySelectorAll<HTMLElement>(".solution dd")]
  for (const box of boxes) {
    box.checked = false // which a browser may have kept
    box.addEventListener("change", () => {
      button.disabled = false
      verdict.replaceChildren()
    })
  }
  button.addEventListener("click", () => {
    const chosen = boxes.findIndex(box => box.checked)
    const isRight = chosen === right
    const word = document.createElement("strong")
    word.textContent = isRight ? "Right." : "Not quite."
    verdict.classList.toggle("right", isRight)
    verdict.replaceChildren(word, ...[...reasons[chosen]!.childNodes].map(node => node.cloneNode(true)))
  })
}
