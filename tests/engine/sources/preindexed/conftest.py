"""A published source for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.published import Published, published
from kit.static_server import trusted_by_system
from wingetpy.sources.preindexed import freshness


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Published]:
    """A server with two packages; nothing is added yet. A search waits for a refresh as long as it takes."""
    monkeypatch.setattr(freshness, "PATIENCE_SECONDS", 60.0)
    with published(tmp_path, trusted_by_system(monkeypatch.setenv, tmp_path)) as made:
        made.shelf.put("Contoso.Editor", "1.0", name="Editor", moniker="editor", tags=["text"])
        made.shelf.put("Contoso.Editor", "2.0", name="Editor", moniker="editor", tags=["text"])
        made.shelf.put_set("Contoso.Parts", "1.10")
        made.build()
        yield made
