"""Write the generated documentation: pages, tables, figures.

``conf.py`` calls it at the start of a build; alone it is run by ``python docs/generate.py``. The folder
``docs/generated`` is not kept in the repository.
"""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # for validation/
sys.path.insert(0, str(Path(__file__).parent))

from _generate.pages import DOCS, Output
from _generate.values import substitutions

__all__ = ["generate", "substitutions"]
SUBJECTS = (  # modules of _generate, in this order
    "laws", "network", "vocabulary", "patients", "pump", "regulation", "drugs", "devices", "alternatives",
    "numerics", "heart3d_tables", "reference", "credibility", "headline", "waveforms", "vicious_circle", "kim2018",
    "claims", "screening", "answers", "gallery", "living_pages", "dossier", "published_cohort",
)  # fmt: skip


def generate(folder: Path = DOCS / "generated") -> None:
    """Write all generated pages and figures, and remove those of an earlier run that are outdated."""
    out = Output(folder)
    for subject in SUBJECTS:
        import_module(f"_generate.{subject}").write(out)
    out.remove_stale()


if __name__ == "__main__":
    generate()
