"""Effect on other clients while a server is attacked: slow, greedy and hostile clients against a true server.

Run with ``python benchmarks/server_attack.py``; prints one row for each attack as JSON, or as a table with ``--table``;
names of attacks as further arguments choose some. The attackers are a process of their own, from the same address as
the others. The aims are 95 % of the others' answers within 0.3 s, 600 MB of memory, no 5xx and no call of the service
turned away.
"""

import http.client
import json
import multiprocessing
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from os import getloadavg
from pathlib import Path
from urllib.parse import quote

import numpy as np
from common import MACHINE
from serving import serving

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the calls that the tests use too

from tests.web.calls import SEVERE_LEAK, URL, call, observation, searchset

AIM, MEMORY_AIM = 0.3, 600  # s, MB
SECONDS = 20.0  # of each attack
CLIENTS, PAUSE = 3, 0.1  # others of each kind; s between two of their requests
QUESTION = f"/ask?q={quote('Why is a balloon pump contraindicated in aortic regurgitation?')}"
KNOWN = "/claims/C05"  # in memory once it was asked for
LARGE = 4_900_000  # bytes
PRESETS = ("acute_severe_ar", "chronic_severe_ar", "healthy", "shock", "shock_mr")
JSON = "Content-Type: application/json\r\n"
type Address = tuple[str, int]


