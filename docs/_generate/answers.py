"""The quality of the answers: the score on each half of the questions, and the starting page by element."""

import asyncio
from collections import Counter
from urllib.parse import quote

import httpx

from _generate.pages import Output, table
from diastole.answers.answerer import load_answerer
from diastole.web.application import make_app
from tests.answers.score import AIMS, EXAMINED, HALVES, Judge, items
from tests.answers.starting_page import QUESTION, elements

ASKED = {
    "to_the_point": "in scope: the first article shown answers it",
    "let_in": "in scope, and not refused",
    "abstained": "out of scope, and refused",
    "noticed": "false premise, and corrected",
    "trusted": "no false premise, and not corrected",
    "followed": "follow-up: the first article shown answers it",
    "older": "question of the first version: the article rests on what was wanted",
    "older_abstained": "out of scope in the first version, and refused",
    "older_noticed": "false premise of the first version, and corrected",
}


def write(out: Output) -> None:
    """Write the table of what was reached, and the table of the starting page."""
    judge = Judge(load_answerer())
    rows = []
    for name, what in ASKED.items():
        counts = [getattr(judge, name)(half) for half in HALVES]
        cells = [
            f"{count.share:.3f} ({count.hits} of {count.of}; {count.interval[0]:.3f} to {count.interval[1]:.3f})"
            for count in counts
        ]
        rows.append([what, f"≥ {AIMS[name]:.2f}" if name in AIMS else "", *cells])
    out.text("parts/answers.md", table(["share of questions", "aim", "tuning half", "test half"], rows))
    out.text("parts/examined.md", _examined())
    out.text("parts/direct.md", _direct())
    out.text("parts/starting_page.md", _starting_page())


def _examined() -> str:
    """Return how many verdicts of each kind the examiners gave."""
    rows = []
    for name in EXAMINED:
        judged = Counter((item["kind"], item["verdict"]) for item in items(f"examined/{name}"))
        of = Counter(kind for kind, _ in judged.elements())
        rows += [[name, kind, verdict, f"{count} of {of[kind]}"] for (kind, verdict), count in judged.most_common()]
    return table(["examination", "questions", "verdict", "how many"], sorted(rows, key=lambda row: row[:2]))


def _direct() -> str:
    """Return from how many first sentences a reader could guess the question."""
    read = items("examined/direct")
    right = sum(item["told"] for item in read)
    return (
        f"A reader who had seen no question got {len(read)} first sentences, drawn at random over all readers, and "
        f"wrote down the question that each answers: {right} were right. The others were mended "
        "(`tests/answers/examined/direct.yaml`)."
    )


def _starting_page() -> str:
    page = asyncio.run(_page(f"/ask?q={quote(QUESTION)}"))
    rows = [
        [number, each.name, "yes" if each.delivered else "**no**", each.where]
        for number, each in enumerate(elements(load_answerer(), page), 1)
    ]
    return table(["", "element of the starting page", "delivered", "where"], rows)


async def _page(address: str) -> str:
    """Return a page of the application without starting a server."""
    transport = httpx.ASGITransport(make_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        return (await client.get(address)).text
