"""An engine on a machine with a source for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)
