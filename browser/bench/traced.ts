// What of a heart is kept over time for the page.

import type { Signal, State } from "../src/index.js"

export const TRACED = [
  "p_ascending_aorta", "p_lv", "p_la", "v_lv", "v_balloon", "p_helium", "q_head_and_arm_arteries", "q_trunk_and_leg_arteries",
  "q_aortic", "q_mitral", "p_abdominal_aorta",
] as const satisfies readonly (Signal | State)[]
export type Traced = (typeof TRACED)[number] | "ecg"
