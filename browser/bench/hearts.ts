// Asks the worker; of several states that follow each other quickly, the newest is run.

import type { Pair, Settings } from "./arms.js"
import type { Answer, Question, Start } from "./worker.js"

export class Hearts {
  readonly #worker: Worker
  readonly #show: (pair: Pair, milliseconds: number) => void
  readonly #complain: (error: string) => void
  #number = 0
  #waiting: Settings | undefined
  #isBusy = false

  /** @param show is called with each result that is still wanted */
  constructor(script: string, start: Start, show: (pair: Pair, milliseconds: number) => void, complain: (error: string) => void) {
    this.#worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })))
    this.#show = show
    this.#complain = complain
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#take(data)
    this.#worker.onerror = event => complain(event.message)
    this.#worker.postMessage(start)
  }

  run(settings: Settings): void {
    this.#waiting = settings
    if (!this.#isBusy) this.#send()
  }

  #send(): void {
    const settings = this.#waiting
    if (!settings) return
    this.#waiting = undefined
    this.#isBusy = true
    const question: Question = { number: ++this.#number, settings }
    this.#worker.postMessage(question)
  }

  #take(answer: Answer): void {
    this.#isBusy = false
    if ("error" in answer) this.#complain(answer.error)
    else this.#show(answer.pair, answer.milliseconds)
    this.#send()
  }
}
