"""One virtual environment per peer, made from the Python that runs this and kept until its pins change."""

import os
import subprocess
import sys
from pathlib import Path

PEERS = {
    "svzerod": ("svzerod==3.2",),
    "circulation": ("circulation==0.4.0", "scipy"),
    "modularcirc": ("modularcirc==0.3.0", "numpy<2"),
}
TIME_LIMIT = 1200  # s, for one installation


def interpreter(folder: Path) -> Path:
    """The Python of the virtual environment in `folder`."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(peer: str, build: Path) -> Path | None:
    """Python of the peer's environment under `build`, installed if need be; None where it cannot be had."""
    folder = build / peer
    python, stamp, pins = interpreter(folder), folder / "installed.txt", "\n".join(PEERS[peer])
    if python.exists() and stamp.exists() and stamp.read_text() == pins:
        return python
    try:
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            [str(python), "-m", "pip", "install", "--quiet", *PEERS[peer]],
        ):
            subprocess.run(command, check=True, capture_output=True, timeout=TIME_LIMIT)
    except (OSError, subprocess.SubprocessError):
        return None
    stamp.write_text(pins)
    return python
