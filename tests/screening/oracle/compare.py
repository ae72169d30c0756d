"""The product beside the oracle: counts, and the smallest form of each disagreement."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.screening.oracle.generator import NOW, Case, case
from tests.screening.oracle.judging import QUIET, Opinion, opinion
from tests.screening.oracle.product import verdict_of

NO_VERDICT = ("refused", "broken")
BLOCK = 100  # cases that one process judges at a time


class Judged(NamedTuple):
    """A case with both verdicts."""

    number: int
    product: str
    oracle: Opinion


def is_too_quiet(product: str, floor: str) -> bool:
    """Tell whether a verdict is quieter than is permitted."""
    return product not in NO_VERDICT and QUIET.index(product) < QUIET.index(floor)


def is_too_loud(product: str, floor: str) -> bool:
    """Tell whether data are called for where the record settles the verdict."""
    return product in ("data_needed", *NO_VERDICT) and floor != "data_needed"


def judge(found: Case, number: int, folder: Path) -> Judged:
    """Judge one case on both sides."""
    return Judged(number, verdict_of(found.bundle, found.sheet, folder), opinion(found.bundle, found.sheet, NOW))


def judge_block(seed: int, start: int, count: int) -> list[Judged]:
    """Judge the cases from a number on."""
    with TemporaryDirectory() as folder:
        return [judge(case(seed, number), number, Path(folder)) for number in range(start, start + count)]


def judge_all(seed: int, start: int, count: int, processes: int) -> Iterator[list[Judged]]:
    """Judge cases block by block."""
    blocks = [(first, min(BLOCK, start + count - first)) for first in range(start, start + count, BLOCK)]
    if processes == 1:
        yield from (judge_block(seed, *block) for block in blocks)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(partial(judge_block, seed), *zip(*blocks, strict=True))


def table(judged: list[Judged]) -> Counter[tuple[str, str]]:
    """Count the pairs of oracle and product."""
    return Counter((one.oracle.floor, one.product) for one in judged)


def smallest(found: Case, folder: Path) -> Case:
    """Drop entries and links as long as the verdict stays too quiet for nothing but a reason that it had before."""
    reasons = set(opinion(found.bundle, found.sheet, NOW).reasons)

    def wrong(bundle: dict) -> bool:
        now = opinion(bundle, found.sheet, NOW)
        return set(now.reasons) <= reasons and is_too_quiet(verdict_of(bundle, found.sheet, folder), now.floor)

    bundle = found.bundle
    while (smaller := next(filter(wrong, _smaller(bundle)), None)) is not None:
        bundle = smaller
    return Case(bundle, found.sheet, found.changes)


def _smaller(bundle: dict) -> Iterator[dict]:
    for number in range(len(bundle["entry"])):
        yield {**bundle, "entry": bundle["entry"][:number] + bundle["entry"][number + 1 :]}
    for key in {"link", "total"} & bundle.keys():
        yield {name: value for name, value in bundle.items() if name != key}
