// What a page has of the engine.

export type { Label, Mark, MarkedPoints, Marks } from "./console_marks.js"
export { Engine, type Refined } from "./engine.js"
export * from "./engine_names.js"
export { Heart, type HeartNumber, type HeartRecord, type Outcome } from "./heart.js"
export { type Leak, type LeakDrive, Measures, type Measure, type Measured } from "./measures.js"
export * from "./places.js"
export { Possibility, type Checked } from "./possible.js"
export { Preparation } from "./prepare.js"
export { Recording, type Rows } from "./recording.js"
export { Trace } from "./trace.js"
