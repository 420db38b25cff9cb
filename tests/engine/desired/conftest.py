"""An engine on a machine with a source for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.wanted import Wanted


@pytest.fixture
def wanted(tmp_path: Path) -> Wanted:
    """`A.Tool` 1.0, 1.5 and 2.0 and `B.Other` 1.0 are offered; nothing is installed."""
    place = Wanted(tmp_path)
    for version in ("1.0", "1.5", "2.0"):
        place.package("A.Tool", version)
    place.package("B.Other", "1.0")
    place.open()
    return place
