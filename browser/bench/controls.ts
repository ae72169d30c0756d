// The controls of a bench: sliders with a field for any value, choices, and what may be off.

import { element } from "./elements.js"
import type { Control, TimingError } from "./payload.js"
import { type Value, isQuantity, onStep, readNumber } from "./values.js"

type Changed = (control: Control, value: Value) => void

/** A control on the page. */
interface Shown {
  readonly control: Control
  readonly root: HTMLElement
  set(value: Value): void
}

const idOf = (control: Control) => `control-${control.key.replaceAll(".", "-")}`

export class Controls {
  readonly #form: HTMLElement
  readonly #shown: readonly Shown[]
  readonly #last = new Map<Control, Value>() // shown now

  /** Puts controls into the page, by groups, and errors of timing as buttons behind what they set. */
  constructor(form: HTMLElement, controls: readonly Control[], errors: readonly TimingError[], changed: Changed) {
    this.#form = form
    const groups = new Map<string, HTMLElement>()
    this.#shown = controls.map(control => {
      const shown = isQuantity(control) ? quantity(control, changed) : choice(control, changed)
      shown.root.append(resetButton(control, changed))
      const group = groups.get(control.group) ?? groupOf(form, control)
      groups.set(control.group, group)
      group.append(shown.root)
      return shown
    })
    for (const error of errors) {
      const control = controls.find(({ key }) => key === error.key)
      const group = control && groups.get(control.group)
      if (group) buttonsOf(group).append(errorButton(control, error, changed))
    }
  }

  /** Shows the controls of some keys only; without keys all of them. */
  only(keys: readonly string[] | undefined): void {
    for (const { control, root } of this.#shown) root.hidden = keys !== undefined && !keys.includes(control.key)
    for (const buttons of this.#form.querySelectorAll<HTMLElement>(".errors")) buttons.hidden = keys !== undefined
    for (const part of this.#form.querySelectorAll<HTMLElement>(".group, details")) {
      part.hidden = ![...part.querySelectorAll<HTMLElement>(".control")].some(({ hidden }) => !hidden)
      if (part instanceof HTMLDetailsElement && keys !== undefined) part.open = !part.hidden
    }
  }

  /** Shows the values of a state. */
  set(values: (control: Control) => Value): void {
    for (const { control, root, set } of this.#shown) {
      const value = values(control)
      if (this.#last.get(control) === value && root.querySelector("[aria-invalid=true]") === null) continue
      this.#last.set(control, value)
      set(value)
      root.classList.toggle("changed", value !== control.base)
      if (value !== control.base) open(root)
    }
  }
}

const ALL_VALUES = "All other values of the patient"

/** Returns the part of the form that holds the groups of a depth. */
function placeOf(form: HTMLElement, depth: number): HTMLElement {
  if (depth < 2) return form
  const found = form.querySelector<HTMLElement>(":scope > .all-values") ?? element("details", { class: "all-values" }, element("summary", {}, ALL_VALUES))
  form.append(found)
  return found
}

function groupOf(form: HTMLElement, { group: title, depth }: Control): HTMLElement {
  const group = element("div", { class: "group", role: "group", "aria-label": title })
  placeOf(form, depth).append(depth > 0 ? element("details", {}, element("summary", {}, title), group) : group)
  if (depth === 0) group.append(element("h3", {}, title))
  return group
}

/** Unfolds what an element lies in. */
function open(shown: HTMLElement): void {
  for (let fold = shown.closest("details"); fold; fold = fold.parentElement!.closest("details")) fold.open = true
}

function buttonsOf(group: HTMLElement): HTMLElement {
  const found = group.querySelector<HTMLElement>(".errors") ?? element("div", { class: "errors", role: "group", "aria-label": "Errors of timing" })
  group.append(found)
  return found
}

function errorButton(control: Control, { title, value }: TimingError, changed: Changed): HTMLElement {
  const button = element("button", { type: "button" }, title)
  button.addEventListener("click", () => changed(control, value))
  return button
}

function resetButton(control: Control, changed: Changed): HTMLElement {
  const button = element("button", { type: "button", class: "undo", "aria-label": `Reset ${control.title}`, title: "Reset" }, "↺")
  button.addEventListener("click", () => changed(control, control.base))
  return button
}

function quantity(control: Control, changed: Changed): Shown {
  const id = idOf(control)
  const field = element("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": `${id}-error`, title: control.help })
  const slider = element("input", {
    type: "range", min: String(control.low), max: String(control.high), step: "any", "aria-label": control.title, title: control.help,
  })
  const error = element("p", { id: `${id}-error`, class: "refused", role: "alert" })
  const refuse = (sentence: string) => {
    error.textContent = sentence
    field.setAttribute("aria-invalid", String(sentence !== ""))
  }
  const take = (typed: string) => {
    const reading = readNumber(control, typed)
    refuse("refusal" in reading ? reading.refusal : "")
    if ("value" in reading) changed(control, reading.value)
  }
  slider.addEventListener("input", () => {
    take(String(onStep(control, Number(slider.value))))
  })
  slider.addEventListener("keydown", event => {
    const by = new Map([["ArrowRight", 1], ["ArrowUp", 1], ["ArrowLeft", -1], ["ArrowDown", -1], ["PageUp", 10], ["PageDown", -10]]).get(event.key)
    if (by === undefined) return
    event.preventDefault()
    slider.value = String(Number(slider.value) + by * (control.step ?? 1))
    slider.dispatchEvent(new Event("input"))
  })
  field.addEventListener("change", () => take(field.value))
  const label = element("label", { for: id }, control.title)
  const unit = element("span", { class: "unit" }, control.unit)
  const root = element("div", { class: "control" }, label, element("span", { class: "value" }, field, unit), slider, error)
  const off = control.mayBeOff ? onOff(control, label, changed) : undefined
  return {
    control, root,
    set(value) {
      const isOff = value === null
      if (off) off.checked = !isOff
      field.disabled = slider.disabled = isOff
      const number = isOff ? control.usual! : (value as number)
      if (document.activeElement !== field || field.getAttribute("aria-invalid") !== "true") {
        field.value = isOff ? "" : String(number).replace("-", "−")
        refuse("")
      }
      field.placeholder = isOff ? "off" : ""
      slider.value = String(number)
      slider.setAttribute("aria-valuetext", isOff ? "off" : `${number} ${control.unit}`)
    },
  }
}

function onOff(control: Control, label: HTMLElement, changed: Changed): HTMLInputElement {
  const box = element("input", { type: "checkbox", "aria-label": `${control.title} on` })
  box.addEventListener("change", () => changed(control, box.checked ? control.usual! : null))
  label.before(box)
  label.parentElement?.insertBefore(box, label)
  label.prepend(box)
  return box
}

function choice(control: Control, changed: Changed): Shown {
  const id = idOf(control)
  const boxes = Object.keys(control.choices).map(word => {
    const box = element("input", { type: "radio", name: id, value: word, id: `${id}-${word.replace(":", "-")}` })
    box.addEventListener("change", () => box.checked && changed(control, word))
    return box
  })
  const labels = boxes.map(box => element("label", {}, box, element("span", {}, control.words[box.value] ?? box.value.replaceAll("_", " "))))
  const choices = element("div", { class: "choices", role: "radiogroup", "aria-label": control.title }, ...labels)
  const root = element("div", { class: "control choice" }, element("span", { class: "name", "aria-hidden": "true" }, control.title), choices)
  return { control, root, set: value => { for (const box of boxes) box.checked = box.value === value } }
}
