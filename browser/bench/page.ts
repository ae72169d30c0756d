// The bench: a state, the two hearts of it, and everything that shows them.

import "./bench.css"
import { Possibility } from "../src/index.js"
import type { Pair } from "./arms.js"
import { ConsolePanel } from "./console_panel.js"
import { Contradictions } from "./contradictions.js"
import { Controls } from "./controls.js"
import { Crew } from "./crew.js"
import { compiled } from "./engines.js"
import { calledIn, equipped, modelsOf, toldOf, withDevice } from "./devices.js"
import { byId, dismissible, element } from "./elements.js"
import { LeakFigure } from "./leak_figure.js"
import { LessonMode } from "./lesson.js"
import { MapView } from "./map_view.js"
import { MeasuresTable } from "./measures_table.js"
import { Monitor } from "./monitor.js"
import { offerFiles } from "./offers.js"
import { opening } from "./opening.js"
import { type Control, type DeviceModel, type Payload } from "./payload.js"
import { Quiz } from "./quiz.js"
import { Says } from "./says.js"
import { failure, ofControl, ofOtherDevice, ofReflex } from "./sentences.js"
import { settingsOf } from "./settings.js"
import { ScenarioView } from "./scenario_view.js"
import { type Opened, fromFile, parted, withLinked } from "./scenarios.js"
import { type State, StateError, changed, isSame, startOf, valueOf } from "./state.js"
import { commandOf, fromHash, toHash } from "./state_texts.js"
import { drive } from "./transport.js"
import { unpackedText } from "./unpacked.js"
import type { Value } from "./values.js"
import { type Start, runner } from "./worker.js"

const PAUSE = 2000 // ms, after which a change of the same control is another one
const OTHERS = Math.max(1, Math.min(navigator.hardwareConcurrency, 4)) // workers for hearts beside those of the bench
const AHEAD = 2 // hearts that each of them is given at a time
const BALLOON = "the balloon" // which has the console

/** Says what an action did, by the states and hearts before and after it. */
type Tell = (from: State, to: State, before: Pair, after: Pair) => string

/** What the reader did last, and how it was before. */
interface LastAction {
  readonly name: string // several of one name that follow each other quickly are one
  readonly tell: Tell
  readonly state: State
  readonly pair: Pair
}

const isOfConsole = ({ group }: Control) => group === "Balloon pump"
const isFirst = (control: Control) => control.depth === 0 && !isOfConsole(control) // on the first screen

class Bench {
  readonly #payload: Payload
  #contradictions!: Contradictions // once it is open
  #hearts!: Pick<Crew, "run"> // once it is open
  readonly #monitor: Monitor
  readonly #leak: LeakFigure
  readonly #table: MeasuresTable
  readonly #console: ConsolePanel
  readonly #controls: readonly Controls[]
  #map: MapView | undefined
  #rest: (() => void) | undefined // puts into the page what is not on the first screen
  #afterFirst: (() => void) | undefined // what waits for the first beat
  readonly #scenarios: ScenarioView
  readonly #lesson: LessonMode | undefined
  readonly #quiz: Quiz
  readonly #says: Says
  readonly #device = byId<HTMLSelectElement>("device")
  #state: State
  #pair: Pair | undefined
  #last: LastAction | undefined
  #lastAt = -Infinity
  #older = new AbortController()

