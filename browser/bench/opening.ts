// What stands packed in the page beside the script.

import type { Modules } from "./engines.js"
import { unpacked, unpackedText } from "./unpacked.js"

interface Opening<Payload> {
  readonly payload: Payload
  readonly modules: Modules
}

export async function opening<Payload>(): Promise<Opening<Payload>> {
  const [payload, heart, measures, prepare] = await Promise.all([
    unpackedText("payload"), unpacked("heart-module"), unpacked("measures-module"), unpacked("prepare-module"),
  ])
  return { payload: JSON.parse(payload) as Payload, modules: { heart, measures, prepare } }
}
