"""Whether the mechanics solve the problems of Land et al. 2015 (land2015)."""

from importlib import import_module

from diastole.model.heart3d.availability import available
from validation.rows import Row

SOURCE = "Land 2015, convergence"
COARSE, FINE = 3.4, 2.6  # mm, length of an edge of the ellipsoid; an edge of 2 mm moves the outer apex by 0.3 % more
TOPIC = "Mechanics of the wall in space"


def _solved(problem, *arguments):
    def read():
        import_module("diastole.model.heart3d")  # before the engine: the order of its parts matters
        return getattr(import_module("validation.phenomena.land2015.problems"), problem)(*arguments)

    return read


def _row(measure, unit, read, low, high, *, source=SOURCE, problem) -> Row:
    return Row(TOPIC, source, problem, "none", measure, unit, read, low, high, tuned=False)


def _apex(problem, edge, side):
    return lambda: _solved(problem, edge)()[side]


def _moved(problem, side):
    return lambda: _apex(problem, FINE, side)() / _apex(problem, COARSE, side)() - 1.0


BEAM, INFLATION, CONTRACTION = "beam of problem 1", "ellipsoid of problem 2", "ellipsoid of problem 3"
EDGE = "upper edge of the loaded end, 3 elements across"
INNER, OUTER = "relative change of the inner apex, finer mesh", "relative change of the outer apex, finer mesh"
_ROWS = (
    _row(EDGE, "mm", _solved("deflection", 3), 4.0, 4.2, problem=BEAM, source="Land 2015, range as in public code"),
    _row(INNER, "1", _moved("inflation", 0), -0.01, 0.01, problem=INFLATION),
    _row(OUTER, "1", _moved("inflation", 1), -0.01, 0.01, problem=INFLATION),
    _row(OUTER, "1", _moved("contraction", 1), -0.01, 0.01, problem=CONTRACTION),
)
ROWS = _ROWS if available() else ()