  /** @param script of the page, for workers */
  constructor(payload: Payload, script: string, start: Start) {
    this.#payload = payload
    this.#says = new Says(payload)
    const { controls, thresholds } = payload
    this.#leak = new LeakFigure(payload)
    this.#monitor = new Monitor(thresholds.closing, () => this.#leak.rule())
    this.#table = new MeasuresTable(byId<HTMLTableSectionElement>("measures"), payload)
    this.#console = new ConsolePanel(byId("labels"), byId("absent"), payload)
    const change = (control: Control, value: Value) => this.#change(control, value)
    this.#controls = [
      new Controls(byId("console"), change), new Controls(byId("controls"), change),
    ]
    this.#controls[0]!.add(controls.filter(isOfConsole), payload.timingErrors)
    this.#controls[1]!.add(controls.filter(isFirst))
    let others: Crew | undefined // begun when they are needed
    const crew = () => (others ??= new Crew(script, start, OTHERS, AHEAD))
    const take = (state: State) => this.#take(state)
    this.#scenarios = new ScenarioView(payload, crew, { state: () => this.#state, take, changed: () => this.#showState() })
    const free = (keys: readonly string[] | undefined) => this.#free(keys)
    this.#lesson = payload.lesson ? new LessonMode(payload, payload.lesson, { take: state => this.#take(state), free }) : undefined
    const now = () => this.#state
    this.#quiz = new Quiz(payload, {
      get state() { return now() },
      take: state => this.#take(state),
      run: async state => (await this.#hearts.run(settingsOf(payload, state))).pair,
      show: pair => this.#monitor.show(pair, undefined),
      leave: to => this.#take(to ?? this.#start),
    })
    this.#state = this.#start
    this.#rest = () => {
      this.#rest = undefined
      this.#controls[1]!.add(controls.filter(control => !isFirst(control) && !isOfConsole(control)))
      void styleRest()
      this.#map = new MapView(payload, crew, take, state => this.#contradictions.in(state))
      this.#map.show(this.#state)
      document.documentElement.dataset["whole"] = "" // for whoever waits for all of the page
    }
    this.#afterFirst = () => {
      this.#hearts = new Crew(script, start, 1, 1)
      this.#rest?.()
    }
  }

  /** Lets the reader change it, and takes the state of the link; `first` runs hearts until there is a worker. */
  open(contradictions: Contradictions, first: Pick<Crew, "run">): void {
    this.#contradictions = contradictions
    this.#hearts = first
    this.#device.append(...this.#payload.devices.map(({ title }) => element("option", {}, title)))
    this.#listen()
    this.#fromLink()
  }

  /** The state to which a reset leads. */
  get #start(): State {
    return this.#lesson?.start ?? startOf(this.#payload)
  }

  #listen(): void {
    addEventListener("hashchange", () => this.#fromLink())
    byId("reset").addEventListener("click", () => this.#take(this.#start))
    const file = byId<HTMLInputElement>("file")
    byId("open").addEventListener("click", () => file.click())
    file.addEventListener("change", async () => {
      await this.#fromFiles(file.files)
      file.value = ""
    })
    for (const name of ["dragover", "drop"] as const) addEventListener(name, event => this.#dragged(event))
    const reflex = byId<HTMLInputElement>("reflex")
    reflex.addEventListener("change", () => this.#act("reflex", { ...this.#state, reflex: reflex.checked }, (...how) => ofReflex(this.#payload, ...how)))
    this.#device.addEventListener("change", () => this.#choose(this.#payload.devices[this.#device.selectedIndex]!))
    drive(this.#monitor)
    dismissible([...document.querySelectorAll<HTMLDetailsElement>(".menu")])
    const now = () => ({ state: this.#state, pair: this.#pair, scenarios: this.#scenarios.scenarios })
    offerFiles(this.#payload, now)
  }

  /** Opens a file that is dropped; else a browser would leave the page for it, and with it what the reader has set. */
  #dragged(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    if (event.type === "drop") void this.#fromFiles(event.dataTransfer.files)
  }

  async #fromFiles(files: FileList | null): Promise<void> {
    const text = await files?.[0]?.text()
    if (text !== undefined) this.#try(() => fromFile(this.#payload, text))
  }

  #fromLink(): void {
    const linked = location.hash.slice(1)
    const isPlace = document.getElementById(linked) !== null // as in the link that skips to the controls
    if (isPlace && this.#pair) return this.#showState() // which stays, and has the link again
    const hash = isPlace ? "" : linked
    if (hash !== "" || this.#lesson) this.#rest?.()
    this.#try(() => {
      const { rest, scenarios } = parted(this.#payload, hash)
      return { state: this.#quiz.fromHash(rest) ?? this.#lesson?.fromHash(rest) ?? fromHash(this.#payload, rest), scenarios }
    })
  }

  /** Leaves some controls to the reader, or all of them. */
  #free(keys: readonly string[] | undefined): void {
    for (const controls of this.#controls) controls.only(keys)
    this.#device.closest("label")!.hidden = keys !== undefined
    byId("reflex").closest("label")!.hidden = keys !== undefined && !keys.includes("reflex")
  }

  /** Takes a state that was read, or says why it is refused; what is shown then stays. */
  #try(read: () => Opened): void {
    try {
      const { state, scenarios } = read()
      for (const scenario of scenarios) this.#contradictions.checked(scenario.state)
      const checked = this.#contradictions.checked(equipped(this.#payload, state))
      this.#scenarios.scenarios = scenarios
      this.#take(checked)
    } catch (error) {
      if (!(error instanceof StateError)) throw error
      if (!this.#pair) this.#run()
      this.#refuse(`Not opened. ${error.message}`)
      this.#showState()
    }
  }

  #take(state: State): void {
    this.#last = undefined
    this.#set(state)
  }

  #change(control: Control, value: Value): string {
    const state = equipped(this.#payload, changed(this.#state, control, value))
    const refusal = this.#contradictions.in(state)
    if (refusal !== "") return refusal
    this.#act(control.key, state, (...how) => ofControl(this.#payload, control, ...how))
    return ""
  }

  /** Gives the second heart a device, unless that contradicts other values. */
  #choose(model: DeviceModel): void {
    const state = withDevice(this.#payload, this.#state, model)
    const refusal = this.#contradictions.in(state)
    if (refusal === "") return this.#act("device", state, (...how) => ofOtherDevice(this.#payload, ...how))
    this.#refuse(refusal)
    this.#showDevice()
  }

  /** Takes the state that an action of the reader makes, which is answered. */
  #act(name: string, state: State, tell: Tell): void {
    const now = performance.now()
    const isNew = this.#last?.name !== name || now - this.#lastAt > PAUSE
    if (isNew && this.#pair) this.#last = { name, tell, state: this.#state, pair: this.#pair }
    this.#lastAt = now
    this.#set(state)
  }

  #set(state: State): void {
    this.#state = state
    this.#refuse("")
    this.#run() // first, so that the worker computes while the controls are shown
    this.#showState()
  }

  /** Runs the hearts of the state; of several that follow each other quickly, the newest. */
  #run(): void {
    this.#older.abort()
    this.#older = new AbortController()
    this.#hearts.run(settingsOf(this.#payload, this.#state), this.#older.signal).then(
      ({ pair, milliseconds }) => this.#show(pair, milliseconds), (error: Error) => this.#stopped(error.message),
    )
  }

  #showState(): void {
    const state = this.#state
    for (const controls of this.#controls) controls.set(control => valueOf(state, control))
    this.#map?.show(state)
    byId<HTMLInputElement>("reflex").checked = state.reflex
    this.#showDevice()
    byId("command").textContent = commandOf(this.#payload, state)
    byId("is-changed").hidden = state.values.size === 0
    byId<HTMLButtonElement>("reset").disabled = isSame(state, this.#start)
    const own = this.#quiz.link ?? this.#lesson?.toHash(state) ?? toHash(this.#payload, state)
    const whole = withLinked(this.#payload, own, this.#scenarios.scenarios)
    this.#scenarios.linked(whole !== undefined)
    const hash = whole ?? own
    history.replaceState(null, "", hash === "" ? location.pathname + location.search : `#${hash}`)
  }

  /** Names the hearts, and shows the console where there is a balloon. */
  #showDevice(): void {
    const models = modelsOf(this.#payload, this.#state)
    const called = calledIn(this.#payload, this.#state)
    this.#device.selectedIndex = models.length === 1 ? this.#payload.devices.indexOf(models[0]!) : -1
    this.#monitor.hasBalloon = called === BALLOON
    document.querySelector<HTMLElement>(".panel")!.hidden = byId("inflated").hidden = byId("quiz-start").hidden = called !== BALLOON
    if (!this.#quiz.link) this.#quiz.name([`Without ${called}`, `With ${called}`])
  }

  #refuse(sentence: string): void {
    byId("refused").textContent = sentence
  }

  /** Says that a state could not be run; the numbers of another one must not stand beside it. */
  #stopped(error: string): void {
    this.#refuse(`The engine stopped: ${error}`)
    this.#table.clear()
    this.#count()
  }

  /** Counts answers, for whoever waits for one. */
  #count(): void {
    const { dataset } = document.documentElement
    dataset["answers"] = String(Number(dataset["answers"] ?? 0) + 1)
    const after = this.#afterFirst
    this.#afterFirst = undefined
    if (after) requestAnimationFrame(() => setTimeout(after))
  }

  #show(pair: Pair, milliseconds: number): void {
    const device = calledIn(this.#payload, this.#state)
    const problem = failure(pair, device)
    byId("problem").textContent = problem
    this.#table.show(pair)
    this.#console.print(pair.with, this.#state)
    this.#monitor.show(pair, this.#last?.pair)
    this.#quiz.seen(pair)
    this.#scenarios.show(pair)
    this.#leak.show(pair)
    document.documentElement.dataset["milliseconds"] = milliseconds.toFixed(1)
    this.#count()
    if (problem === "") {
      this.#pair = pair
      const last = this.#last
      const ofChange = last ? last.tell(last.state, this.#state, last.pair, pair) : ""
      this.#says.tell(pair, device, toldOf(this.#payload, this.#state), ofChange)
      return
    }
    this.#says.noBeat()
  }
}

/** Adds the style of what is not on the first screen. */
async function styleRest(): Promise<void> {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(await unpackedText("rest-style"))
  document.adoptedStyleSheets.push(sheet)
}

/** Opens a page. The first hearts run in the page itself, since it takes longer to begin a worker than to run them. */
export async function open(script: string): Promise<void> {
  const { payload, modules } = await opening<Payload>()
  const start = { modules, given: payload.given }
  const [run, possibility] = [runner(start), Possibility.load(compiled(modules.prepare))]
  const bench = new Bench(payload, script, start)
  const first = await run
  bench.open(new Contradictions(payload, await possibility), { run: async settings => first({ settings }) })
}
