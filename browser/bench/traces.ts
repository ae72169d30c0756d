// What the monitor can show of a heart.

import { HIGH, WIDE } from "./elements.js"
import type { Curve, StripKind } from "./strips.js"

const NARROW = WIDE < 640
const [LEAST, MOST] = NARROW ? [150, 150] : [86, 320] // px, height of the pressures
const AROUND = HIGH > 800 ? 690 : 674 // px, of a screen for all but the pressures of both hearts
const PRESSURES = Math.max(LEAST, Math.min(MOST, (HIGH - AROUND) / 2))
const [LOW, FLOWS] = [NARROW || HIGH > 800 ? 42 : 31, 92] // px; a low window keeps room for the console
const ALONE = NARROW ? 1 : 2 // times as high where a quiz shows one heart

/** A trace that the reader can choose. */
export interface Choice extends Curve {
  readonly title: string
  readonly isShown: boolean // at first
  readonly ofBalloon?: boolean // only the heart with the balloon has it
}

interface Kind extends StripKind {
  readonly curves: readonly Choice[]
}

/** Strips from top to bottom. */
export const KINDS: readonly Kind[] = [
  {
    title: "Electrocardiogram, schematic", height: LOW + 8, range: [-0.35, 1.6], // room for its name
    curves: [{ name: "ecg", title: "ECG (schematic)", role: "ecg", width: 1.5, isShown: true }],
  },
  {
    title: "Pressures", unit: "mmHg", height: PRESSURES, alone: ALONE * PRESSURES, range: [0, 120], hasMarks: true,
    curves: [
      { name: "p_la", title: "Left atrium", role: "atrium", width: 1.75, isShown: true },
      { name: "p_lv", title: "Left ventricle", role: "ventricle", width: 1.75, isShown: true },
      { name: "p_ascending_aorta", title: "Aorta", role: "aorta", width: 2.25, isShown: true },
    ],
  },
  {
    title: "Volume of the balloon", unit: "mL", height: LOW + 16, range: [0, 52],
    curves: [{ name: "v_balloon", title: "Balloon volume", role: "balloon", width: 1.75, isShown: true, isFilled: true, ofBalloon: true }],
  },
  {
    title: "Pressure of the helium source", unit: "mmHg", height: FLOWS, range: [-200, 250],
    curves: [{ name: "p_helium", title: "Helium pressure", role: "balloon", width: 1.75, isShown: false, ofBalloon: true }],
  },
  {
    title: "Flow through the aortic valve", unit: "mL/s", height: FLOWS, range: [-200, 400],
    curves: [{ name: "q_aortic", title: "Flow through the aortic valve", role: "aorta", width: 1.75, isShown: false }],
  },
  {
    title: "Flow through the mitral valve", unit: "mL/s", height: FLOWS, range: [-200, 400],
    curves: [{ name: "q_mitral", title: "Flow through the mitral valve", role: "atrium", width: 1.75, isShown: false }],
  },
  {
    title: "Flow to head and arms", unit: "mL/s", height: FLOWS, range: [-100, 150],
    curves: [{ name: "q_head_and_arm_arteries", title: "Flow to head and arms", role: "upper", width: 1.75, isShown: false }],
  },
  {
    title: "Flow to the lower body", unit: "mL/s", height: FLOWS, range: [-100, 150],
    curves: [{ name: "q_trunk_and_leg_arteries", title: "Flow to the lower body", role: "lower", width: 1.75, isShown: false }],
  },
]
