"""In which order the tests run, what is said of it, and what none may leave behind."""

import gc
import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

CACHE = type(lru_cache(str))  # a mock has each of its methods too
GARBAGE = 20_000  # new objects after which Python looks for garbage; after 700 it is a thirtieth of all time
gc.disable()  # while tests are collected: all of it stays


def _caches() -> dict[int, Any]:
    """Return the caches of the package's functions, by identity."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("diastole")]
    members = (member for module in modules for member in vars(module).values())
    return {id(member): member for member in members if isinstance(member, CACHE)}


@lru_cache(maxsize=1)
def _caches_of(modules: int) -> dict[int, Any]:
    """Return the same for so many modules, while nothing is replaced: to look for them takes longer than most tests."""
    return _caches()


@pytest.fixture(autouse=True)
def _nothing_read_under_a_patch_is_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty each cache that was filled while a test had replaced something: the next would read the patched value.

    What is replaced in the environment and where a test runs count as nothing: no cache depends on them.
    """
    if "monkeypatch" not in request.fixturenames:
        yield
        return
    patch = request.getfixturevalue("monkeypatch")  # before this one, so that it is undone after it
    before = {key: cache.cache_info().misses for key, cache in _caches_of(len(sys.modules)).items()}
    yield
    if not patch._setattr and all(changed is os.environ for changed, *_ in patch._setitem):
        return
    for key, cache in _caches().items():
        if cache.cache_info().misses > before.get(key, 0):
            cache.cache_clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let files with slow tests come first: no worker should wait for a long last file.

    Files that open pages in a browser are long too. The rest stays in its random order.
    """
    slow = {
        item.path for item in items if item.get_closest_marker("slow") or "browser" in getattr(item, "fixturenames", ())
    }
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """Look for garbage from now on, but not among what was loaded and collected."""
    gc.freeze()
    gc.set_threshold(GARBAGE)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    """Say how to get the same order again where something failed."""
    seed = config.getoption("randomly_seed", None)
    if exitstatus and seed is not None and config.getoption("randomly_reorganize", True):
        terminalreporter.write_line(f"This order again: -p randomly --randomly-seed={seed}")
