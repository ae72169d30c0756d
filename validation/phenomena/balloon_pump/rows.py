"""The rows of the balloon pump."""

from validation.phenomena.balloon_pump.dose import more_does_more
from validation.phenomena.balloon_pump.effects import (
    in_aortic_regurgitation,
    in_healthy,
    in_mitral_regurgitation,
    in_shock,
)
from validation.phenomena.balloon_pump.timing import timing_errors

ROWS = [
    *in_shock(),
    *in_healthy(),
    *in_mitral_regurgitation(),
    *in_aortic_regurgitation(),
    *timing_errors(),
    *more_does_more(),
]
