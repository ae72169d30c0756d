"""Connections: how many, how long each waits for its client, and which one gives way when there are too many.

uvicorn bounds neither the time that a client takes for the head of its request or for reading its answer, nor the
number of connections that send nothing; each of these holds a descriptor, and enough of them stop a server.
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

import h11
import uvicorn
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.h11_impl import H11Protocol

from diastole.web.headers import HEADERS
from diastole.web.request_limits import ASKS_AHEAD

MOST_CONNECTIONS = 512  # assumed
TAKEN_AT_ONCE = 16  # connections, of those that queue at the system, assumed
OWN_FILES = 40  # descriptors that the program needs itself: some 15 in use, assumed
LONGEST_HEAD = 10.0  # s until the head of a request is there, assumed; idle ones are closed by uvicorn before
LONGEST_READING = 30.0  # s until an answer is taken, assumed
MOST_UNREAD = 50_000_000  # bytes of answers that nobody takes, of all connections, assumed
AHEAD = 32_768  # bytes of an answer that the system takes before the client does, assumed; its own choice is megabytes
LONGEST_GOODBYE = 5  # s that requests get to end once the server is asked to stop
LAST_WORD = 2.0  # s of them for those who send or read slowly


class OpenConnections:
    """All connections of a server, and those among them that wait for their client, the longest first."""

    def __init__(self, most: int):
        self._most = most
        self._held: Counter[str] = Counter()  # by client
        self._waiting: dict[str, dict[Connection, None]] = {}

    def join(self, one: "Connection") -> None:
        """Take one in; where there are too many, another one gives way: of the client who has most."""
        self._held[one.host] += 1
        if self._held.total() > self._most:
            greedy = max(self._waiting, key=self._held.__getitem__)  # there is one: the new one waits
            next(iter(self._waiting[greedy])).give_up()

    def leave(self, one: "Connection") -> None:
        """Forget one."""
        self.stops_waiting(one)
        self._held[one.host] -= 1
        self._held += Counter()  # forgets who has none

    def waits(self, one: "Connection") -> None:
        """Let one wait, behind those that wait longer."""
        self.stops_waiting(one)
        self._waiting.setdefault(one.host, {})[one] = None

    def stops_waiting(self, one: "Connection") -> None:
        """Let one wait no longer."""
        waiting = self._waiting.get(one.host, {})
        waiting.pop(one, None)
        if not waiting:
            self._waiting.pop(one.host, None)

    def bound_unread(self) -> None:
        """Let go of the slowest readers if too much waits for them."""
        unread = {one: one.unread for waiting in self._waiting.values() for one in waiting if one.unread}
        while sum(unread.values()) > MOST_UNREAD:
            slowest = min(unread, key=lambda one: one.since)
            del unread[slowest]
            slowest.give_up()


class _OneAfterAnother(FlowControl):
    """Reads nothing more while a request is worked on; uvicorn would take in ever more of what a client sends ahead."""

    def __init__(self, transport: asyncio.Transport, is_working: Callable[[], bool]):
        super().__init__(transport)
        self._is_working = is_working

    def resume_reading(self) -> None:
        """Read on, if nothing is worked on."""
        if not self._is_working():
            super().resume_reading()


class Connection(H11Protocol):
    """A connection of HTTP/1.1 that is not kept waiting for ever."""

    def __init__(self, *given: Any, open_connections: OpenConnections, **named: Any):
        super().__init__(*given, **named)
        self.since = 0.0  # s, on the clock of the loop
        self._open_connections = open_connections
        self._patience: asyncio.TimerHandle | None = None
        self._gone = False

    @property
    def host(self) -> str:
        """Address of the client."""
        return self.client[0] if self.client else ""

    @property
    def unread(self) -> int:
        """Bytes of answers that the client has not taken."""
        return self.transport.get_write_buffer_size()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection."""
        super().connection_made(transport)
        self.flow = _OneAfterAnother(transport, lambda: self._has_whole_request)
        self._wait(LONGEST_HEAD)
        self._open_connections.join(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self._leave()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Handle what has arrived; the answer to a whole request may take as long as it needs."""
        super().handle_events()
        if self._works:
            self._wait(None)

    def on_response_complete(self) -> None:
        """Wait until the answer is taken and something else is asked."""
        self._wait(LONGEST_READING if self.flow.write_paused else LONGEST_HEAD)
        answered = self.cycle
        super().on_response_complete()
        if self.cycle is not answered:  # the next request was here before this answer was
            self.scope["state"][ASKS_AHEAD] = True

    def pause_writing(self) -> None:
        """Wait for a slow reader."""
        super().pause_writing()
        self._wait(LONGEST_READING)
        self._open_connections.bound_unread()

    def resume_writing(self) -> None:
        """Go on with the answer, or wait for what is asked next."""
        super().resume_writing()
        self._wait(None if self._works else LONGEST_HEAD)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, with the headers of every answer."""
        headers = {**HEADERS, "Content-Type": "text/plain; charset=utf-8", "Connection": "close"}
        answer = h11.Response(status_code=400, headers=list(headers.items()), reason=b"Bad Request")
        try:
            for event in (answer, h11.Data(data=msg.encode()), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
            self.transport.close()
        except h11.LocalProtocolError:  # an answer is on its way already
            self.give_up()

    def shutdown(self) -> None:
        """End politely, but soon if it is the client who is waited for."""
        super().shutdown()
        if not self._gone and not self._works:
            self._wait(LAST_WORD)

    def give_up(self) -> None:
        """Close the connection now, whatever was on its way."""
        self._leave()
        self.transport.abort()

    @property
    def _works(self) -> bool:
        """Whether it is not the client's turn, to send the rest of a request, to read or to ask, but ours."""
        return self._has_whole_request and not self.flow.write_paused

    @property
    def _has_whole_request(self) -> bool:
        cycle = self.cycle  # None before the first request, whatever its type says
        return bool(cycle) and not (cycle.response_complete or cycle.more_body)

    def _wait(self, seconds: float | None) -> None:
        """Wait so long for the client, instead of what was waited for before; None if nothing is."""
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        if seconds is None:
            self._open_connections.stops_waiting(self)
        elif not self._gone:
            self.since = self.loop.time()
            self._patience = self.loop.call_later(seconds, self.give_up)
            self._open_connections.waits(self)

    def _leave(self) -> None:
        self._wait(None)
        if not self._gone:
            self._gone = True
            self._open_connections.leave(self)


class Server(uvicorn.Server):
    """A server with few connections at a time, which tells its application when it is asked to stop."""

    def __init__(self, app: Any, before_end: Callable[[], None], *, log_level: str = "warning"):
        super().__init__(
            uvicorn.Config(
                app,
                http=cast(
                    "type[asyncio.Protocol]", partial(Connection, open_connections=OpenConnections(most_connections()))
                ),
                ws="none",
                log_level=log_level,
                access_log=False,  # a question may stand in an address
                server_header=False,
                backlog=TAKEN_AT_ONCE,
                timeout_graceful_shutdown=LONGEST_GOODBYE,
            )
        )
        self._before_end = before_end

    async def startup(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Listen; the queue of the system is long, though few are taken from it at once."""
        await super().startup(None if sockets is None else list(sockets))
        for one in sockets or ():
            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, AHEAD)
            one.listen(socket.SOMAXCONN)

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Stop."""
        self._before_end()
        await super().shutdown(None if sockets is None else list(sockets))


def most_connections() -> int:
    """Return how many connections there may be, so that descriptors are left for the program itself."""
    try:
        from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit
    except ImportError:  # no such limit here
        return MOST_CONNECTIONS
    files, _ = getrlimit(RLIMIT_NOFILE)
    if files == RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(TAKEN_AT_ONCE, min(MOST_CONNECTIONS, files - OWN_FILES - 2 * TAKEN_AT_ONCE))  # twice: some are closing
