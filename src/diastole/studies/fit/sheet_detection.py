"""Telling a bedside sheet from other files; light, because every command that takes a patient asks."""

from pathlib import Path

from diastole.errors import InputError
from diastole.files import read_file
from diastole.model.patient.tree import Tree
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


def is_bedside_sheet(path: str | Path) -> bool:
    """Tell whether a file is a bedside sheet: it has a block ``measured``.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    return "measured" in read_tree(Path(path))
