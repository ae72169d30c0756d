"""A published value and the model: the patient of the group, the treatment, the printed value, the model's value.

A change is a hit where it has the published sign and lies within half of the published change, or inside the
published range; no spread widens this. A published change within two of its standard errors, printed or told by its p,
is called no change, and so is what a source calls not altered, with a range that says how much would have shown: a hit
stays inside the range, and there is no right sign outside it. A change in the model that nobody could tell
(`Measure.direction`) is no change, and has no sign. A state, without an intervention, is a hit within one published
standard deviation or inside the published range. Of animals, benches, other models and counts of patients only the
sign is compared.
"""

import math
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator
from scipy.special import stdtrit

from diastole import Patient, Run
from diastole.errors import InputError, SimulationError, did_you_mean
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import TOLD
from validation.arm import Arm, Changes, Trial
from validation.parameter_scans import SCANS
from validation.part import Part
from validation.patients import Treatment, fitted_patient, run, treated
from validation.readings import OWN, value
from validation.rows import HIT, MISS, SIGN, text

KNOWN = {"", *MEASURES, *OWN, *SCANS}
HALF = 0.5  # 1, of the published change
NOISE = 2.0  # 1, standard errors within which a published change is called no change
CORRELATION = 0.7  # 1, of a value before and with a treatment, where no SD of the change is printed; assumed
DIRECTIONS = {"rises": 1.0, "falls": -1.0}


