"""Times of a course, as a person writes and reads them."""

from diastole.errors import InputError
from diastole.studies.course.spelling import quantity_in

LONGEST = 48.0 * 3600.0  # s, of a step and of a course


def read_duration(words: str) -> float:
    """Read a time [s] that a step may last.

    Raise InputError if it is no time, or not above 0 and at most ``LONGEST``.
    """
    if not words:
        raise InputError("no time is given; expected such as '20 min'")
    try:
        seconds = quantity_in(words, "s", ("min", "s"))
    except InputError as problem:
        raise InputError(f"{problem}; expected is such as '45 s', '20 min' or '2 h'") from None
    if not 0.0 < seconds <= LONGEST:
        raise InputError(f"'{words}' is impossible; expected is a time above 0 s and at most {LONGEST / 3600.0:g} h")
    return seconds


def shown_time(seconds: float) -> str:
    """Write a time for a person, such as ``45 s``, ``12 min`` or ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 120:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
