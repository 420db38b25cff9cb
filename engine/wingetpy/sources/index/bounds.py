"""How large a source may be that is read in the engine's own process, which nobody may end."""

from __future__ import annotations

MOST_FILES_HERE = 2000
MOST_BYTES_HERE = 8 << 20
"""Of the manifests of a source: twice what so many ordinary ones have."""


class TooMuch(Exception):
    """A source is larger than what may be read in this process, or takes longer."""
