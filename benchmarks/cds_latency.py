"""How fast the decision support service answers on this machine: one client alone, and 20 at once, to a true server.

Run with ``python benchmarks/cds_latency.py``; prints the times as JSON. The aims are 95 % of the answers under 50 ms
for one client whose server is warm, and under 500 ms for 20 of them.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
from common import MACHINE
from serving import serving

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the calls that the tests use too

from tests.web.calls import HOOKS, SEVERE_LEAK, call, observation, searchset, url

CLIENTS = 20
CALLS = 50  # of each client
WARMING = 10  # calls that are not counted
QUIET = 200  # calls of one client alone
AIM, AIM_QUIET = 0.5, 0.05  # s


def bodies() -> list[tuple[str, bytes]]:
    """Address and call of every hook, with 200 observations and a severe leak."""
    more = [observation("79948-6", 0.3 + 0.001 * n, "cm", f"o{n}") for n in range(200)]
    supplied = {"echoObservations": searchset(*more), "conditions": searchset(SEVERE_LEAK)}
    return [(url(hook), json.dumps(call(hook, supplied if hook != "patient-view" else {})).encode()) for hook in HOOKS]


def one_client(address: str, calls: int = CALLS) -> list[float]:
    times = []
    with httpx.Client(base_url=address, headers={"content-type": "application/json"}) as client:
        for number in range(calls):
            path, body = bodies_to_send[number % len(bodies_to_send)]
            start = time.perf_counter()
            client.post(path, content=body).raise_for_status()
            times.append(time.perf_counter() - start)
    return times


def figures(times: np.ndarray, aim: float) -> dict[str, object]:
    median, most, all_ = np.quantile(times, [0.5, 0.95, 1.0])
    return {
        "calls": times.size, "median_s": round(median, 4), "p95_s": round(most, 4), "longest_s": round(all_, 4),
        "aim_p95_s": aim, "met": bool(most < aim),
    }  # fmt: skip


def main() -> None:
    with serving() as server, ThreadPoolExecutor(CLIENTS) as pool:
        address = server.address
        quiet = one_client(address, WARMING + QUIET)[WARMING:]
        times = np.concatenate(list(pool.map(one_client, [address] * CLIENTS)))
    latencies = {
        "one_client": figures(np.array(quiet), AIM_QUIET), f"{CLIENTS}_clients": figures(times, AIM),
    }  # fmt: skip
    print(json.dumps(latencies | MACHINE, indent=1))


bodies_to_send = bodies()
if __name__ == "__main__":
    main()
