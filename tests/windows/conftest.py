"""A Windows for the tests of this folder, and an engine on it that knows the packages with real installers."""

from collections.abc import Iterator

import pytest

from kit.sources import Shelf
from kit.windows_pc import WindowsPc
from kit.windows_session import COUNTS, WindowsSession
from kit.wine_fixture import pc, trials, wine_prefix

__all__ = ["pc", "trials", "wine_prefix"]


@pytest.fixture(scope="session")
def windows(pc: WindowsPc, trials: Shelf) -> Iterator[WindowsSession]:
    """One engine with the source Trials, for all tests of a run."""
    with WindowsSession(pc, trials) as session:
        yield session


@pytest.fixture
def session(windows: WindowsSession) -> Iterator[WindowsSession]:
    """The same; what a test leaves in Apps & Features is removed after it, without the engine."""
    windows.begin()
    yield windows
    windows.clean_up()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much really happened."""
    if COUNTS.total():
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(COUNTS.items()))
        terminalreporter.write_line(f"Changes of a real Windows by real installers: {COUNTS.total()} ({kinds})")
