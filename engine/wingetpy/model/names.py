"""Names of packages and publishers as correlation compares them."""

from __future__ import annotations

from wingetpy.model.text import fold

__all__ = ["fold"]
