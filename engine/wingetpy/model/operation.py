"""The kinds of operations."""

from __future__ import annotations

from typing import Literal

OperationKind = Literal["Install", "Update", "Uninstall", "Repair"]
