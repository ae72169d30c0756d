// The program of a figure in a text and of its workers.

import { begin } from "./begin.js"
import { open } from "./explorable.js"

begin(open)
