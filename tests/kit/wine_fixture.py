"""A Windows for the tests of a folder: its conftest names this fixture."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

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
