r"""What a number in a law means, written beside it; and the arguments that laws of several modules have in common.

``dp: Annotated[float, Meaning("mmHg", r"\Delta p", -100, 100)]`` is a float for Python and for the compiler. The
documentation takes unit and symbol from it, and the tests unit and range.
"""

from typing import Annotated, NamedTuple


class Meaning(NamedTuple):
    """The meaning of an argument, a result, a parameter or a named number of a law."""

    unit: str  # `any` where a law takes any unit and gives it back
    symbol: str = ""  # LaTeX; of what is kept as an inverse, that of the inverse: 1/C
    low: float = 0.0  # with high the range in which tests try an argument
    high: float = 0.0
    note: str = ""


PressureDifference = Annotated[float, Meaning("mmHg", r"\Delta p", -100, 100)]
FillingRate = Annotated[float, Meaning("mL/s", r"\dot v", -500, 500)]
Flow = Annotated[float, Meaning("mL/s", "q", -500, 500)]
HeartRate = Annotated[float, Meaning("1/min", r"\mathrm{HR}", 30, 200)]
InletPressure = Annotated[float, Meaning("mmHg", r"p_\mathrm{in}", -5, 150)]
OutletPressure = Annotated[float, Meaning("mmHg", r"p_\mathrm{out}", 40, 150)]
OutsidePressure = Annotated[float, Meaning("mmHg", r"p_\mathrm{out}", -5, 150)]
Pressure = Annotated[float, Meaning("mmHg", "p", 0, 150)]
Stretch = Annotated[float, Meaning("1", r"\lambda", 0.75, 1.3)]
StretchRate = Annotated[float, Meaning("1/s", r"\dot\lambda", -2, 2)]
Time = Annotated[float, Meaning("s", "t", 0, 0.9)]
Volume = Annotated[float, Meaning("mL", "v", 5, 150)]
WallVolume = Annotated[float, Meaning("mL", "v_w", 40, 250)]
Phase = Annotated[float, Meaning("1", "x", -0.5, 1.5)]
