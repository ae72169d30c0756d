// Workers that run the two hearts of states.

import type { Given, Pair, Settings } from "./arms.js"
import type { Answer, Question, Start } from "./worker.js"

export interface Ran {
  readonly pair: Pair
  readonly milliseconds: number
}

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
   * @param ahead states that a worker is given at a time, so that it need not wait for a busy page
   */
  constructor(script: string, start: Start, workers: number, ahead: number) {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }))
    this.#members = Array.from({ length: workers }, () => this.#member(new Worker(address), start))
    this.#ahead = ahead
  }

  #member(worker: Worker, start: Start): Member {
    const member: Member = { worker, given: [] }
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const task = member.given.shift()!
      if ("error" in data) task.failed(new Error(data.error))
      else task.done(data)
      this.#send()
    }
    worker.onerror = event => { for (const task of member.given.splice(0)) task.failed(new Error(event.message)) }
    worker.postMessage(start)
    return member
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
