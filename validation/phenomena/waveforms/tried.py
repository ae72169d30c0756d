"""What was tried on the shapes that the model misses: a value is changed, and the shape is read again."""

from typing import NamedTuple

from validation.patients import preset
from validation.phenomena.waveforms.rows import FULL, ROWS, Reading
from validation.reasons import NEARER
from validation.rows import Row


class Try(NamedTuple):
    """A change of a preset, and whether it explains the miss."""

    row: str
    changes: tuple[tuple[str, str], ...]
    explains: bool

    @property
    def of(self) -> Row:
        """The row that is missed."""
        return next(row for row in ROWS if str(row) == self.row)

    @property
    def value(self) -> float:
        """What the changed preset shows."""
        read = self.of.read
        assert isinstance(read, Reading)
        return read.of(preset(read.name, *self.changes))

    @property
    def helps(self) -> bool:
        """Whether the shape is within its bounds then, or at most half as far from them."""
        return distance(self.of, self.value) <= NEARER * distance(self.of, self.of.value)


def distance(row: Row, value: float) -> float:
    """Return how far a value lies outside the bounds of a row; 0 within."""
    return max(row.low - value, value - row.high, 0.0)


EARLY = "none: share of tricuspid inflow in the first half of diastole"
PEAK = "chronic_severe_ar, none: time to the peak of aortic pressure over ejection"
ASSISTED = "acute_severe_ar, balloon 1:1: lowest aortic pressure less the left ventricle's at the R wave"
RESTING = ("healthy", "chronic_severe_ar")
PULMONARY = "healthy, none: acceleration time of pulmonary flow"
COLUMN = ("valves.pulmonary.length", "10 cm")
SLOW = ("heart_rate", "60 /min")
STIFF = ("right_atrium.stiffening_volume", "15 mL")
ATRIUM = (("right_atrium.unstressed_volume", "50 mL"), ("right_atrium.stiffening_volume", "10 mL"))
WALLS = (*ATRIUM, ("right_ventricle.passive_stiffness", "1.5 kPa"))
RIGHT_CONSTANT = "none: time constant of right ventricular relaxation"
CYCLING = ("myofilament.cycle_rate_factor", "2.4")
TRIED = (
    Try("healthy, none: tricuspid A over E", (("right_atrium.active_elastance", "0.2 mmHg/mL"),), explains=True),
    *(Try(f"{name}, none: y descent of the right atrium", (STIFF,), explains=True) for name in RESTING),
    Try(ASSISTED, (SLOW,), explains=True),
    Try(ASSISTED, (("calcium.rise", "90 ms"),), explains=True),
    Try(f"shock, {EARLY}", (STIFF,), explains=False),
    Try(f"shock, {EARLY}", (("pericardium.pressure", "0.5 mmHg"),), explains=False),
    Try(f"shock, {EARLY}", (("myofilament.cycle_rate_factor", "2.4"),), explains=False),
    Try(f"acute_severe_ar, {EARLY}", (SLOW,), explains=True),
    Try(f"acute_severe_ar, {EARLY}", (STIFF,), explains=False),
    Try(f"shock_mr, {EARLY}", (SLOW,), explains=True),
    Try(f"shock_mr, {EARLY}", (STIFF,), explains=False),
    *(Try(f"{name}, {EARLY}", WALLS, explains=name == "shock") for name in FULL),
    Try(f"acute_severe_ar, {EARLY}", ATRIUM, explains=False),
    Try(f"healthy, {RIGHT_CONSTANT}", (("calcium.fall", "30 ms"),), explains=False),
    Try(f"healthy, {RIGHT_CONSTANT}", (CYCLING,), explains=True),
    *(Try(f"{name}, {RIGHT_CONSTANT}", WALLS, explains=True) for name in FULL),
    Try(PULMONARY, (COLUMN, ("vessels.pulmonary_arteries.wall_viscosity", "0.03 mmHg s/mL")), explains=False),
    Try(PULMONARY, (("calcium.rise", "120 ms"),), explains=False),
    Try(PEAK, (("valves.aortic.open_area", "6 cm²"),), explains=False),
    Try(PEAK, (("vessels.ascending_aorta.wall_viscosity", "0.12 mmHg s/mL"),), explains=False),
    Try(PEAK, (("calcium.plateau_end", "300 ms"),), explains=False),
)
