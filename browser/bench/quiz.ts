// The quiz: a trace with one of the errors of timing, or none; the reader says which, and sees the right timing beside it.

import type { Pair } from "./arms.js"
import { byId, element, forgetColours } from "./elements.js"
import type { Payload } from "./payload.js"
import { MOST_SEED, type Place, type Question, linkOf, placeOf, questionAt } from "./quiz_question.js"
import { ofArms } from "./sentences.js"
import type { State } from "./state.js"

/** What the quiz does with the bench. */
export interface QuizBench {
  readonly state: State
  take(state: State): void
  run(state: State): Promise<Pair>
  show(pair: Pair): void
  leave(to: State | undefined): void
}

const TITLES = ["screen-without-title", "screen-with-title"]

export class Quiz {
  readonly #payload: Payload
  readonly #bench: QuizBench
  #names: readonly [string, string] = ["", ""] // of the screens outside the quiz
  #place: Place | undefined
  #before: State | undefined // what the reader had on the bench; nothing where the quiz came by a link
  #question: Question | undefined
  #asked: Pair | undefined // its hearts
  #isAnswered = false
  #score = { right: 0, all: 0 }

  constructor(payload: Payload, bench: QuizBench) {
    this.#payload = payload
    this.#bench = bench
    for (const { title } of payload.quiz.kinds) {
      const button = element("button", { type: "button" }, title)
      button.addEventListener("click", () => this.#answer(title))
      byId("quiz-choices").append(button)
    }
    byId("quiz-start").addEventListener("click", () => this.#ask({ seed: 1 + Math.floor(Math.random() * MOST_SEED), question: 1 }))
    byId("quiz-next").addEventListener("click", () => this.#place && this.#ask({ ...this.#place, question: this.#place.question + 1 }))
    byId("quiz-leave").addEventListener("click", () => {
      const before = this.#before
      this.#close()
      bench.leave(before)
    })
  }

  /** What stands behind the # of a link; nothing outside the quiz. */
  get link(): string | undefined {
    return this.#place && linkOf(this.#place)
  }

  /** Reads a link; nothing where it is of no quiz. @throws StateError if it is of a quiz that there is not */
  fromHash(hash: string): State | undefined {
    const place = placeOf(hash)
    if (place) return this.#open(place)
    this.#close()
    return undefined
  }

  /** Keeps the hearts that were asked for. */
  seen(pair: Pair): void {
    if (!this.#place || this.#isAnswered) return
    this.#asked = pair
    for (const button of this.#choices()) button.disabled = false
  }

  #choices(): HTMLButtonElement[] {
    return [...byId("quiz-choices").querySelectorAll("button")]
  }

  #ask(place: Place): void {
    if (!this.#place) this.#before = this.#bench.state
    this.#bench.take(this.#open(place))
    byId("quiz-title").focus()
  }

  #open(place: Place): State {
    this.#place = place
    this.#question = questionAt(this.#payload, place)
    this.#asked = undefined
    this.#isAnswered = false
    document.body.classList.add("asking")
    document.body.classList.remove("answered")
    byId("quiz").hidden = false
    byId("quiz-verdict").replaceChildren()
    for (const button of this.#choices()) {
      button.disabled = true
      button.removeAttribute("aria-pressed")
    }
    this.#title("", "Which error is this?")
    this.#tellScore()
    return this.#question.asked
  }

  #close(): void {
    this.#place = this.#before = undefined
    byId("quiz").hidden = true
    document.body.classList.remove("asking", "answered")
    this.#title(...this.#names)
  }

  async #answer(title: string): Promise<void> {
    const [question, asked] = [this.#question, this.#asked]
    if (!question || !asked || this.#isAnswered) return
    this.#isAnswered = true
    const isRight = title === question.kind.title
    this.#score = { right: this.#score.right + Number(isRight), all: this.#score.all + 1 }
    for (const button of this.#choices()) {
      button.disabled = true
      button.setAttribute("aria-pressed", String(button.textContent === title))
    }
    const right = question.kind.error ? await this.#bench.run(question.right) : asked
    if (question !== this.#question) return
    document.body.classList.add("answered")
    this.#title("Right timing", question.kind.error ? `As asked: ${question.kind.title.toLowerCase()}` : "As asked")
    this.#bench.show({ without: right.with, with: asked.with })
    this.#explain(question, isRight, question.kind.error ? ofArms(this.#payload, "Against right timing, ", right.with, asked.with) : "")
    this.#tellScore()
  }

  #explain({ kind }: Question, isRight: boolean, cost: string): void {
    const verdict = byId("quiz-verdict")
    verdict.classList.toggle("right", isRight)
    const word = isRight ? "Right: " : "Not quite. It is "
    verdict.replaceChildren(
      element("p", {}, element("strong", {}, `${word}${kind.title.toLowerCase()}.`), ` ${kind.sign}`), element("p", {}, cost),
    )
  }

  /** Names the screens outside the quiz. */
  name(names: readonly [string, string]): void {
    this.#names = names
    this.#title(...names)
  }

  /** Writes names over the screens; what the quiz hides of them changes with their names. */
  #title(...names: readonly [string, string]): void {
    forgetColours()
    for (const [place, text] of names.entries()) byId(TITLES[place]!).textContent = text
  }

  #tellScore(): void {
    const { right, all } = this.#score
    byId("quiz-progress").textContent = `Question ${this.#place!.question}, ${all === 0 ? "no answer yet" : `${right} of ${all} right`}`
    byId<HTMLButtonElement>("quiz-next").textContent = this.#isAnswered ? "Next question" : "Skip"
  }
}
