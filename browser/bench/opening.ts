// What a page does before its script is there: it unpacks its parts, starts a worker, and asks it for the hearts of the patient as
// they are, if nothing else is wanted. So they beat while the page is still being built.

import type { Settings } from "./arms.js"
import type { ExplorablePayload, Packed, Payload } from "./payload.js"
import { unpacked, unpackedText } from "./unpacked.js"
import type { Answer, Start } from "./worker.js"

/** A worker that has been started, with the answer to what it was asked already. */
export interface Begun {
  readonly worker: Worker
  readonly asked: Settings | undefined
  readonly answer: Promise<Answer>
}

export interface Opening {
  readonly payload: Packed<Payload> | Packed<ExplorablePayload>
  readonly script: string // of workers
  readonly modules: Start["modules"]
  readonly begun: Begun
}

declare global {
  interface Window { opening?: Promise<Opening> }
}

export function workerOf(script: string): Worker {
  return new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })))
}

export async function opening(): Promise<Opening> {
  const [script, payload, heart, measures, prepare] = await Promise.all([
    unpackedText("worker"), unpackedText("payload"), unpacked("heart-module"), unpacked("measures-module"), unpacked("prepare-module"),
  ])
  const given = JSON.parse(payload) as Opening["payload"]
  const modules = { heart, measures, prepare }
  const isBench = !("arms" in given)
  const worker = workerOf(script)
  worker.postMessage({ modules, given: isBench ? given.given : given.givens[0]! } satisfies Start)
  const asked = isBench && !given.lesson && location.hash.length < 2 ? { values: [], reflex: given.reflex } : undefined
  if (asked) worker.postMessage({ settings: asked })
  return { payload: given, script, modules, begun: { worker, asked, answer: firstOf(worker) } }
}

function firstOf(worker: Worker): Promise<Answer> {
  return new Promise((done, failed) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => done(data)
    worker.onerror = event => failed(new Error(event.message))
  })
}

