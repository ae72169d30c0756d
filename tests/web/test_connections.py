"""Connections of a real server: clients that send nothing, send half a request or never read delay no other client."""

import asyncio
import socket
from contextlib import suppress

import pytest

from diastole.web import connections
from diastole.web.connections import Connection, OpenConnections, Server, most_connections
from diastole.web.response_headers import HEADERS
from tests.waiting import LONGEST

HALF = b"GET / HTTP/1.1\r\nHost: x\r\n"
WHOLE = HALF + b"\r\n"
LARGE = 300_000  # bytes of a response


class Running:
    """A server of few connections in this process, with an application that answers soon."""

    def __init__(self):
        self.calls, self.at_a_call, self.made, self.address = 0, lambda: None, [], None

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            self.calls += 1
            self.at_a_call()
            size = LARGE if scope["path"] == "/large" else 2
            await receive()
            self.listening = asyncio.create_task(receive())  # for a disconnect; the connection could read on
            for _ in range(3):
                await asyncio.sleep(0)
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % size)]})
            await send({"type": "http.response.body", "body": b"x" * size})

    async def connect(self, sent=b""):
        reader, writer = await asyncio.open_connection(*self.address)
        writer.write(sent)
        return reader, writer

    async def head(self, sent=WHOLE):
        reader, writer = await self.connect(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        writer.close()
        return head.decode().lower()


@pytest.fixture
async def server(monkeypatch):
    running, made = Running(), Connection.connection_made

    def noted(self, transport):
        running.made.append(self)
        made(self, transport)

    monkeypatch.setattr(connections, "most_connections", lambda: 8)
    monkeypatch.setattr(Connection, "connection_made", noted)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running.address = listening.getsockname()
        server = Server(running, lambda: None, log_level="critical")
        server.capture_signals = None  # not used: the tests keep their own handlers
        task = asyncio.create_task(server._serve([listening]))
        while not server.started:
            await asyncio.sleep(0)
        async with asyncio.timeout(LONGEST):
            yield running
        server.should_exit = True
        await task


async def closed(reader):
    """Wait until the server closes a connection."""
    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        await reader.readexactly(100)


@pytest.mark.anyio
@pytest.mark.parametrize("sent", [b"", HALF, WHOLE[:-2] + b"Content-Length: 9\r\n\r\nhalf"])
async def test_half_requests_give_way_to_whole_ones(server, sent):
    slow = [await server.connect(sent) for _ in range(40)]
    for _ in range(5):
        assert "200 ok" in await server.head()
    for _, writer in slow:
        writer.close()


def test_the_oldest_of_the_greediest_client_gives_way():
    class Waiting:
        def __init__(self, host):
            self.host, self.left = host, False
            open_connections.waits(self)
            open_connections.join(self)

        def give_up(self):
            self.left = True
            open_connections.leave(self)

    open_connections = OpenConnections(4)
    single, *greedy, other = [Waiting(host) for host in "abbbc"]
    assert [each.left for each in (single, *greedy, other)] == [False, True, False, False, False]
    open_connections.stops_waiting(greedy[1])  # a request of it is in work
    Waiting("d")
    assert [each.left for each in greedy] == [True, False, True]


@pytest.mark.anyio
@pytest.mark.parametrize("sent", [b"", HALF])
async def test_the_wait_for_a_head_is_limited(server, monkeypatch, sent):
    monkeypatch.setattr(connections, "LONGEST_HEAD", 0.05)
    reader, writer = await server.connect(sent)
    await closed(reader)
    writer.close()


@pytest.mark.anyio
async def test_the_wait_for_the_next_head_is_limited(server, monkeypatch):
    server.at_a_call = lambda: monkeypatch.setattr(connections, "LONGEST_HEAD", 0.05)  # only from then on
    reader, writer = await server.connect(WHOLE + HALF)
    assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
    await closed(reader)
    writer.close()


@pytest.mark.anyio
async def test_an_unread_response_is_dropped(server, monkeypatch):
    monkeypatch.setattr(connections, "LONGEST_READING", 0.05)
    loop = asyncio.get_running_loop()
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.setblocking(False)
        await loop.sock_connect(deaf, server.address)
        await loop.sock_sendall(deaf, WHOLE.replace(b"/ ", b"/large ") * 50)
        while not server.made or not server.made[0]._gone:
            await asyncio.sleep(0.01)
        read = 0
        with suppress(ConnectionResetError):
            while piece := await loop.sock_recv(deaf, 65536):  # no more than the system has taken
                read += len(piece)
    assert read < LARGE
    assert server.calls < 5


@pytest.mark.anyio
async def test_pipelined_requests_are_answered_one_by_one_and_not_read_ahead(server):
    """uvicorn reads on while it works; a client could fill the memory."""
    reader, writer = await server.connect(WHOLE * 200_000)
    most = 0
    for _ in range(1000):
        assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(2)
        most = max(most, len(server.made[0].conn.trailing_data[0]))
    assert most < 2 * 262_144  # bytes: as much as is read at once, twice
    writer.close()


@pytest.mark.anyio
@pytest.mark.parametrize("sent", [b"no HTTP\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", WHOLE[:-2] + b"A" * 70_000])
async def test_other_protocols_are_refused_with_the_headers_of_every_response(server, sent):
    head = await server.head(sent)
    assert head.startswith("http/1.1 400")
    assert all(f"{name}: {value}".lower() in head for name, value in HEADERS.items())


def test_there_are_fewer_connections_than_descriptors(monkeypatch):
    resource = pytest.importorskip("resource")
    for files, most in ((128, 56), (20, 16), (1024, 512), (resource.RLIM_INFINITY, 512)):
        monkeypatch.setattr(resource, "getrlimit", lambda kind, files=files: (files, files))
        assert most_connections() == most
