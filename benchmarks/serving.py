"""What the benchmarks of a server share: the program, a port, and the wait until it answers."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen

import httpx

PROGRAM = [sys.executable, "-c", "from diastole.cli.main import main; main()"]
PATIENCE, PAUSE = 60.0, 0.1  # s


@contextmanager
def serving() -> Iterator[str]:
    """Yield the address of a server of our own that answers; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with Popen([*PROGRAM, "serve", "--quiet", "--port", str(port)]) as server:
        try:
            _wait_for(f"{address}/cds-services")
            yield address
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            httpx.get(address)
            return
        except httpx.TransportError:
            time.sleep(PAUSE)
    raise SystemExit("the server did not start")
