"""Write everything of the documentation that follows from the program: pages, tables, figures.

``conf.py`` calls it at the start of a build; alone it is run by ``python docs/generate.py``. What it writes into
``docs/generated`` is not kept in the repository.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # for validation/
sys.path.insert(0, str(Path(__file__).parent))

from _generate import (
    alternatives,
    answers,
    claims,
    credibility,
    devices,
    drugs,
    gallery,
    kim2018,
    laws,
    network,
    numerics,
    patients,
    pump,
    reference,
    regulation,
    screening,
    vicious_circle,
    vocabulary,
)
from _generate.pages import DOCS, Output
from _generate.values import substitutions

__all__ = ["generate", "substitutions"]
SUBJECTS = (
    laws, network, vocabulary, patients, pump, regulation, drugs, devices, alternatives, numerics, reference,
    credibility, vicious_circle, kim2018, claims, screening, answers, gallery,
)  # fmt: skip


def generate(folder: Path = DOCS / "generated") -> None:
    """Write all generated pages and figures, and remove those of an earlier run that are no more."""
    out = Output(folder)
    for subject in SUBJECTS:
        subject.write(out)
    out.remove_stale()


if __name__ == "__main__":
    generate()
