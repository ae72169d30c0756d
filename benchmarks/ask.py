"""How fast a question is answered: by ``diastole ask`` on a fresh installation, and on a page of a warm server.

Run with ``python benchmarks/ask.py``; prints the figures as JSON. The aims are 3 s of processor time for the first
answer of an installation in which nothing was compiled yet, and 100 ms for the median page.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from common import MACHINE, child_cpu_seconds
from serving import PROGRAM, serving

from diastole.knowledge.articles.collection import load_articles

QUESTION = "Why is an intra-aortic balloon pump contraindicated in aortic regurgitation?"
RUNS = 5  # of the command
PAGES = 50  # different questions, each asked once
FIRST, WARM = 3.0, 0.1  # s, the aims
ASK = [*PROGRAM, "ask", QUESTION]


@contextmanager
def nothing_kept() -> Iterator[dict[str, str]]:
    """Yield an environment without compiled code or anything else that an earlier run has kept."""
    with tempfile.TemporaryDirectory() as folder:
        yield {**os.environ, "XDG_CACHE_HOME": f"{folder}/cache"}


def first_answer() -> float:
    """Return the processor time of a first question, s."""
    with nothing_kept() as environment:
        return child_cpu_seconds(ASK, environment)


def pages() -> list[float]:
    """Return the times of pages that answer different questions, s."""
    asked = [one.head.wordings[-1] for one in load_articles().values()][:PAGES]
    times = []
    with serving() as server, httpx.Client(base_url=server.address) as client:
        client.get("/ask", params={"q": QUESTION}).raise_for_status()
        for question in asked:
            start = time.perf_counter()
            client.get("/ask", params={"q": question}).raise_for_status()
            times.append(time.perf_counter() - start)
    return times


def main() -> None:
    first = statistics.median(first_answer() for _ in range(RUNS))
    times = pages()
    page = statistics.median(times)
    figures = {
        "first_answer_cpu_s": round(first, 2), "aim_first_s": FIRST, "page_median_s": round(page, 4),
        "page_longest_s": round(max(times), 4), "aim_page_s": WARM, "met": first < FIRST and page < WARM,
        "runs": RUNS, "pages": len(times),
    }  # fmt: skip
    print(json.dumps(figures | MACHINE, indent=1))


if __name__ == "__main__":
    sys.exit(main())
