"""What a restless reader does to a bench: each function does one thing at random, and may return what is wrong."""

import json
from random import Random
from typing import Any
from urllib.parse import urlencode

from tests.browser.soak_refusals import as_typed, differs

SLIDE = """([place, share]) => {
  const sliders = [...document.querySelectorAll("#controls input[type=range]")]
  const slider = sliders[place % sliders.length]
  const box = slider.closest(".control").querySelector("input[type=checkbox]")
  if (box && (slider.disabled || share < 0.2)) box.click()
  if (slider.disabled) return
  slider.value = String(Number(slider.min) + share * (Number(slider.max) - Number(slider.min)))
  slider.dispatchEvent(new Event("input"))
}"""
TYPE = """([place, text]) => {
  const fields = [...document.querySelectorAll("#controls input[type=text]:not(:disabled)")]
  const field = fields[place % fields.length]
  const [command, root] = [document.getElementById("command").textContent, field.closest(".control")]
  field.value = text
  field.dispatchEvent(new Event("change"))
  return [command, field.id, root.querySelector(".unit").textContent, root.querySelector(".refused").textContent]
}"""
CLICK = """([selector, place]) => {
  const found = [...document.querySelectorAll(selector)].filter(each => !each.disabled)
  found[place % found.length]?.click()
}"""
PICK = """([id, place]) => {
  const list = document.getElementById(id)
  list.selectedIndex = place % list.options.length
  list.dispatchEvent(new Event("change"))
}"""
KEEP = """name => {
  document.getElementById("scenario-name").value = name
  document.getElementById("scenario-keep").click()
}"""
LARGE = 10_000
TYPED = (
    "0",
    "0.3",
    "12",
    "60",
    "120",
    "",
    "-1",
    "−40",
    "99999",
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "0x10",
    "1e-300",
    "<b>1</b>",
)
KEYS = (
    "lesions.aortic_regurgitation.orifice_area",
    "pacing.rate",
    "__proto__",
    "constructor",
    "toString",
    "balloon_pump.ratio",
    "balloon_pump",
    "axial_pump.model",
)
VALUES = (
    "0.3 cm²",
    "80 /min",
    "1:2",
    "none",
    "CP",
    "NaN cm²",
    "1e999 /min",
    "constructor",
    "__proto__",
    "<img src=x onerror=alert(1)>",
)


def slide(page: Any, chance: Random) -> None:
    page.evaluate(SLIDE, [chance.randrange(LARGE), chance.random()])


def slide_fast(page: Any, chance: Random) -> None:
    """Several positions of one slider before the hearts can answer."""
    place, share = chance.randrange(LARGE), chance.uniform(0.2, 0.9)
    for step in range(8):
        page.evaluate(SLIDE, [place, share + 0.01 * step])


def type_value(page: Any, chance: Random) -> str:
    """Type a text, and return how page and package differ on it."""
    text = chance.choice(TYPED)
    command, place, unit, refusal = page.evaluate(TYPE, [chance.randrange(LARGE), text])
    return differs(command, place, as_typed(unit, text), refusal)


def choose(page: Any, chance: Random) -> None:
    page.evaluate(CLICK, ["#controls input[type=radio], .errors button, .undo", chance.randrange(LARGE)])


def switch(page: Any, chance: Random) -> None:
    page.evaluate(CLICK, ["#reflex, #freeze", chance.randrange(LARGE)])


def reset(page: Any, chance: Random) -> None:
    page.evaluate(CLICK, ["#reset", 0])


def choose_device(page: Any, chance: Random) -> None:
    page.evaluate(PICK, ["device", chance.randrange(LARGE)])


def change_map(page: Any, chance: Random) -> None:
    page.evaluate("document.getElementById('map-grid').scrollIntoView({ block: 'center' })")
    page.evaluate(PICK, [chance.choice(("map-x", "map-y", "map-measure")), chance.randrange(LARGE)])
    page.wait_for_timeout(chance.choice((0, 100, 1500)))


def click_map(page: Any, chance: Random) -> None:
    page.evaluate(CLICK, ["#map-grid [role=gridcell], #map-run", chance.randrange(LARGE)])


def keep_scenario(page: Any, chance: Random) -> None:
    page.evaluate(KEEP, "".join(chance.choices("aß<>&=#%\u202e\n ", k=chance.randrange(50))))


def use_scenario(page: Any, chance: Random) -> None:
    page.evaluate(CLICK, ["#scenario-head button", chance.randrange(LARGE)])


def go_to_top(page: Any, chance: Random) -> None:
    page.evaluate("scrollTo(0, 0)")


def open_link(page: Any, chance: Random) -> None:
    given = {chance.choice(KEYS): chance.choice(VALUES) for _ in range(chance.randrange(4))}
    patient = {"patient": chance.choice(("acute_severe_ar", "acute_severe_ar", "shock", "__proto__"))}
    page.evaluate("link => { location.hash = link }", urlencode(patient | given))


def open_file(page: Any, chance: Random) -> None:
    state = {
        "format": chance.choice(("diastole bench 1", "diastole bench 1", "constructor")),
        "patient": "acute_severe_ar", "set": {},
        "values": {chance.choice(KEYS): chance.choice((*VALUES, 3, None, [])) for _ in range(chance.randrange(3))},
        "reflex": chance.choice((True, False, "on")),
    }  # fmt: skip
    text = chance.choice((json.dumps(state), json.dumps(state), json.dumps(state)[:-7], "[" * 5000, "x" * 100_000))
    page.set_input_files("#file", {"name": "state.json", "mimeType": "application/json", "buffer": text.encode()})


ACTIONS = (
    slide, slide_fast, type_value, choose, switch, reset, change_map, click_map, keep_scenario, use_scenario, go_to_top,
    open_link, open_file, choose_device,
)  # fmt: skip
WEIGHTS = (40, 5, 8, 12, 3, 4, 4, 4, 4, 4, 5, 4, 3, 4)
