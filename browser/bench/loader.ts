// Unpacks the script of the page and runs it. The policy of the page has the hash of that script and allows no other.

import { byId, element } from "./elements.js"
import { unpackedText } from "./unpacked.js"

unpackedText("program").then(
  text => document.head.append(element("script", {}, text)),
  (error: unknown) => { byId("refused").textContent = `This browser cannot open the page: ${String(error)}` },
)
