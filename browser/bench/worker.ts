// The worker of a bench: runs the two hearts of each state that it is sent.

import { type HeartNumber, type HeartRecord, Measures } from "../src/index.js"
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
let ready: Promise<(settings: Settings) => Promise<Pair>> | undefined

async function begin({ heart, measures, record, treatment }: Start): Promise<(settings: Settings) => Promise<Pair>> {
  const [module, reader] = await Promise.all([WebAssembly.compile(heart), Measures.load(measures)])
  return settings => runPair(module, reader, record, settings, treatment)
}

async function answer({ settings }: Question): Promise<void> {
  const begun = performance.now()
  try {
    const pair = await (await ready!)(settings)
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