def head(path: str, method: str = "GET", more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n".encode()


def post(body: bytes, length: int | None = None) -> bytes:
    """Return a call of the service, which may promise more than it sends."""
    return head(URL, "POST", f"{JSON}Content-Length: {len(body) if length is None else length}\r\n") + body


def body_of(values: int) -> bytes:
    """Return a large call with so many keys in one block."""
    keys = ",".join(f'"k{number}":1' for number in range(values))
    text = json.dumps(call())[:-1] + ',"x":{' + keys + "}"
    return (text + " " * (LARGE - len(text)) + "}").encode()


def surrogate_call(number: int) -> bytes:
    half = f"a\ud800{number}"
    leak = {**SEVERE_LEAK, "id": half, "recordedDate": half} if number % 2 else {**SEVERE_LEAK, "id": half}
    size = observation("79948-6", 0.3, half)
    return json.dumps(call(prefetch={"conditions": searchset(leak), "echoObservations": searchset(size)})).encode()


def hold(address: Address, clients: int, sent: bytes, until: float) -> None:
    """Keep so many clients connected that have sent this and wait; one that is answered or sent away comes back."""
    selector = selectors.DefaultSelector()
    while time.monotonic() < until:
        for _ in range(clients - len(selector.get_map())):
            with suppress(OSError):
                client = socket.create_connection(address, timeout=5)
                selector.register(client, selectors.EVENT_READ)
                client.sendall(sent)
        for key, _ in selector.select(0.05):
            selector.unregister(key.fileobj)
            key.fileobj.close()


def never_read(address: Address, clients: int, sent: bytes, until: float) -> None:
    """Ask again and again, and read nothing."""
    held: list[socket.socket] = []
    while time.monotonic() < until:
        while len(held) < clients:
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(5)
            with suppress(OSError):
                client.connect(address)
            client.setblocking(False)
            held.append(client)
        for client in held.copy():
            try:
                client.send(sent)
            except BlockingIOError:
                continue
            except OSError:
                client.close()
                held.remove(client)
        time.sleep(0.05)


def in_parallel(address: Address, clients: int, requests: list[bytes], until: float, pause: float = 0.05) -> list[int]:
    """Let so many clients ask and read, one request after the other; return the statuses."""
    statuses: list[int] = []

    def one(first: int) -> None:
        number = first
        while time.monotonic() < until:
            with suppress(OSError, http.client.HTTPException), socket.create_connection(address, timeout=60) as client:
                client.sendall(requests[number % len(requests)])
                answer = http.client.HTTPResponse(client)
                answer.begin()
                answer.read()
                statuses.append(answer.status)
            number += 1
            time.sleep(pause)

    threads = [threading.Thread(target=one, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until + 1 - time.monotonic()))
    return statuses


type Attack = Callable[[Address, float], list[int] | None]


def held(clients: int, sent: bytes) -> Attack:
    return lambda address, until: hold(address, clients, sent, until)


def unread(clients: int, sent: bytes) -> Attack:
    return lambda address, until: never_read(address, clients, sent, until)


def asked(clients: int, requests: list[bytes], pause: float = 0.05) -> Attack:
    return lambda address, until: in_parallel(address, clients, requests, until, pause)


ATTACKS: dict[str, Attack] = {
    "none": lambda address, until: None,
    "300 half-sent heads": held(300, head("/")[:-4]),
    "140 half-sent heads, 128 descriptors": held(140, head("/")[:-4]),
    "100 half-sent bodies of the service": held(100, post(b"{", 90_000)),
    "100 half-sent large bodies": held(100, post(b" " * 300_000, LARGE)),
    "66 clients that never read pages": unread(66, head("/alternatives/acute_severe_ar") * 20),
    "66 clients that never read cards": unread(66, post(json.dumps(call()).encode()) * 20),
    "30 bodies of 5 MB with 400,000 keys": asked(30, [post(body_of(400_000))]),
    "30 bodies of 5 MB with 290,000 keys": asked(30, [post(body_of(290_000))]),
    "4 clients with lone surrogates": asked(4, [post(surrogate_call(number)) for number in range(200)]),
    "60 clients that ask for alternatives": asked(60, [head(f"/alternatives/{preset}") for preset in PRESETS], 5.0),
}


def attack(name: str, address: Address, seconds: float, told: "multiprocessing.Queue[list[int]]") -> None:
    told.put(ATTACKS[name](address, time.monotonic() + seconds) or [])


class Others:
    """Clients that ask, read and go, each time over a new connection."""

    def __init__(self, address: Address):
        self._address = address
        self._until = 0.0
        self.times: dict[str, list[float]] = {"pages": [], "service": []}
        self.statuses: list[int] = []
        self.unanswered = 0
        more = [observation("79948-6", 0.3 + 0.001 * n, "cm", f"o{n}") for n in range(50)]
        self._call = json.dumps(call(prefetch={"echoObservations": searchset(*more)})).encode()

    def warm_up(self) -> None:
        for _ in range(3):
            for kind, path in (("pages", QUESTION), ("pages", KNOWN), ("service", URL)):
                self._ask(kind, path)
        self._ask("pages", "/alternatives/acute_severe_ar")
        self.times, self.statuses = {"pages": [], "service": []}, []

    def ask(self, until: float) -> None:
        self._until = until
        threads = [threading.Thread(target=self._go_on, args=(kind,)) for kind in self.times for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _go_on(self, kind: str) -> None:
        number = 0
        while time.monotonic() < self._until:
            self._ask(kind, URL if kind == "service" else (QUESTION, KNOWN)[number % 2])
            number += 1
            time.sleep(PAUSE)

    def _ask(self, kind: str, path: str) -> None:
        start = time.perf_counter()
        client = http.client.HTTPConnection(*self._address, timeout=120)
        try:
            if kind == "service":
                client.request("POST", path, self._call, {"Content-Type": "application/json"})
            else:
                client.request("GET", path)
            answer = client.getresponse()
            answer.read()
            self.statuses.append(answer.status)
        except (OSError, http.client.HTTPException):
            self.unanswered += 1
        finally:
            client.close()
        self.times[kind].append(time.perf_counter() - start)


def most_memory(process: int) -> int:
    """Return the most memory that a process has had, MB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1000


def measure(name: str) -> dict[str, object]:
    """Attack a new server, and return what its other clients have noticed."""
    told: multiprocessing.Queue[list[int]] = multiprocessing.Queue()
    with serving(128 if "128 descriptors" in name else None) as server:
        host, port = server.address.removeprefix("http://").split(":")
        address = host, int(port)
        others = Others(address)
        others.warm_up()
        before = most_memory(server.process)
        attacker = multiprocessing.Process(target=attack, args=(name, address, SECONDS, told))
        attacker.start()
        others.ask(time.monotonic() + SECONDS)
        attacked = told.get(timeout=120)
        attacker.join()
        most = most_memory(server.process)
    slow = {kind: float(np.quantile(times, 0.95)) for kind, times in others.times.items()}
    failed = sum(status >= 500 for status in (*others.statuses, *attacked))
    refused = sum(status != 200 for status in others.statuses) + others.unanswered
    return {
        "attack": name, "pages_p95_s": round(slow["pages"], 3), "service_p95_s": round(slow["service"], 3),
        "others": len(others.statuses), "others_refused": refused, "answers_5xx": failed,
        "attackers_answers": {status: attacked.count(status) for status in sorted(set(attacked))},
        "memory_MB": most, "memory_before_MB": before,
        "met": max(slow.values()) <= AIM and most <= MEMORY_AIM and not failed and not refused,
    }  # fmt: skip


def main() -> None:
    chosen = [word for word in sys.argv[1:] if not word.startswith("--")] or list(ATTACKS)
    about = {
        "seconds": SECONDS, "others": f"{CLIENTS} of pages, {CLIENTS} of the service", **MACHINE,
        "load_before": round(getloadavg()[0], 1),
    }  # fmt: skip
    if "--table" not in sys.argv:
        print(json.dumps({**about, "attacks": [measure(name) for name in chosen]}, indent=1))
        return
    print(", ".join(f"{name} {value}" for name, value in about.items()), end="\n\n")
    print("| attack | pages, p95 (s) | service, p95 (s) | refused | 5xx | memory (MB) |\n|---|---|---|---|---|---|")
    for row in map(measure, chosen):
        print(
            f"| {row['attack']} | {row['pages_p95_s']} | {row['service_p95_s']} | {row['others_refused']} of "
            f"{row['others']} | {row['answers_5xx']} | {row['memory_MB']} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
