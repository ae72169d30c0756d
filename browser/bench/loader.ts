// Begins the hearts, then unpacks the script of the page and runs it. The policy of the page has the hash of that script and allows no other.

import { byId, element } from "./elements.js"
import { opening } from "./opening.js"
import { unpackedText } from "./unpacked.js"

const refuse = (error: unknown) => { byId("refused").textContent = `This browser cannot open the page: ${String(error)}` }

window.opening = opening()
window.opening.catch(refuse)
unpackedText("bench").then(text => document.head.append(element("script", {}, text)), refuse)
