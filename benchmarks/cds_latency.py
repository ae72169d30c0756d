"""How fast the decision support service answers: 20 parallel clients against a true server on this machine.

Run with ``python benchmarks/cds_latency.py``; prints the times as JSON. The aim is 95 % of the answers under 500 ms.
"""

import json
import platform
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path

import httpx
import numpy as np
from serving import serving

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the calls that the tests use too

from tests.web.calls import HOOKS, SEVERE_LEAK, URL, call, observation, searchset

CLIENTS = 20
CALLS = 50  # of each client
AIM = 0.5  # s


def bodies() -> list[bytes]:
    """Calls of every hook, with 200 observations and a severe leak."""
    more = [observation("79948-6", 0.3 + 0.001 * n, "cm", f"o{n}") for n in range(200)]
    supplied = {"echoObservations": searchset(*more), "conditions": searchset(SEVERE_LEAK)}
    return [json.dumps(call(hook, supplied if hook != "patient-view" else {})).encode() for hook in HOOKS]


def one_client(address: str) -> list[float]:
    times = []
    with httpx.Client(base_url=address, headers={"content-type": "application/json"}) as client:
        for number in range(CALLS):
            body = bodies_to_send[number % len(bodies_to_send)]
            start = time.perf_counter()
            client.post(URL, content=body).raise_for_status()
            times.append(time.perf_counter() - start)
    return times


def main() -> None:
    with serving() as address, ThreadPoolExecutor(CLIENTS) as pool:
        times = np.concatenate(list(pool.map(one_client, [address] * CLIENTS)))
    median, most, all_ = np.quantile(times, [0.5, 0.95, 1.0])
    print(
        json.dumps(
            {
                "clients": CLIENTS, "calls": times.size, "median_s": round(median, 4), "p95_s": round(most, 4),
                "longest_s": round(all_, 4), "aim_p95_s": AIM, "met": bool(most < AIM), "cores": cpu_count(),
                "machine": platform.machine(), "python": platform.python_version(),
            },
            indent=1,
        )
    )  # fmt: skip


bodies_to_send = bodies()
if __name__ == "__main__":
    main()
