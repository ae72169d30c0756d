// The program of a page and of its workers: one script, so that what both need stands in the file once.

import { begin } from "./page.js"
import { serve } from "./worker.js"

if ("document" in globalThis) begin()
else serve()
