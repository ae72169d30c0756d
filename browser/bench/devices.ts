// Devices of the second heart: which it has, which of them the first one is without, and what they are called.

import type { Control, DeviceModel, Payload } from "./payload.js"
import { type State, changed, valueOf } from "./state.js"
import { OFF, isOff } from "./values.js"

const PUMP = "balloon_pump"

type Known = Pick<Payload, "controls" | "devices" | "isPumpImplied">

/** Returns the first value of a block, with which it is there. */
const firstOf = ({ controls }: Known, block: string) => controls.find(control => control.block === block)!

function blocksOf({ devices }: Known): string[] {
  return [...new Set(devices.map(({ block }) => block))]
}

/** Returns the blocks of the devices by which the hearts differ, as `without_and_with` of the package; none where there is no device. */
export function compared(payload: Known, state: State): string[] {
  const has = present(payload, state)
  return has.includes(PUMP) ? [PUMP] : has
}

function present(payload: Known, state: State): string[] {
  return blocksOf(payload).filter(block => !isOff(valueOf(state, firstOf(payload, block))))
}

/** Returns the control that has to be given so that the command line, too, adds the balloon to other devices; nothing where it need not. */
export function impliedPump(payload: Known, state: State): Control | undefined {
  const has = present(payload, state)
  const isGiven = [...state.values.keys()].some(key => key.startsWith(`${PUMP}.`))
  return payload.isPumpImplied && has.includes(PUMP) && has.length > 1 && !isGiven ? firstOf(payload, PUMP) : undefined
}

/** Returns a state that was given by these keys as the command line takes it: with other devices there is no balloon, unless it is given. */
export function asGiven(payload: Known, state: State, keys: readonly string[]): State {
  const isAlone = payload.isPumpImplied && present(payload, state).length > 1 && !keys.some(key => key.split(".")[0] === PUMP)
  return isAlone ? changed(state, firstOf(payload, PUMP), offOf(payload, PUMP)) : state
}

/** Returns the model that the second heart has of a device. */
function modelOf({ devices, controls }: Known, state: State, block: string): DeviceModel {
  const isIt = ({ values }: DeviceModel) => Object.entries(values).every(([key, word]) => valueOf(state, controls.find(each => each.key === key)!) === word)
  return devices.find(model => model.block === block && isIt(model))!
}

export function modelsOf(payload: Known, state: State): DeviceModel[] {
  return compared(payload, state).map(block => modelOf(payload, state, block))
}

/** Returns by what the hearts differ, within a sentence. */
export const calledIn = (payload: Known, state: State): string => modelsOf(payload, state).map(({ called }) => called).join(" and ")

/** What tells of devices: block and name of the one that the second heart alone has, nothing of several; names of rotary pumps. */
export interface Told {
  readonly block: string
  readonly called: string
  readonly rotary: string
}

export function toldOf(payload: Known, state: State): Told {
  const models = modelsOf(payload, state)
  const [first] = models
  const one = models.length === 1 && first ? { block: first.block, called: first.title } : { block: "", called: "" }
  const pumps = present(payload, state).filter(block => block !== PUMP)
  return { ...one, rotary: pumps.map(block => modelOf(payload, state, block).title).join(" and ") }
}

/** Returns a state with this device and no other. */
export function withDevice(payload: Known, state: State, { block, values }: DeviceModel): State {
  const without = blocksOf(payload).reduce((so, each) => changed(so, firstOf(payload, each), offOf(payload, each)), state)
  const first = firstOf(payload, block)
  const begun = isOff(first.base) ? changed(without, first, first.usual ?? Object.values(values)[0]!) : changed(without, first, first.base)
  return Object.entries(values).reduce((so, [key, word]) => changed(so, payload.controls.find(each => each.key === key)!, word), begun)
}

/** Returns a state with the balloon where no device is left: as a patient without any is compared. */
export function equipped(payload: Known, state: State): State {
  const pump = payload.devices.find(({ block }) => block === PUMP)!
  return compared(payload, state).length > 0 ? state : withDevice(payload, state, pump)
}

const offOf = (payload: Known, block: string) => (firstOf(payload, block).factor === undefined ? OFF : null)