class PublishedRow(Part):
    """A published value, with or without an intervention."""

    source: str
    arm: Arm
    id: str
    measure: str
    unit: str
    targets: tuple[str, ...] = ()  # ids of the values that it stands for; its own id where empty
    extra: bool = False  # stands for none of the list
    words: str = ""  # what the source calls it, where that is not the measure
    compared_with: str = ""  # measure before, where it is another one
    same_run: str = ""  # measure to compare with in the run with the intervention, instead of the run before
    against: Changes = ()  # what is done in the run before
    against_sheet: str = ""  # another group to compare with
    baseline: float | None = None
    with_: float | None = Field(None, alias="with")
    sd: float | None = None  # of the value, in its unit
    change: float | None = None
    change_in: Literal["percent", "absolute", "state"] = "percent"
    change_sd: float | None = None
    p: float | None = Field(None, gt=0.0, lt=1.0)  # of the change, two-sided, as printed
    n: int | None = None
    between: tuple[float, float] | None = None
    state: float | None = None
    direction: Literal["", "rises", "falls"] = ""  # where no number is printed for a mean
    printed: str = ""  # what is printed, where no number says it
    sign_only: bool = False  # the size says nothing
    known: Literal["hit", "sign only", "miss"] = HIT
    because: str = ""
    tested: tuple[Trial, ...] = ()  # what was tried to learn whether this is why
    untested: str = ""  # why nothing can be tried

    @field_validator("measure", "compared_with", "same_run")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name not in KNOWN:
            advice = did_you_mean(name, KNOWN)
            raise InputError(
                f"'{name}' is not a measure, and readings.py and parameter_scans.py do not define it.{advice}"
            )
        return name

    @model_validator(mode="after")
    def _says_what_p_is_of(self) -> Self:
        if self.p is not None and (self.change is None or self.n is None or self.n < 2):
            raise InputError(f"{self.id}: p tells the spread of a change in n patients; give change and n, at least 2")
        return self

    def __str__(self) -> str:
        return self.id

    @property
    def stands_for(self) -> tuple[str, ...]:
        """Ids of its targets."""
        return () if self.extra else self.targets or (self.id,)

    @property
    def patient(self) -> str:
        """The group, and the source of its patient."""
        stand_in = "fitted sheet" if self.arm.sheet else f"preset {self.arm.preset}"
        return f"{self.arm.patient} ({stand_in})"

    @property
    def intervention(self) -> str:
        if self.is_state:
            return "none"
        return self.arm.intervention + (", reflex on" if self.arm.reflex else "")

    @property
    def is_state(self) -> bool:
        """Whether it is a value without an intervention."""
        return self.state is not None or self.change_in == "state"

    def tried(self, trial: Trial) -> Self:
        """Return the row with what a trial changes."""
        other = self.model_copy(update={"arm": trial.of(self.arm)})
        other.__dict__.pop("pair", None)  # of this row, which a copy takes along
        return other

    def _run(self, patient: Patient, treatment: Treatment) -> Run:
        return run(treated(patient, treatment), reflex=self.arm.reflex, before=patient if treatment else None)

    @cached_property
    def pair(self) -> tuple[float, float]:
        """The model's value before and with the intervention; no numbers, and so a miss, where the model has none."""
        try:
            before, after = self._read()
        except SimulationError:
            return math.nan, math.nan
        return math.nan if before is None else before, math.nan if after is None else after

    def _read(self) -> tuple[float | None, float | None]:
        if self.measure in SCANS:
            scanned = SCANS[self.measure](self.arm.model)
            return scanned, scanned
        other = fitted_patient(self.against_sheet) if self.against_sheet else self.arm.model
        before = self._run(other, self.against)
        if self.is_state:
            return value(self.measure, before), value(self.measure, before)
        after = self._run(self.arm.model, self.arm.treatment)
        reached = value(self.measure, after)
        if self.same_run:
            return value(self.same_run, after), reached
        return value(self.compared_with or self.measure, before), reached

    @property
    def effect(self) -> float:
        """The model's change, in the unit of the published one; its value where the published one is a state."""
        before, after = self.pair
        if self.is_state:
            return before
        return 100.0 * (after - before) / before if self.change_in == "percent" else after - before

    @property
    def _change_unit(self) -> str:
        return "%" if self.change_in == "percent" else self.unit

    @property
    def published(self) -> str:
        if self.printed:
            return self.printed
        if self.between is not None:
            low, high = self.between
            return f"{low:g} to {high:g} {self.unit if self.is_state else self._change_unit}"
        if self.is_state:
            return text(self.state, self.unit) + (f" (SD {self.sd:g})" if self.sd else "")
        change = text(self.change, self._change_unit, signed=True)
        change += f" (SD {self.change_sd:g})" if self.change_sd else f" (p={self.p:g})" if self.p else ""
        if self.with_ is None:
            return change
        spread = f" (SD {self.sd:g})" if self.sd else ""
        return f"{self.baseline:g} → {text(self.with_, self.unit)}{spread}, {change}"

    @property
    def model(self) -> str:
        """The model's change or value in words."""
        before, after = self.pair
        if self.is_state:
            return text(before, self.unit)
        return f"{text(before)} → {text(after, self.unit)}, {text(self.effect, self._change_unit, signed=True)}"

    @property
    def told_sd(self) -> float:
        """Standard deviation of the change, printed or as its printed p tells by a paired t test; 0 where it is not."""
        if self.change_sd or self.p is None:
            return self.change_sd or 0.0
        return abs(self.change) * math.sqrt(self.n) / float(stdtrit(self.n - 1, 1.0 - 0.5 * self.p))

    @property
    def spread(self) -> float:
        """Standard deviation of the change or the state, in its unit; NaN where the source prints none.

        Where only that of the value with the treatment is printed, the value before has the same one, and both go
        together with ``CORRELATION``.
        """
        if self.is_state or self.told_sd or not self.sd:
            return (self.sd if self.is_state else self.told_sd) or math.nan
        paired = self.sd * math.sqrt(2.0 * (1.0 - CORRELATION))
        if self.change_in == "percent":
            return 100.0 * paired / self.baseline if self.baseline else math.nan
        return paired

    @property
    def standard_error(self) -> float:
        """Standard error of the published change, in its unit; NaN where the source prints none."""
        return math.nan if self.is_state or not self.n else self.spread / math.sqrt(self.n)

    @property
    def is_noise(self) -> bool:
        """Whether the published change lies within the noise that the source itself prints."""
        return bool(self.told_sd) and abs(self.change) < NOISE * self.standard_error

    @property
    def sign(self) -> float:
        """Sign of what is printed: +1, −1, or 0 where it is no change."""
        if self.direction:
            return DIRECTIONS[self.direction]
        if self.is_noise:
            return 0.0
        low, high = self.between or (self.change or self.state,) * 2
        return math.copysign(1.0, low) if low * high > 0.0 else 0.0

    @property
    def allowed(self) -> tuple[float, float]:
        """Bounds of a hit."""
        if self.between is not None:
            return self.between
        if self.is_state:
            return self.state - self.sd, self.state + self.sd
        width = NOISE * self.standard_error if self.is_noise else HALF * abs(self.change)
        return self.change - width, self.change + width

    @property
    def right_sign(self) -> bool:
        """Whether the model changes as published, and by more than nothing; where nothing changes, stays inside."""
        if not self.sign:
            return self.right_size
        return self.effect * self.sign > 0.0 and (self.is_state or self.is_seen)

    @property
    def is_seen(self) -> bool:
        """Whether the model changes by enough to be called a change."""
        before, after = self.pair
        if self.measure in MEASURES:
            return MEASURES[self.measure].direction(before, after) != 0
        return abs(after - before) >= TOLD * abs(before)

    @property
    def right_size(self) -> bool:
        """Whether the model lies inside the bounds of a hit."""
        low, high = self.allowed
        return low <= self.effect <= high

    @property
    def verdict(self) -> str:
        if self.sign_only:
            return SIGN if self.right_sign else MISS
        if self.is_state:
            return HIT if self.right_size else MISS
        return (HIT if self.right_size else SIGN) if self.right_sign else MISS

    @property
    def distance(self) -> float:
        """How far the model is from what is published, in its unit; infinite without a steady beat."""
        if math.isnan(self.effect):
            return math.inf
        if self.between is not None:
            low, high = self.between
            return max(low - self.effect, self.effect - high, 0.0)
        return abs(self.effect - (self.state if self.is_state else self.change))

    @property
    def agrees(self) -> bool:
        """Whether it is a hit, or has the right sign where no more is compared."""
        return self.verdict == (SIGN if self.sign_only else HIT)
