"""The lessons that come with the package."""

from importlib.resources import files

SUFFIX = ".md"
_FOLDER = files("diastole.knowledge.lessons") / "texts"
LESSONS = tuple(sorted(entry.name.removesuffix(SUFFIX) for entry in _FOLDER.iterdir() if entry.name.endswith(SUFFIX)))


def shipped_lesson(name: str) -> bytes:
    """Return the file of a lesson."""
    return (_FOLDER / f"{name}{SUFFIX}").read_bytes()
