"""The time of everything in a package."""

from __future__ import annotations

import os
from datetime import UTC, datetime

_EPOCH = 1577836800
"""2020-01-01."""


def fixed_time() -> datetime:
    """SOURCE_DATE_EPOCH where the environment has it, else always the same."""
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", _EPOCH)), UTC)
