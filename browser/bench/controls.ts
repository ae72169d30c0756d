// The controls of a bench: sliders with a field for any value, choices, and what may be off.

import { helpOf } from "./control_quantity.js"
import { element } from "./elements.js"
import type { Control, TimingError } from "./payload.js"
import { type Value, alongSlider, fromSlider, isOff, isQuantity, readTyped } from "./values.js"

/** Takes a value, or returns the sentence that refuses it beside the others. */
type Changed = (control: Control, value: Value) => string

/** A control on the page. */
interface Shown {
  readonly control: Control
  readonly root: HTMLElement
  /** Shows a value. */
  set(value: Value): void
  /** Gives a value as the reader does, and says why it is refused. */
  give(value: Value): void
}

const STRIDES = 100 // by which keys cross a slider that moves by ratio

const idOf = (control: Control) => `control-${control.key.replaceAll(".", "-")}`

export class Controls {
  readonly #form: HTMLElement
  readonly #changed: Changed
  readonly #groups = new Map<string, HTMLElement>()
  readonly #shown: Shown[] = []
  readonly #last = new Map<Control, Value>() // shown now
  readonly #errors: { readonly error: TimingError; readonly button: HTMLElement }[] = []
  #values: ((control: Control) => Value) | undefined
  #keys: readonly string[] | undefined

  constructor(form: HTMLElement, changed: Changed) {
    this.#form = form
    this.#changed = changed
  }

