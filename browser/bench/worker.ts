// The worker of a bench: runs the two hearts of each state that it is sent.

import { Heart, Measures, Preparation } from "../src/index.js"
import { type Given, type Pair, type Settings, runPair } from "./arms.js"

export interface Start {
  readonly modules: { readonly heart: BufferSource; readonly measures: BufferSource; readonly prepare: BufferSource }
  readonly given: Given
}

export interface Question {
  readonly settings: Settings
  readonly given?: Given // another patient than the one it started with
}

export type Answer = { readonly pair: Pair; readonly milliseconds: number } | { readonly error: string }

interface Scope {
  onmessage: ((event: MessageEvent<Start | Question>) => void) | null
  postMessage(answer: Answer): void
}

const scope = self as unknown as Scope
let ready: Promise<(question: Question) => Pair> | undefined

async function begin({ modules, given }: Start): Promise<(question: Question) => Pair> {
  const [measures, preparation] = await Promise.all([Measures.load(modules.measures), Preparation.load(modules.prepare)])
  const heart = await Heart.load(modules.heart, preparation.record(given.numbers))
  return question => runPair({ heart, measures, preparation }, question.given ?? given, question.settings)
}

async function answer(question: Question): Promise<void> {
  try {
    const run = await ready!
    const begun = performance.now()
    const pair = run(question)
    scope.postMessage({ pair, milliseconds: performance.now() - begun })
  } catch (error) {
    scope.postMessage({ error: String(error) })
  }
}

let last = Promise.resolve() // answers follow each other in the order of the questions

scope.onmessage = ({ data }) => {
  if ("modules" in data) ready = begin(data)
  else last = last.then(() => answer(data))
}
