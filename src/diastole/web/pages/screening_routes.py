"""The screening page: a form with a field for each fact that a person can know, and the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from diastole.errors import InputError
from diastole.faces.words.screening_words import NO_ALL_CLEAR, OPEN_WORDS, VERDICT_WORDS, option_title, step_words
from diastole.knowledge.rules.fact_definitions import FactKind, fact_kind, vocabulary
from diastole.knowledge.screening.fact_sheet import read_facts
from diastole.knowledge.screening.verdict import Screening, screen
from diastole.web.error_responses import BAD_REQUEST
from diastole.web.pages.request_fields import read_form
from diastole.web.pages.template import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
FLAG_WORDS = {"true": "yes", "false": "no"}
FIRST = (  # the facts that decide most often; the age of the echocardiography belongs to the first
    "ar.grade", "echo.age", "aortic_dissection", "aortic_aneurysm", "peripheral_arterial_disease",
)  # fmt: skip
DECIDING = "The five that decide first"
GROUPS = {
    "Echocardiography": ("echo.", "aortic_valve."),
    "Aortic regurgitation": ("ar.",),
    "Mitral regurgitation": ("mr.",),
    "Balloon pump": ("balloon.",),
}
OTHERS = "Aorta, vessels and other"


@dataclass(frozen=True)
class FormField:
    """A field of the form with the value and the unit that were entered."""

    kind: FactKind
    value: str
    unit: str

    @property
    def label(self) -> str:
        """The label on the page."""
        return self.kind.title[0].upper() + self.kind.title[1:]

    @property
    def choices(self) -> dict[str, str]:
        """The words that can be chosen, by value; none for a quantity."""
        if self.kind.is_flag:
            return FLAG_WORDS
        return {
            word: word.replace("moderate_severe", "moderate to severe").replace("_", " ") for word in self.kind.words
        }


@router.get("/screen")
def empty_form() -> str:
    """Show the screening form."""
    return _page({}, screening=None)


@router.post("/screen")
async def screened(request: Request) -> HTMLResponse:
    """Screen the facts that were entered."""
    entered: dict[str, str] = {}
    try:
        entered = read_form(await request.body())
        return HTMLResponse(
            _page(
                entered, screening=_screened(entered), words=VERDICT_WORDS, step_words=step_words,
                option_title=option_title, open_words=OPEN_WORDS, title=lambda name: fact_kind(name).title,
                no_all_clear=NO_ALL_CLEAR,
            )
        )  # fmt: skip
    except InputError as problem:
        return HTMLResponse(_page(entered, screening=None, problem=str(problem)), BAD_REQUEST)


def _page(entered: Mapping[str, str], *, problem: str = "", **values: Any) -> str:
    """Return the page with the form, filled in with the facts of the last one."""
    groups: dict[str, list[FormField]] = {title: [] for title in (DECIDING, *GROUPS, OTHERS)}
    others = [kind for name, kind in vocabulary().items() if name not in FIRST and not kind.derived]
    for kind in (*map(fact_kind, FIRST), *others):
        unit = entered.get(f"{kind.name}.unit", kind.unit)
        groups[_group(kind.name)].append(FormField(kind, entered.get(kind.name, ""), unit))
    return render("screen.html.j2", groups=groups, problem=problem, **values)


def _screened(entered: Mapping[str, str]) -> Screening:
    """Screen the facts of a form; an empty field is unknown, a value of another kind an InputError."""
    known = vocabulary()
    facts: dict[str, object] = {}
    for name, text in entered.items():
        if name in known and not known[name].derived and text.strip():
            unit = entered.get(f"{name}.unit", known[name].unit) if known[name].unit else ""
            facts[name] = f"{text.strip()} {unit}".strip()
    if "echo.age" in facts:
        facts.setdefault("echo.done", "true")
    return screen(read_facts(facts, "the form", by_title=True))


def _group(name: str) -> str:
    if name in FIRST:
        return DECIDING
    return next((title for title, heads in GROUPS.items() if name.startswith(heads)), OTHERS)
