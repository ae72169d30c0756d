// A worker of a bench: runs the two hearts of each state that it is sent.

import { type Given, type Pair, type Settings, runPair } from "./arms.js"
import { type Modules, loaded } from "./engines.js"

export interface Start {
  readonly modules: Modules
  readonly given: Given
}

export interface Question {
  readonly settings: Settings
  readonly given?: Given // another patient than the one it started with
}

/** Both hearts of a state, and how long they took. */
export interface Ran {
  readonly pair: Pair
  readonly milliseconds: number
}

export type Answer = Ran | { readonly error: string }

interface Scope {
  onmessage: ((event: MessageEvent<Start | Question>) => void) | null
  postMessage(answer: Answer, given?: Transferable[]): void
}

/** Returns what runs hearts, here. */
export async function runner({ modules, given }: Start): Promise<(question: Question) => Ran> {
  const engines = await loaded(modules, given)
  return question => {
    const begun = performance.now()
    const pair = runPair(engines, question.given ?? given, question.settings)
    return { pair, milliseconds: performance.now() - begun }
  }
}

/** Answers what the page asks, in the order of the questions. */
export function serve(): void {
  const scope = self as unknown as Scope
  let ready: ReturnType<typeof runner> | undefined
  let last = Promise.resolve()
  const answer = async (question: Question) => {
    try {
      const ran = (await ready!)(question)
      scope.postMessage(ran, buffersOf(ran.pair))
    } catch (error) {
      scope.postMessage({ error: String(error) })
    }
  }
  scope.onmessage = ({ data }) => {
    if ("modules" in data) ready = runner(data)
    else last = last.then(() => answer(data))
  }
}

/** Returns what holds the traces: given away rather than copied. */
function buffersOf(pair: Pair): Transferable[] {
  return [...new Set([pair.without, pair.with].flatMap(({ times, traces }) => [times, ...Object.values(traces)].map(({ buffer }) => buffer)))]
}
