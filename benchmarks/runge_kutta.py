"""Order, stability and error at a kink of the Runge-Kutta methods that were tried on the circulation.

    python benchmarks/runge_kutta.py

Stability is the length of the negative real axis on which no step grows: the fastest rates of the circulation are real.
The error at a kink is that of the weights for a slope that sets in somewhere within the step (root mean square over the
place, in units of the step squared times the change of slope): valves and ramps have kinks, smooth stretches do not
decide. Which errors of the measures followed is in docs/numerics/longer_steps.md.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FASTEST = 706.0  # 1/s, largest eigenvalue over the beats of all presets: weak binding of cross-bridges
ROUNDING = 1e-9  # 1, by which a product may pass 1 at the end of the interval of stability


class Method(NamedTuple):
    """An explicit Runge-Kutta method: rows of stage weights, and the weights of the step."""

    stages: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]

    @property
    def matrix(self) -> Array:
        """Stage weights as a square matrix (s, s)."""
        rows = np.zeros((len(self.weights), len(self.weights)))
        for row, weights in zip(rows[1:], self.stages, strict=True):
            row[: len(weights)] = weights
        return rows


METHODS = {
    "classical 4": Method(((0.5,), (0.0, 0.5), (0.0, 0.0, 1.0)), (1 / 6, 1 / 3, 1 / 3, 1 / 6)),
    "3/8 rule": Method(((1 / 3,), (-1 / 3, 1.0), (1.0, -1.0, 1.0)), (1 / 8, 3 / 8, 3 / 8, 1 / 8)),
    "Ralston 3": Method(((0.5,), (0.0, 0.75)), (2 / 9, 1 / 3, 4 / 9)),
    "SSP(4,3)": Method(((0.5,), (0.5, 0.5), (1 / 6, 1 / 6, 1 / 6)), (1 / 6, 1 / 6, 1 / 6, 0.5)),
    "four stages, order 3": Method(
        (
            (0.5870790885791697,),
            (0.09041032803693348, 0.17307482979705313),
            (-0.4451997054735035, 0.48559555955655187, 0.8404390476032364),
        ),
        (0.09757014687441118, 0.30912340567959, 0.3305823248541307, 0.26272412259186756),
    ),
    "five stages, order 3": Method(
        (
            (0.19674984416086413,),
            (0.1407503248319214, 0.5326380414844412),
            (0.02138307857236342, 0.19064074797772299, 0.22464848786361544),
            (-0.00638739047161189, -0.0112823780632442, 0.2602158748657326, 0.6618477831133754),
        ),
        (0.07301740454054584, 0.24552002636098855, 0.23401586366265337, 0.2363749273051886, 0.2110717781306238),
    ),
    "five stages, order 4": Method(
        (
            (0.19718367415182372,),
            (-0.07143933391668758, 0.7592099981627186),
            (0.03848407161394023, 0.21721592900917958, 0.1916608068224659),
            (0.267313835247579, -0.4227209042184757, 0.27201168628436384, 0.8012681398853538),
        ),
        (0.06651149791470111, 0.26194429877602166, 0.2386649388010488, 0.2404316550406638, 0.19244760946756448),
    ),
}


def order(method: Method) -> int:
    """Return the order, 4 at most."""
    a, b = method.matrix, np.array(method.weights)
    c = a.sum(axis=1)
    missed = (
        (b.sum() - 1,),
        (b @ c - 1 / 2,),
        (b @ c**2 - 1 / 3, b @ a @ c - 1 / 6),
        (b @ c**3 - 1 / 4, (b * c) @ a @ c - 1 / 8, b @ a @ c**2 - 1 / 12, b @ a @ a @ c - 1 / 24),
    )
    met = [max(abs(one) for one in of_order) < ROUNDING for of_order in missed]
    return met.index(False) if False in met else len(met)


def real_interval(method: Method) -> float:
    """Return up to which product of step and rate of decay a step does not grow."""
    a, b = method.matrix, np.array(method.weights)
    coefficients, power = [1.0], np.ones(b.size)
    for _ in range(b.size):
        coefficients.append(float(b @ power))
        power = a @ power
    z = np.linspace(0.0, 20.0, 200_001)
    grown = np.abs(np.polyval(coefficients[::-1], -z)) > 1.0 + ROUNDING
    return float(z[grown].min())


def kink_error(method: Method) -> float:
    """Return the error of the weights for a slope that sets in within the step, over all places where it may."""
    b, c = np.array(method.weights), method.matrix.sum(axis=1)
    place = np.linspace(0.0, 1.0, 2001)
    found = b @ np.maximum(c[:, None] - place, 0.0)
    return float(np.sqrt(np.mean((found - 0.5 * (1.0 - place) ** 2) ** 2)))


def main() -> None:
    """Print a row for each method."""
    print("| method | evaluations a step | order | real interval | longest step, ms | error at a kink |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, method in METHODS.items():
        interval = real_interval(method)
        longest = 1e3 * interval / FASTEST
        stages = len(method.weights)
        print(f"| {name} | {stages} | {order(method)} | {interval:.2f} | {longest:.1f} | {kink_error(method):.4f} |")


if __name__ == "__main__":
    main()
