// How a page and its workers begin: they have one script, so that what both need stands in the file once.

import { byId } from "./elements.js"
import { serve } from "./worker.js"

/** Opens the page whose script this is, or serves one in a worker of its. */
export function begin(open: (script: string) => Promise<void>): void {
  if (!("document" in globalThis)) return serve()
  document.documentElement.classList.add("running")
  open(document.currentScript!.textContent).catch(error => { byId("refused").textContent = `This browser cannot run the hearts: ${String(error)}` })
}
