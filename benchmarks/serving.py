"""A server for benchmarks: the program, a port, and the wait until it answers."""

import resource
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen
from typing import NamedTuple

import httpx

PROGRAM = [sys.executable, "-c", "from diastole.cli.main import main; main()"]
PATIENCE, PAUSE = 60.0, 0.1  # s


class Running(NamedTuple):
    address: str
    process: int  # its id


@contextmanager
def serving(descriptors: int | None = None) -> Iterator[Running]:
    """Yield a server of our own that answers, with no more descriptors than allowed; it ends with the block."""

    def limit() -> None:
        if descriptors is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with Popen([*PROGRAM, "serve", "--quiet", "--port", str(port)], preexec_fn=limit) as server:
        try:
            _wait_for(f"{address}/cds-services")
            yield Running(address, server.pid)
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
