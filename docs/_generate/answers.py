"""How good the answers are: the sets of questions, what was reached on each half, and the starting page by element."""

import asyncio
from collections import Counter
from urllib.parse import quote

from _generate.pages import Output, table

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
    from diastole.answers.answerer import load_answerer
    from tests.answers.score import AIMS, HALVES, Judge

    judge = Judge(load_answerer())
    rows = []
    for name, what in ASKED.items():
        counts = [getattr(judge, name)(half) for half in HALVES]
        cells = [
            f"{one.share:.3f} ({one.hits} of {one.of}; {one.interval[0]:.3f} to {one.interval[1]:.3f})"
            for one in counts
        ]
        rows.append([what, f"≥ {AIMS[name]:.2f}" if name in AIMS else "", *cells])
    out.text("parts/answers.md", table(["share of questions", "aim", "tuning half", "test half"], rows))
    out.text("parts/examined.md", _examined())
    out.text("parts/direct.md", _direct())
    out.text("parts/starting_page.md", _starting_page())


def _examined() -> str:
    """Return how many verdicts of each kind the examiners gave."""
    from tests.answers.score import EXAMINED, items

    rows = []
    for name in EXAMINED:
        judged = Counter((item["kind"], item["verdict"]) for item in items(f"examined/{name}"))
        of = Counter(kind for kind, _ in judged.elements())
        rows += [[name, kind, verdict, f"{count} of {of[kind]}"] for (kind, verdict), count in judged.most_common()]
    return table(["examination", "questions", "verdict", "how many"], sorted(rows, key=lambda row: row[:2]))


def _direct() -> str:
    """Return of how many first sentences a reader could tell the question."""
    from tests.answers.score import items

    found = items("examined/direct")
    told = sum(item["told"] for item in found)
    return (
        f"A reader who had seen no question got {len(found)} first sentences, drawn at random over all readers, and "
        f"wrote down the question that each answers: {told} were right. The others were mended "
        "(`tests/answers/examined/direct.yaml`)."
    )


def _starting_page() -> str:
    from diastole.answers.answerer import load_answerer
    from tests.answers.starting_page import QUESTION, elements

    found = elements(load_answerer(), asyncio.run(_page(f"/ask?q={quote(QUESTION)}")))
    rows = [
        [number, each.name, "yes" if each.delivered else "**no**", each.where] for number, each in enumerate(found, 1)
    ]
    return table(["", "element of the starting page", "delivered", "where"], rows)


async def _page(address: str) -> str:
    """Return a page of the application without starting a server."""
    import httpx

    from diastole.web.application import make_app

    transport = httpx.ASGITransport(make_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        return (await client.get(address)).text
