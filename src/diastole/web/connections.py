"""Limits on connections: their number, how long each waits for its client, and which one is closed for a new one.

uvicorn limits neither how long a client takes to send the head of its request or to read the response, nor the number
of idle connections; each of them keeps a file descriptor, and without free descriptors a server stops.
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

from diastole.web.request_limits import PIPELINED
from diastole.web.response_headers import HEADERS

MOST_CONNECTIONS = 512  # assumed
ACCEPTED_AT_ONCE = 16  # connections, of those that queue in the system, assumed
OWN_FILES = 40  # descriptors that the program needs itself: some 15 in use, assumed
LONGEST_HEAD = 10.0  # s until the head of a request has arrived, assumed; uvicorn closes idle connections earlier
LONGEST_READING = 30.0  # s until a response is read, assumed
MOST_UNREAD = 50_000_000  # bytes of unread responses of all connections, assumed
SEND_BUFFER = 32_768  # bytes of a response that the system holds for a client, assumed; its default is megabytes
LONGEST_STOP = 5  # s in which requests may end once the server is asked to stop
LONGEST_SLOW_STOP = 2.0  # s of these for clients that send or read slowly


class OpenConnections:
    """The connections of a server; those that wait for their client are kept in the order in which they began to."""

    def __init__(self, most: int):
        self._most = most
        self._held: Counter[str] = Counter()  # by client
        self._waiting: dict[str, dict[Connection, None]] = {}

    def join(self, connection: "Connection") -> None:
        """Add a connection; if there are too many, close the longest waiting one of the client with most of them."""
        self._held[connection.host] += 1
        if self._held.total() > self._most:
            greediest = max(self._waiting, key=self._held.__getitem__)  # not empty: the new connection waits
            next(iter(self._waiting[greediest])).give_up()

    def leave(self, connection: "Connection") -> None:
        """Remove a connection."""
        self.stops_waiting(connection)
        self._held[connection.host] -= 1
        self._held += Counter()  # drops clients without connections

    def waits(self, connection: "Connection") -> None:
        """Put a connection at the end of those that wait."""
        self.stops_waiting(connection)
        self._waiting.setdefault(connection.host, {})[connection] = None

    def stops_waiting(self, connection: "Connection") -> None:
        """Remove a connection from those that wait."""
        waiting = self._waiting.get(connection.host, {})
        waiting.pop(connection, None)
        if not waiting:
            self._waiting.pop(connection.host, None)

    def bound_unread(self) -> None:
        """Close the slowest readers until no more than `MOST_UNREAD` is unread."""
        unread = {each: each.unread for waiting in self._waiting.values() for each in waiting if each.unread}
        while sum(unread.values()) > MOST_UNREAD:
            slowest = min(unread, key=lambda each: each.since)
            del unread[slowest]
            slowest.give_up()


class _OneAtATime(FlowControl):
    """Reads nothing while a request is in work; uvicorn would read pipelined requests without limit."""

    def __init__(self, transport: asyncio.Transport, is_working: Callable[[], bool]):
        super().__init__(transport)
        self._is_working = is_working

    def resume_reading(self) -> None:
        """Read on, unless a request is in work."""
        if not self._is_working():
            super().resume_reading()


class Connection(H11Protocol):
    """A connection of HTTP/1.1 that waits for its client for a limited time."""

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
        """Bytes of responses that the client has not read."""
        return self.transport.get_write_buffer_size()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the head of the first request."""
        super().connection_made(transport)
        self.flow = _OneAtATime(transport, lambda: self._has_whole_request)
        self._wait(LONGEST_HEAD)
        self._open_connections.join(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Remove the connection."""
        self._leave()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Handle what has arrived; no limit of time applies to the work on a whole request."""
        super().handle_events()
        if self._works:
            self._wait(None)

    def on_response_complete(self) -> None:
        """Wait until the response is read or another request arrives."""
        self._wait(LONGEST_READING if self.flow.write_paused else LONGEST_HEAD)
        answered = self.cycle
        super().on_response_complete()
        if self.cycle is not answered:  # the next request arrived before this response was complete
            self.scope["state"][PIPELINED] = True

    def pause_writing(self) -> None:
        """Wait for a slow reader."""
        super().pause_writing()
        self._wait(LONGEST_READING)
        self._open_connections.bound_unread()

    def resume_writing(self) -> None:
        """Continue the response, or wait for the next request."""
        super().resume_writing()
        self._wait(None if self._works else LONGEST_HEAD)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, with the headers of every response."""
        headers = {**HEADERS, "Content-Type": "text/plain; charset=utf-8", "Connection": "close"}
        response = h11.Response(status_code=400, headers=list(headers.items()), reason=b"Bad Request")
        try:
            for event in (response, h11.Data(data=msg.encode()), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
            self.transport.close()
        except h11.LocalProtocolError:  # another response has begun
            self.give_up()

    def shutdown(self) -> None:
        """End after the request in work, or soon if the connection waits for its client."""
        super().shutdown()
        if not self._gone and not self._works:
            self._wait(LONGEST_SLOW_STOP)

    def give_up(self) -> None:
        """Close the connection at once."""
        self._leave()
        self.transport.abort()

    @property
    def _works(self) -> bool:
        """Whether a request is in work, so that the connection does not wait for its client."""
        return self._has_whole_request and not self.flow.write_paused

    @property
    def _has_whole_request(self) -> bool:
        cycle = self.cycle  # None before the first request, whatever its type says
        return bool(cycle) and not (cycle.response_complete or cycle.more_body)

    def _wait(self, seconds: float | None) -> None:
        """Wait so long for the client from now on; None: do not wait."""
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
    """A server with a limited number of connections, which calls ``before_end`` when it is asked to stop."""

    def __init__(self, app: Any, before_end: Callable[[], None], *, log_level: str = "warning"):
        super().__init__(
            uvicorn.Config(
                app,
                http=cast(
                    "type[asyncio.Protocol]", partial(Connection, open_connections=OpenConnections(most_connections()))
                ),
                ws="none",
                log_level=log_level,
                access_log=False,  # an address may contain a question
                server_header=False,
                backlog=ACCEPTED_AT_ONCE,
                timeout_graceful_shutdown=LONGEST_STOP,
            )
        )
        self._before_end = before_end

    async def startup(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Listen with the longest queue of the system, though few connections are accepted at once."""
        await super().startup(None if sockets is None else list(sockets))
        for listening in sockets or ():
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
            listening.listen(socket.SOMAXCONN)

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """Stop."""
        self._before_end()
        await super().shutdown(None if sockets is None else list(sockets))


def most_connections() -> int:
    """Return how many connections leave enough file descriptors for the program itself."""
    try:
        from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit  # absent on Windows, which has no such limit
    except ImportError:
        return MOST_CONNECTIONS
    files, _ = getrlimit(RLIMIT_NOFILE)
    if files == RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(
        ACCEPTED_AT_ONCE, min(MOST_CONNECTIONS, files - OWN_FILES - 2 * ACCEPTED_AT_ONCE)
    )  # twice: others are closing
