"""The gold set of questions: how many, how they are split, and what the answers make of each half."""

from _generate.pages import Output, table

AIMS = {
    "hit": ("a wanted statement or claim among the first three that are found", "≥ 0.95"),
    "said": ("one of them in the first section of the printed answer", "≥ 0.85"),
    "abstained": ("out of scope, and not answered", "≥ 0.95"),
    "refused": ("in scope, but not answered", "≤ 0.05"),
    "corrected": ("false premise corrected", "≥ 0.90"),
    "accused": ("true premise corrected", "≤ 0.05"),
}
NAMES = {"in_scope": "in scope", "out_of_scope": "out of scope", "false_premise": "false premise"}


def write(out: Output) -> None:
    """Write the table of the sets and the table of what was reached."""
    from diastole.answers.corpus import load_corpus
    from diastole.answers.gate import THRESHOLD
    from tests.answers.gold.score import HALVES, SETS, Judge, items

    judge = Judge(load_corpus())
    scores = {half: judge.score(half) for half in HALVES}
    sizes = [[NAMES[name], *(len(items(name, half)) for half in HALVES)] for name in SETS]
    rows = []
    for name, (what, aim) in AIMS.items():
        cells = []
        for half in HALVES:
            count = getattr(scores[half], name)
            low, high = count.interval
            cells.append(f"{count.share:.3f} ({count.hits} of {count.of}; {low:.3f} to {high:.3f})")
        rows.append([what, aim, *cells])
    parts = [
        table(["set", "tuning half", "test half"], sizes),
        table(["share of questions", "aim", "tuning half", "test half"], rows),
        f"Threshold of the gate: {THRESHOLD:g}. In brackets: how many, and Wilson's interval at 95 %.",
    ]
    out.text("parts/gold.md", "\n\n".join(parts))
