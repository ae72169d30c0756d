"""Distinguishes a bedside sheet from other files; light, because every command that takes a patient asks."""

from pathlib import Path

from diastole.errors import InputError
from diastole.files import is_file, read_file
from diastole.model.patient.patient_file_tree import Tree
from diastole.model.patient.presets import PRESETS
from diastole.strict_yaml import read_blocks


def read_tree(path: Path) -> Tree:
    """Read the file of a bedside sheet as blocks of text.

    Raises
    ------
    InputError
        If it does not exist or cannot be read.
    """
    try:
        return read_blocks(read_file(path), str(path))
    except FileNotFoundError:
        message = f"'{path}' does not exist; give a bedside sheet, a YAML file with a block 'measured'"
        raise InputError(message) from None


def is_bedside_sheet(reference: str | Path) -> bool:
    """Return whether this is a file with a block ``measured``; a name of a preset is none, a `Path` is never a preset.

    Raise InputError if the file cannot be read.
    """
    return reference not in PRESETS and is_file(reference) and "measured" in read_tree(Path(reference))


def check_bedside_sheet(path: str | Path) -> None:
    """Raise InputError if this is a patient file or a preset, given in place of a bedside sheet."""
    if not is_bedside_sheet(Path(path)) and (is_file(path) or str(path) in PRESETS):
        kind = "patient file" if is_file(path) else "preset"
        raise InputError(f"'{path}' is a {kind}; fit takes a bedside sheet, a YAML file with a block 'measured'")
