"""How the tests are spread over workers, and what is said of their order."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let files with slow tests come first: a worker takes a file at a time, and none should wait for a long last one.

    The rest stays in its random order.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    """Say how to get the same order again where something failed."""
    seed = config.getoption("randomly_seed", None)
    if exitstatus and seed is not None and config.getoption("randomly_reorganize", True):
        terminalreporter.write_line(f"This order again: -p randomly --randomly-seed={seed}")
