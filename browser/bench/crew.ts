// Workers that run the two hearts of states.

import type { Given, Pair, Settings } from "./arms.js"
import { type Begun, workerOf } from "./opening.js"
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
  begun: Begun | undefined // what it was asked before there was a crew
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
  static started(script: string, start: Start, workers: number, ahead: number): Crew {
    const members = Array.from({ length: workers }, () => {
      const worker = workerOf(script)
      worker.postMessage(start)
      return { worker, given: [], begun: undefined }
    })
    return new Crew(members, ahead)
  }

  /** Takes on a worker that has been started. */
  static of(begun: Begun): Crew {
    return new Crew([{ worker: begun.worker, given: [], begun: begun.asked && begun }], 1)
  }

  private constructor(members: readonly Member[], ahead: number) {
    this.#members = members
    this.#ahead = ahead
    for (const member of members) if (!member.begun) this.#listen(member)
  }

  #listen(member: Member): void {
    const { worker, given } = member
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#answered(member, data)
    worker.onerror = event => { for (const task of given.splice(0)) task.failed(new Error(event.message)) }
  }

  #answered({ given }: Member, data: Answer): void {
    const task = given.shift()!
    if ("error" in data) task.failed(new Error(data.error))
    else task.done(data)
    this.#send()
  }

  /** Gives a worker a task: the first may be what it was asked already, else that answer is passed over. */
  #give(member: Member, task: Task): void {
    const { begun, worker, given } = member
    given.push(task)
    member.begun = undefined
    const isAsked = begun !== undefined && task.question.given === undefined && JSON.stringify(task.question.settings) === JSON.stringify(begun.asked)
    if (!isAsked) worker.postMessage(task.question)
    begun?.answer.then(
      data => {
        this.#listen(member)
        if (isAsked) this.#answered(member, data)
      },
      (error: Error) => { for (const each of given.splice(0)) each.failed(error) },
    )
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
      this.#give(member, task)
    }
  }
}
