// Workers that run the two hearts of states.

import type { Given, Settings } from "./arms.js"
import type { Answer, Question, Ran, Start } from "./worker.js"

interface Task {
  readonly question: Question
  readonly signal: AbortSignal | undefined
  readonly done: (ran: Ran) => void
  readonly failed: (error: Error) => void
}

/** A worker and what it has been given, in the order in which it answers. */
interface Member {
  readonly worker: Worker
  readonly given: Task[]
}

export class Crew {
  readonly #members: readonly Member[]
  readonly #ahead: number
  #waiting: Task[] = []

  /**
   * Starts workers.
   *
   * @param script of the page, which is theirs too
   * @param ahead states that a worker is given at a time, so that it need not wait for a busy page
   */
  constructor(script: string, start: Start, workers: number, ahead: number) {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }))
    this.#members = Array.from({ length: workers }, () => ({ worker: new Worker(address), given: [] }))
    this.#ahead = ahead
    for (const member of this.#members) {
      const { worker, given } = member
      worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#answered(member, data)
      worker.onerror = event => { for (const task of given.splice(0)) task.failed(new Error(event.message)) }
      worker.postMessage(start)
    }
  }

  #answered({ given }: Member, data: Answer): void {
    const task = given.shift()!
    if ("error" in data) task.failed(new Error(data.error))
    else task.done(data)
    this.#send()
  }

  /** Runs both hearts of a state, of another patient if one is given; if it is aborted before a worker has it, there is no result. */
  run(settings: Settings, signal?: AbortSignal, given?: Given): Promise<Ran> {
    const question = given ? { settings, given } : { settings }
    return new Promise((done, failed) => {
      this.#waiting.push({ question, signal, done, failed })
      this.#send()
    })
  }

  #send(): void {
    this.#waiting = this.#waiting.filter(({ signal }) => !signal?.aborted)
    for (;;) {
      const member = this.#members.reduce((one, other) => (other.given.length < one.given.length ? other : one))
      const task = member.given.length < this.#ahead ? this.#waiting.shift() : undefined
      if (!task) return
      member.given.push(task)
      member.worker.postMessage(task.question)
    }
  }
}
