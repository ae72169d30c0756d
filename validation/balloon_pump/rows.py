"""All that the balloon pump must show."""

from pathlib import Path

from validation.balloon_pump.dose import more_does_more
from validation.balloon_pump.effects import in_aortic_regurgitation, in_healthy, in_mitral_regurgitation, in_shock
from validation.balloon_pump.timing import timing_errors
from validation.interventions import with_misses

EXPECTED = [
    *in_shock(),
    *in_healthy(),
    *in_mitral_regurgitation(),
    *in_aortic_regurgitation(),
    *timing_errors(),
    *more_does_more(),
]

ROWS = with_misses(EXPECTED, Path(__file__).parent / "misses.yaml")
