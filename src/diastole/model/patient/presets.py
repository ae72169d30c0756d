"""Finding patient files: presets by name, others by path, each with the one that it is based on."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from diastole.errors import InputError, did_you_mean
from diastole.files import read_file
from diastole.model.patient.patient_file_tree import TITLES, Tree, merge
from diastole.strict_yaml import read_blocks

SUFFIX = ".yaml"
LONGEST_CHAIN = 20  # files based on each other; assumed
_FOLDER = files("diastole.model.patient") / "presets"
PRESETS = tuple(sorted(entry.name.removesuffix(SUFFIX) for entry in _FOLDER.iterdir() if entry.name.endswith(SUFFIX)))


@dataclass(frozen=True)
class PatientFile:
    """A patient file that was read."""

    label: str  # what messages call it
    identity: str  # the same for the same file, however it is called
    stem: str  # name of the file
    tree: Tree
    folder: Path = Path()


def resolve(reference: str | Path) -> tuple[str, Tree]:
    """Read a preset or a file, and merge it onto what it is based on.

    Raise InputError if it does not exist, cannot be read, or is based on itself.

    `reference`: name of a preset, or path of a patient file.

    Returns what messages call it, and the whole tree.
    """
    file = find(reference, Path())
    return file.label, _with_base(file, (file,))


def _with_base(file: PatientFile, chain: tuple[PatientFile, ...]) -> Tree:
    """Return the tree of a file merged onto its base, and onto the base of that."""
    tree = {"name": file.stem} | file.tree
    reference = tree.pop("based_on", None)
    if reference is None:
        return tree
    if not isinstance(reference, str):
        raise InputError(f"{file.label}: based_on: give the name of a preset or the path of a file")
    try:
        base = find(reference, file.folder)
    except InputError as problem:
        raise problem.within(f"{file.label}: based_on: ", "based_on") from None
    if len(chain) == LONGEST_CHAIN:
        raise InputError(
            f"{file.label}: based_on: more than {LONGEST_CHAIN} files are based on each other; put them into fewer"
        )
    if any(base.identity == seen.identity for seen in chain):
        circle = " → ".join(seen.label for seen in (*chain, base))
        raise InputError(f"{file.label}: based_on goes round in a circle: {circle}")
    below = {key: node for key, node in _with_base(base, (*chain, base)).items() if key not in TITLES}
    return merge(below, tree)


def find(reference: str | Path, folder: Path) -> PatientFile:
    """Read one preset or file; a path is relative to the folder.

    Raise InputError if it does not exist or cannot be read.
    """
    if isinstance(reference, str) and reference in PRESETS:
        label = f"preset {reference}"
        return PatientFile(label, label, reference, read_blocks((_FOLDER / (reference + SUFFIX)).read_bytes(), label))
    path = folder / reference
    try:
        tree = read_blocks(read_file(path), str(path))
    except FileNotFoundError:
        near = did_you_mean(str(reference), PRESETS)
        raise InputError(
            f"'{reference}' is neither a preset nor an existing file; presets are {', '.join(PRESETS)}.{near}",
            code="not_found", allowed={"values": list(PRESETS)},
        ) from None  # fmt: skip
    return PatientFile(str(path), str(path.resolve()), path.stem, tree, path.parent)
