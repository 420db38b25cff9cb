"""Peers for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kit.peer import Peer


@pytest.fixture
def peer() -> Iterator[Peer]:
    """A peer of a fresh trial engine, introduced. At the end the engine must end cleanly."""
    with Peer() as peer:
        peer.initialize()
        yield peer
