"""The controls of a bench: every number of a patient, by groups; a few of them stand on the first screen.

Which there are and what is allowed the patient file says; here stand titles, and the range of a slider where there is a
better one than around the present value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import NoneType
from typing import get_args

from pydantic import BaseModel

from diastole.faces.words.idle_values import NEVER_READ
from diastole.model.devices.register import DEVICES
from diastole.model.drugs.formulary import DRUGS
from diastole.model.input_blocks.fields import block_of, fields
from diastole.model.measures.definitions import MEASURES
from diastole.model.operations import OPERATIONS
from diastole.model.patient import Patient
from diastole.model.patient.patient_numbers import NUMBERS
from diastole.model.patient.relative_value import value_at
from diastole.model.run import PUMP

FIELDS = dict(fields(Patient))
FIRST, FOLDED, DEEP = range(3)  # on the first screen; a click away; among all other values


@dataclass(frozen=True)
class Slider:
    """What a slider spans, in the unit on paper; the field beside it takes all that is possible."""

    low: float
    high: float
    step: float
    is_scaled: bool = False  # moves by ratio


@dataclass(frozen=True)
class Control:
    """A number of a patient that a reader may change."""

    key: str  # dotted
    title: str
    group: str
    depth: int = FIRST
    slider: Slider | None = None

    @property
    def optional_block(self) -> str:
        """The key of the optional block whose first number this is: giving it adds the block. Empty for others."""
        block = self.key.rpartition(".")[0]
        is_first = block and next(iter(block_type(block).model_fields)) == self.key.rpartition(".")[2]
        return block if is_first and is_optional(block) else ""

    @property
    def may_be_off(self) -> bool:
        """Whether a patient need not have it; what may be 0 is 0 instead."""
        if self.optional_block:
            return self.key not in ALWAYS
        return is_optional(self.key)


SHOWN_SHARE = 0.5  # 1, of the range of doses that curves were read from, that a slider spans; assumed
STEPS = 100.0  # 1, of a slider
SCALE = 4.0  # 1, by which a slider that moves by ratio goes below and above a value; assumed
LEAK, STENOSIS, OFFSET = Slider(0.0, 1.0, 0.01), Slider(0.3, 3.0, 0.05, True), Slider(-200.0, 200.0, 10.0)
STIFFNESS = Slider(0.1, 2.0, 0.01, True)
HEART, BALLOON = "Heart", "Balloon pump"
# On the first screen, in this order.
FIRST_SCREEN = (
    Control("lesions.aortic_regurgitation.orifice_area", "Aortic regurgitant orifice", HEART, slider=LEAK),
    Control("lesions.mitral_regurgitation.orifice_area", "Mitral regurgitant orifice", HEART, slider=LEAK),
    Control("left_ventricle.passive_stiffness", "Stiffness of the left ventricle", HEART, slider=STIFFNESS),
    Control("heart_rate", MEASURES["heart_rate"].title, HEART, slider=Slider(40.0, 160.0, 1.0)),
    Control("balloon_pump.mode", "Pumping", BALLOON),
    Control("balloon_pump.trigger", "Trigger", BALLOON),
    Control("balloon_pump.ratio", "Ratio", BALLOON),
    Control("balloon_pump.volume", "Volume", BALLOON, slider=Slider(0.0, 50.0, 1.0)),
    Control("balloon_pump.inflation_offset", "Inflation", BALLOON, slider=OFFSET),
    Control("balloon_pump.deflation_offset", "Deflation", BALLOON, slider=OFFSET),
)  # fmt: skip
ALWAYS = frozenset({  # orifices that are 0 where a lesion is absent
    "lesions.aortic_regurgitation.orifice_area", "lesions.mitral_regurgitation.orifice_area",
    "lesions.ventricular_septal_defect.orifice_area",
})  # fmt: skip
SLIDERS: Mapping[str, Slider] = {
    "pacing.rate": Slider(40.0, 160.0, 1.0),
    "lesions.aortic_stenosis.orifice_area": STENOSIS,
    "lesions.mitral_stenosis.orifice_area": STENOSIS,
    "lesions.ventricular_septal_defect.orifice_area": LEAK,
    **{
        f"drugs.{name}": Slider(0.0, SHOWN_SHARE * drug.largest_dose, SHOWN_SHARE * drug.largest_dose / STEPS)
        for name, drug in DRUGS.items()
    },
}
TITLES = {"pacing.rate": "Pacemaker"}
# Groups a click away, in this order; the blocks of a patient file that are in none are groups among all other values.
GROUPS = {
    "drugs": "Drugs", "lesions": "Valves and septum", "surgery": "Surgery", "pacing": "Rate and volume",
    "blood_volume": "Rate and volume", "chronotropic_response": "Rate and volume",
    **{device.key: "Other devices" for device in DEVICES if device.key != PUMP},
    PUMP: "Helium of the balloon",
}  # fmt: skip
LEFT_OUT = frozenset({
    "body.height",  # which a page cannot change: the balloon is chosen by it
    *NEVER_READ,
})  # fmt: skip
# The four errors of timing, as claims run them: title, key, and value in the unit on paper.
TIMING_ERRORS = (
    ("Early inflation", "balloon_pump.inflation_offset", -120.0),
    ("Late inflation", "balloon_pump.inflation_offset", 120.0),
    ("Early deflation", "balloon_pump.deflation_offset", -120.0),
    ("Late deflation", "balloon_pump.deflation_offset", 120.0),
)
OPERATED = {"mitral_regurgitation": "mitral valve", "aortic_regurgitation": "aortic valve"}


def is_optional(key: str) -> bool:
    """Return whether a patient may do without what is under a key."""
    return NoneType in get_args(FIELDS[key].annotation)


def block_type(key: str) -> type[BaseModel]:
    """Return the type of the block under a key."""
    block = block_of(FIELDS[key])
    if block is None:
        raise ValueError(f"{key} is no block")
    return block


def controls_of(patient: Patient) -> list[Control]:
    """Return the controls that act in a patient: an operated valve leaks as its operation left it."""
    sites = {operation.site for name, operation in OPERATIONS.items() if getattr(patient.surgery, name) is not None}
    hidden = {f"lesions.{lesion}.orifice_area" for lesion, site in OPERATED.items() if site in sites}
    return [control for control in all_controls() if control.key not in hidden and _can_be_given(patient, control)]


@cache
def all_controls() -> tuple[Control, ...]:
    """Return all controls, those of the first screen first."""
    known = {control.key for control in FIRST_SCREEN}
    order = list(GROUPS)
    rest = [key for key in NUMBERS if key not in known and key not in LEFT_OUT]
    rest.sort(key=lambda key: order.index(_top(key)) if _top(key) in order else len(order))
    return (*FIRST_SCREEN, *map(_further, rest))


def _further(key: str) -> Control:
    """Return a control that is not on the first screen."""
    top = _top(key)
    group, depth = (GROUPS[top], FOLDED) if top in GROUPS else (_words(top), DEEP)
    control = Control(key, "", group, depth, SLIDERS.get(key))
    return replace(control, title=TITLES.get(key) or _title(control))


def _title(control: Control) -> str:
    """Return a title from a key without its group; a block that is there by its first number gives that its name."""
    shown = control.optional_block if "." in control.optional_block else control.key
    first, *rest = (shown.partition(".")[2] or shown).split(".")
    return ": ".join([_words(first), *(_words(part).lower() for part in rest)])


def _top(key: str) -> str:
    return key.partition(".")[0]


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _can_be_given(patient: Patient, control: Control) -> bool:
    """Return whether a value may be given alone: not of a lesion that has no orifice, whatever else is said of it."""
    block = control.key.rpartition(".")[0]
    if not block or control.optional_block or value_at(patient, block) is not None:
        return True
    return not next(iter(block_type(block).model_fields.values())).is_required()
