// What stands packed in the page beside the script.

import type { Modules } from "./engines.js"
import type { ExplorablePayload, Payload } from "./payload.js"
import { unpacked, unpackedText } from "./unpacked.js"

export interface Opening {
  readonly payload: Payload | ExplorablePayload
  readonly modules: Modules
}

export async function opening(): Promise<Opening> {
  const [payload, heart, measures, prepare] = await Promise.all([
    unpackedText("payload"), unpacked("heart-module"), unpacked("measures-module"), unpacked("prepare-module"),
  ])
  return { payload: JSON.parse(payload) as Opening["payload"], modules: { heart, measures, prepare } }
}