  /** Puts controls into the page, by groups, and errors of timing as buttons behind what they set. */
  add(controls: readonly Control[], errors: readonly TimingError[] = []): void {
    for (const control of controls) {
      const shown = isQuantity(control) ? quantity(control, this.#changed) : choice(control, this.#changed)
      shown.root.append(resetButton(shown))
      const group = this.#groups.get(control.group) ?? groupOf(this.#form, control)
      this.#groups.set(control.group, group)
      group.append(shown.root)
      this.#shown.push(shown)
    }
    for (const error of errors) {
      const shown = this.#shown.find(({ control }) => control.key === error.key)
      if (!shown) continue
      const button = errorButton(shown, error)
      buttonsOf(this.#groups.get(shown.control.group)!).append(button)
      this.#errors.push({ error, button })
    }
    if (this.#values) this.set(this.#values)
    this.only(this.#keys)
  }

  /** Shows the controls of some keys only; without keys all of them. */
  only(keys: readonly string[] | undefined): void {
    this.#keys = keys
    for (const { control, root } of this.#shown) root.hidden = keys !== undefined && !keys.includes(control.key)
    for (const buttons of this.#form.querySelectorAll<HTMLElement>(".errors")) buttons.hidden = keys !== undefined
    for (const part of this.#form.querySelectorAll<HTMLElement>(".group, details")) {
      part.hidden = ![...part.querySelectorAll<HTMLElement>(".control")].some(({ hidden }) => !hidden)
      if (part instanceof HTMLDetailsElement && keys !== undefined) part.open = !part.hidden
    }
    const folded = this.#form.querySelector<HTMLElement>(".all-values")
    if (folded) folded.hidden = [...folded.querySelectorAll<HTMLElement>(".group")].every(({ hidden }) => hidden)
  }

  /** Shows the values of a state. */
  set(values: (control: Control) => Value): void {
    this.#values = values
    for (const { control, root, set } of this.#shown) {
      const value = values(control)
      if (this.#last.get(control) === value && root.querySelector("[aria-invalid=true]") === null) continue
      this.#last.set(control, value)
      set(value)
      root.classList.toggle("changed", value !== control.base)
      if (value !== control.base) open(root)
      for (const { error, button } of this.#errors) if (error.key === control.key) button.setAttribute("aria-pressed", String(value === error.value))
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

/** Makes the error, and takes it back where it is there. */
function errorButton(shown: Shown, { title, value }: TimingError): HTMLElement {
  const button = element("button", { type: "button", "aria-pressed": "false" }, title)
  button.addEventListener("click", () => shown.give(button.getAttribute("aria-pressed") === "true" ? shown.control.base : value))
  return button
}

function resetButton(shown: Shown): HTMLElement {
  const { title, base } = shown.control
  const button = element("button", { type: "button", class: "undo", "aria-label": `Reset ${title}`, title: "Reset" }, "↺")
  button.addEventListener("click", () => shown.give(base))
  return button
}

function quantity(control: Control, changed: Changed): Shown {
  const id = idOf(control)
  const field = element("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": `${id}-error`, title: helpOf(control) })
  const [low, high] = [alongSlider(control, control.low!), alongSlider(control, control.high!)]
  const stride = control.isScaled ? (high - low) / STRIDES : (control.step ?? 1)
  const slider = element("input", {
    type: "range", min: String(low), max: String(high), step: "any", "aria-label": control.title, title: field.title,
  })
  const error = element("p", { id: `${id}-error`, class: "refused", role: "alert" })
  const refuse = (sentence: string) => {
    error.textContent = sentence
    field.setAttribute("aria-invalid", String(sentence !== ""))
  }
  const take = (typed: string) => {
    const reading = readTyped(control, typed)
    refuse("refusal" in reading ? reading.refusal : changed(control, reading.value))
  }
  slider.addEventListener("input", () => {
    take(String(fromSlider(control, Number(slider.value))))
  })
  slider.addEventListener("keydown", event => {
    const by = new Map([["ArrowRight", 1], ["ArrowUp", 1], ["ArrowLeft", -1], ["ArrowDown", -1], ["PageUp", 10], ["PageDown", -10]]).get(event.key)
    if (by === undefined) return
    event.preventDefault()
    slider.value = String(Number(slider.value) + by * stride)
    slider.dispatchEvent(new Event("input"))
  })
  field.addEventListener("change", () => take(field.value))
  const label = element("label", { for: id }, control.title)
  const unit = element("span", { class: "unit" }, control.unit)
  const root = element("div", { class: "control" }, label, element("span", { class: "value" }, field, unit), slider, error)
  let now: Value = control.base
  const give = (value: Value) => {
    refuse(changed(control, value))
    if (off) off.checked = !isOff(now)
  }
  const off = control.mayBeOff ? onOff(control, label, give) : undefined
  return {
    control, root, give,
    set(value) {
      now = value
      const isAway = isOff(value)
      if (off) off.checked = !isAway
      field.disabled = slider.disabled = isAway
      const number = isAway ? control.usual! : (value as number)
      if (document.activeElement !== field || field.getAttribute("aria-invalid") !== "true") {
        field.value = isAway ? "" : String(number).replace("-", "−")
        refuse("")
      }
      field.placeholder = isAway ? "off" : ""
      slider.value = String(alongSlider(control, number))
      slider.setAttribute("aria-valuetext", isAway ? "off" : `${number} ${control.unit}`)
    },
  }
}

function onOff(control: Control, label: HTMLElement, give: (value: Value) => void): HTMLInputElement {
  const box = element("input", { type: "checkbox", "aria-label": `${control.title} on` })
  box.addEventListener("change", () => give(box.checked ? control.usual! : null))
  label.before(box)
  label.parentElement?.insertBefore(box, label)
  label.prepend(box)
  return box
}

function choice(control: Control, changed: Changed): Shown {
  const id = idOf(control)
  const error = element("p", { id: `${id}-error`, class: "refused", role: "alert" })
  let now: Value = control.base
  const give = (value: Value) => {
    const refusal = changed(control, value)
    show(now)
    error.textContent = refusal
    choices.setAttribute("aria-invalid", String(refusal !== ""))
  }
  const boxes = Object.keys(control.choices).map(word => {
    const box = element("input", { type: "radio", name: id, value: word, id: `${id}-${word.replace(":", "-")}` })
    box.addEventListener("change", () => box.checked && give(word))
    return box
  })
  const show = (value: Value) => {
    now = value
    error.textContent = ""
    choices.setAttribute("aria-invalid", "false")
    for (const box of boxes) box.checked = box.value === value
  }
  const labels = boxes.map(box => element("label", {}, box, element("span", {}, control.words[box.value] ?? box.value.replaceAll("_", " "))))
  const choices = element("div", { class: "choices", role: "radiogroup", "aria-label": control.title }, ...labels)
  const root = element("div", { class: "control choice" }, element("span", { class: "name", "aria-hidden": "true" }, control.title), choices, error)
  return { control, root, give, set: show }
}
