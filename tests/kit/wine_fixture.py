"""A Windows for the tests of a folder: its conftest names these fixtures."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator

import pytest

from kit.real_installers import real_installers
from kit.sources import Shelf
from kit.trial_packages import trial_source
from kit.windows_pc import ThisWindows, UnderWine, WindowsPc
from kit.wine_prefix import Missing, Prefix, copy_of, prepared


@pytest.fixture(scope="session")
def wine_prefix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefix]:
    """A copy of the cached Wine prefix, gone at the end."""
    try:
        made = prepared()
    except Missing as reason:
        pytest.skip(f"no Windows here: {reason}")
    prefix = copy_of(made, tmp_path_factory.mktemp("wine") / "copy")
    yield prefix
    prefix.stop()
    shutil.rmtree(prefix.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def pc(request: pytest.FixtureRequest) -> WindowsPc:
    """The Windows whose programs change: a Wine prefix, or this machine where its owner allows it."""
    if sys.platform != "win32":
        return UnderWine(request.getfixturevalue("wine_prefix"))
    if not os.environ.get("WINGETPY_TEST_THROWAWAY_MACHINE"):
        pytest.skip("installs programs on this machine: WINGETPY_TEST_THROWAWAY_MACHINE=1 allows it")
    return ThisWindows()


@pytest.fixture(scope="session")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A folder source of packages with real installers."""
    try:
        installers = real_installers()
    except Missing as reason:
        pytest.skip(f"no installers to test with: {reason}")
    return trial_source(tmp_path_factory.mktemp("trials") / "source", installers)
