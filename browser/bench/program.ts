// The program of a bench and of its workers.

import { begin } from "./begin.js"
import { open } from "./page.js"

begin(open)
