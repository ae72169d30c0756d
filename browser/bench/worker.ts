// The worker of a bench: runs the two hearts of each state that it is sent.

import { Heart, type HeartNumber, type HeartRecord, Measures } from "../src/index.js"
import { type Pair, type Settings, runPair } from "./arms.js"

export interface Start {
  readonly heart: BufferSource
  readonly measures: BufferSource
  readonly record: HeartRecord
  readonly treatment: readonly HeartNumber[]
}

export interface Question {
  readonly settings: Settings
}

export type Answer = { readonly pair: Pair; readonly milliseconds: number } | { readonly error: string }

interface Scope {
  onmessage: ((event: MessageEvent<Start | Question>) => void) | null
  postMessage(answer: Answer): void
}

const scope = self as unknown as Scope
let ready: Promise<(settings: Settings) => Pair> | undefined

async function begin({ heart, measures, record, treatment }: Start): Promise<(settings: Settings) => Pair> {
  const [engine, reader] = await Promise.all([Heart.load(heart, record), Measures.load(measures)])
  return settings => runPair(engine, reader, record, settings, treatment)
}

async function answer({ settings }: Question): Promise<void> {
  try {
    const run = await ready!
    const begun = performance.now()
    const pair = run(settings)
    scope.postMessage({ pair, milliseconds: performance.now() - begun })
  } catch (error) {
    scope.postMessage({ error: String(error) })
  }
}

let last = Promise.resolve() // answers follow each other in the order of the questions

scope.onmessage = ({ data }) => {
  if ("record" in data) ready = begin(data)
  else last = last.then(() => answer(data))
}
