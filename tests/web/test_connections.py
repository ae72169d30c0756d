"""Connections of a true server: who says nothing, half of it, or never reads costs the others nothing."""

import asyncio
import socket
from contextlib import suppress

import pytest

from diastole.web import connections
from diastole.web.connections import Connection, OpenConnections, Server, most_connections
from diastole.web.middleware import HEADERS
from tests.waiting import LONGEST

HALF = b"GET / HTTP/1.1\r\nHost: x\r\n"
WHOLE = HALF + b"\r\n"
LARGE = 300_000  # bytes of an answer


class App:
    """Answers at once, with as much as is asked for."""

    def __init__(self):
        self.calls = 0
        self.at_a_call = lambda: None

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            self.calls += 1
            self.at_a_call()
            size = LARGE if scope["path"] == "/large" else 2
            await receive()
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % size)]})
            await send({"type": "http.response.body", "body": b"x" * size})


def serve(play, monkeypatch, most=8):
    """Let something happen to a server of few connections in this process."""
    monkeypatch.setattr(connections, "most_connections", lambda: most)

    async def run():
        app = App()
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = Server(app, lambda: None, log_level="critical")
        server.capture_signals = None  # not used: the tests keep their own handlers
        task = asyncio.create_task(server._serve([listening]))
        while not server.started:
            await asyncio.sleep(0)
        try:
            await asyncio.wait_for(play(app, listening.getsockname()), LONGEST)
        finally:
            server.should_exit = True
            await task

    asyncio.run(run())


async def connected(address, sent=b""):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(sent)
    return reader, writer


async def answer(address, sent=WHOLE):
    reader, writer = await connected(address, sent)
    head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    return head


@pytest.mark.parametrize("sent", [b"", HALF, WHOLE[:-2] + b"Content-Length: 9\r\n\r\nhalf"])
def test_who_sends_half_gives_way_to_who_asks(monkeypatch, sent):
    async def play(app, address):
        slow = [await connected(address, sent) for _ in range(40)]
        for _ in range(5):
            assert b"200 OK" in await answer(address)
        for _, writer in slow:
            writer.close()

    serve(play, monkeypatch)


def test_the_oldest_of_the_greediest_client_gives_way():
    class One:
        def __init__(self, host):
            self.host, self.left = host, False

        def give_up(self):
            self.left = True
            open_connections.leave(self)

    open_connections = OpenConnections(4)

    def join(host):
        one = One(host)
        open_connections.waits(one)
        open_connections.join(one)
        return one

    single = join("a")
    greedy = [join("b") for _ in range(3)]
    more = join("c")
    assert [one.left for one in (single, *greedy, more)] == [False, True, False, False, False]
    open_connections.stops_waiting(greedy[1])  # it is being worked for
    join("d")
    assert [one.left for one in greedy] == [True, False, True]


@pytest.mark.parametrize("sent", [b"", HALF])
def test_a_head_that_does_not_come_is_not_waited_for(monkeypatch, sent):
    monkeypatch.setattr(connections, "LONGEST_HEAD", 0.05)

    async def play(app, address):
        reader, writer = await connected(address, sent)
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        writer.close()

    serve(play, monkeypatch)


def test_the_next_head_is_not_waited_for_either(monkeypatch):
    async def play(app, address):
        app.at_a_call = lambda: monkeypatch.setattr(connections, "LONGEST_HEAD", 0.05)  # only from then on
        reader, writer = await connected(address, WHOLE + HALF)
        assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await reader.readexactly(100)
        writer.close()

    serve(play, monkeypatch)


@pytest.fixture
def kept(monkeypatch):
    """Return the connections, as they are made."""
    found = []
    made = Connection.connection_made

    def noted(self, transport):
        found.append(self)
        made(self, transport)

    monkeypatch.setattr(Connection, "connection_made", noted)
    return found


def test_an_answer_that_nobody_takes_is_dropped(kept, monkeypatch):
    monkeypatch.setattr(connections, "LONGEST_READING", 0.05)

    async def play(app, address):
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(deaf, address)
        await loop.sock_sendall(deaf, WHOLE.replace(b"/ ", b"/large ") * 50)
        read = 0
        while not kept or not kept[0]._gone:  # what the system has taken is still there then, no more
            await asyncio.sleep(0.01)
        with suppress(ConnectionResetError):
            while piece := await loop.sock_recv(deaf, 65536):
                read += len(piece)
        assert read < LARGE
        assert app.calls < 5
        deaf.close()

    serve(play, monkeypatch)


def test_what_is_sent_ahead_is_not_read_ahead(kept, monkeypatch):
    """uvicorn reads on while it works; a client could fill the memory."""

    async def play(app, address):
        reader, writer = await connected(address, WHOLE * 20_000)
        most = 0
        for _ in range(1000):
            await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(2)
            most = max(most, len(kept[0].conn.trailing_data[0]))
        assert most < 2 * 262_144  # bytes: what is read at once, twice
        writer.close()

    serve(play, monkeypatch)


def test_what_is_sent_ahead_is_answered_in_order(monkeypatch):
    async def play(app, address):
        reader, writer = await connected(address, WHOLE * 3)
        for _ in range(3):
            assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(2)
        writer.close()

    serve(play, monkeypatch)


@pytest.mark.parametrize("sent", [b"no HTTP\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", WHOLE[:-2] + b"A" * 70_000])
def test_what_is_no_http_is_refused_with_the_headers_of_every_answer(monkeypatch, sent):
    async def play(app, address):
        head = (await answer(address, sent)).decode().lower()
        assert head.startswith("http/1.1 400")
        assert all(f"{name.lower()}: {value.lower()}" in head for name, value in HEADERS.items())

    serve(play, monkeypatch)


def test_there_are_fewer_connections_than_descriptors(monkeypatch):
    resource = pytest.importorskip("resource")
    for files, most in ((128, 56), (20, 16), (1024, 512), (resource.RLIM_INFINITY, 512)):
        monkeypatch.setattr(resource, "getrlimit", lambda kind, files=files: (files, files))
        assert most_connections() == most
