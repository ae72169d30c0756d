"""What tests share: one run per patient and pump, kept for the session; compiled code, kept apart from users' runs."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ.setdefault("DIASTOLE_CACHE_DIR", str(Path(__file__).parents[1] / "build" / "tests"))  # before diastole
os.environ.pop("COLUMNS", None)  # workers of the tests have it; text is as wide here as without a terminal

from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import Run, simulate

settings.register_profile("diastole", deadline=None, derandomize=True)  # a first call compiles
settings.load_profile("diastole")

CHROMIUM = shutil.which("chromium")
# The last one: no picture of the window is put together before all of its parts are drawn, so there are fewer of them.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--run-all-compositor-stages-before-draw",
]  # fmt: skip

PUMPS = {
    "no pump": None,
    "1:1": BalloonPump(),
    "1:2": BalloonPump(ratio="1:2"),
    "1:3": BalloonPump(ratio="1:3"),
    "pneumatic": BalloonPump(drive="pneumatic"),
}
DEVICES = {
    "Impella 2.5": {"axial_pump.model": "2.5", "axial_pump.level": "P-8"},
    "Impella CP": {"axial_pump.model": "CP", "axial_pump.level": "P-8"},
    "Impella 5.5": {"axial_pump.model": "5.5", "axial_pump.level": "P-9"},
    "VA-ECMO": {"extracorporeal.circuit": "va_ecmo"},
    "VA-ECMO at a speed": {"extracorporeal.circuit": "va_ecmo", "extracorporeal.speed": "3000 /min"},
    "both atria": {"extracorporeal.circuit": "lava_ecmo"},
    "TandemHeart": {"extracorporeal.circuit": "tandemheart"},
    "VA-ECMO and Impella": {"extracorporeal.circuit": "va_ecmo", "axial_pump.model": "CP", "axial_pump.level": "P-6"},
    "VA-ECMO and balloon": {"extracorporeal.circuit": "va_ecmo", "balloon_pump.ratio": "1:1"},
}


@cache
def _run(preset: str, pump: str) -> Run:
    patient = Patient.preset(preset)
    return simulate(patient.with_values(DEVICES[pump]) if pump in DEVICES else patient.with_balloon_pump(PUMPS[pump]))


@pytest.fixture(scope="session")
def run_of() -> Callable[[str, str], Run]:
    """Return the steady run of a preset with one of ``PUMPS`` or ``DEVICES``; each is run once."""
    return _run


@pytest.fixture
def few_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few patients who fit a sheet be enough, where only what is said of them is looked at."""
    monkeypatch.setattr("diastole.studies.fit.posterior.ENOUGH", 10.0)
    monkeypatch.setattr("diastole.studies.prediction.PATIENTS", 20)


@pytest.fixture(scope="session")
def _chromium() -> Iterator[tuple[Any, Any]]:
    """Return Chromium, driven by Playwright, and the loop of its driver: to start it takes longer than most tests."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium, loop = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS), asyncio.get_running_loop()
        yield chromium, loop
        asyncio._set_running_loop(loop)
        chromium.close()


@pytest.fixture(scope="module")
def browser(_chromium: tuple[Any, Any]) -> Iterator[Any]:
    """Return Chromium; its driver's loop counts as running in this thread, where other files run loops of their own."""
    chromium, loop = _chromium
    asyncio._set_running_loop(loop)
    yield chromium
    asyncio._set_running_loop(None)
