"""Whether the mechanics solve the problems of Land et al. 2015 (land2015)."""

from diastole.heart3d.availability import available
from validation.rows import Row

SOURCE = "Land 2015"
COARSE, FINE, FINEST = 3.4, 2.6, 2.0  # mm, length of an edge of the ellipsoid
OWN = 0.01  # 1, around our own converged values, which are no published ones
TOPIC = "Mechanics of the wall in space"


def _solved(problem, *arguments):
    def read():
        from validation.land2015 import problems

        return getattr(problems, problem)(*arguments)

    return read


def _row(measure, unit, read, low, high, *, source=SOURCE, problem) -> Row:
    return Row(TOPIC, source, problem, "none", measure, unit, read, low, high, tuned=False)


def _apex(problem, edge, side):
    return lambda: _solved(problem, edge)()[side]


def _moved(problem, side):
    return lambda: _apex(problem, FINE, side)() / _apex(problem, COARSE, side)() - 1.0


BEAM, INFLATION, CONTRACTION = "beam of problem 1", "ellipsoid of problem 2", "ellipsoid of problem 3"
ROWS = (
    *(
        [
            _row(
                "upper edge of the loaded end, 3 elements across",
                "mm",
                _solved("deflection", 3),
                4.0,
                4.2,
                problem=BEAM,
            ),
            _row("change of the inner apex, finer mesh", "1", _moved("inflation", 0), -0.01, 0.01, problem=INFLATION),
            _row("change of the outer apex, finer mesh", "1", _moved("inflation", 1), -0.01, 0.01, problem=INFLATION),
            _row(
                "change of the outer apex, finer mesh", "1", _moved("contraction", 1), -0.01, 0.01, problem=CONTRACTION
            ),
        ]
        if available()
        else []
    ),
)
