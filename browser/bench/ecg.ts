// A schematic electrocardiogram: waves of fixed shape at the moments at which the model's heart is activated. The model has no
// electric field, so that heights and shapes say nothing.

import { R_WAVE } from "../src/engine_names.js"
import { PLACES, type Parameter, type Trace } from "../src/index.js"

interface Wave {
  readonly peak: number // s, from the QRS onset
  readonly before: number // s, from its beginning to the peak
  readonly after: number // s, from the peak to its end
  readonly height: number // mV, as if of lead II
}

const P_LENGTH = 0.09 // s, at most; assumed, as all lengths and heights here
const QRS: readonly Wave[] = [
  { peak: R_WAVE - 0.019, before: 0.014, after: 0.014, height: -0.13 },
  { peak: R_WAVE, before: 0.022, after: 0.022, height: 1.1 },
  { peak: R_WAVE + 0.026, before: 0.018, after: 0.02, height: -0.26 },
]
const T_RISE = 0.11 // s

/** Waves of a beat: P begins with the right atrium's contraction, T ends as calcium has left the left ventricle. */
function wavesOf(number: (name: Parameter) => number): readonly Wave[] {
  const lead = number("ra_timing.lead")
  const half = Math.min(P_LENGTH, lead) / 2
  const peak = number("lv_calcium.onset") + number("lv_calcium.plateau_end")
  return [
    { peak: half - lead, before: half, after: half, height: 0.14 },
    ...QRS,
    { peak, before: T_RISE, after: 1 / number("lv_calcium.fall_rate"), height: 0.28 },
  ]
}

function heightOf({ peak, before, after, height }: Wave, time: number): number {
  const share = (time - peak) / (time < peak ? before : after)
  return Math.abs(share) < 1 ? 0.5 * height * (1 + Math.cos(Math.PI * share)) : 0
}

/** Returns the electrocardiogram of a support cycle at the times of its trace [mV]. */
export function electrocardiogram({ times, onsets, parameters }: Trace): Float64Array {
  const waves = wavesOf(name => parameters[PLACES.parameters.get(name)!]!)
  const length = onsets.at(-1)!
  const beats = onsets.slice(0, -1).flatMap(onset => [onset - length, onset, onset + length])
  return times.map(time => beats.reduce((sum, onset) => waves.reduce((all, wave) => all + heightOf(wave, time - onset), sum), 0))
}
