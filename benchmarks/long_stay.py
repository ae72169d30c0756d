"""How long diastole takes to read and judge the record of a long stay, with 5,000 chart events.

Run with ``python benchmarks/long_stay.py``; prints CPU seconds as JSON, medians of several runs. The aim is 1 s.
"""

import json
import sys
import time
from pathlib import Path
from statistics import median

from common import MACHINE

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the records that the tests use too

from diastole.knowledge.fhir.bundle_facts import bundle_facts
from diastole.knowledge.screening.verdict import screen
from tests.screening.bundles import NOW, long_stay

EVENTS, RUNS, AIM = 5000, 7, 1.0


def main() -> None:
    record = long_stay(EVENTS)
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        stay = bundle_facts(record, "stay.json", NOW)
        verdict = screen(stay.facts)
        times.append(time.process_time() - start)
    rate = stay.facts["heart_rate"]
    print(json.dumps({
        "events": EVENTS, "bytes": len(record), "runs": RUNS, "cpu_s": round(median(times), 3),
        "longest_cpu_s": round(max(times), 3), "aim_s": AIM, "met": median(times) <= AIM,
        "newest_heart_rate": f"{rate.value:g}/min", "verdict": verdict.verdict,
    } | MACHINE))  # fmt: skip


if __name__ == "__main__":
    main()
