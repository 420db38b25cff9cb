"""A fresh Windows has winget's sources; state that is there already gets none."""

from __future__ import annotations

import json
import shutil

import pytest

from kit.wine_prefix import Prefix


def names(prefix: Prefix) -> list[str]:
    listed = prefix.python("-X", "utf8", "-m", "wingetpy", "source", "list", "--format", "json", timeout=120)
    assert listed.returncode == 0, listed.stdout
    return [row["Name"] for row in json.loads(listed.stdout)]


@pytest.mark.timeout(300)
@pytest.mark.slow
def test_a_fresh_windows_has_them_and_keeps_them(wine_prefix: Prefix) -> None:
    assert names(wine_prefix) == []
    state = wine_prefix.source_list.parent
    aside = state.rename(state.with_name("aside"))  # other tests have used this prefix
    try:
        assert names(wine_prefix) == ["msstore", "winget", "winget-font"]
        (state / "cache").mkdir(exist_ok=True)
        assert names(wine_prefix) == ["msstore", "winget", "winget-font"]
        wine_prefix.source_list.unlink()
        assert names(wine_prefix) == []
    finally:
        shutil.rmtree(state)
        aside.rename(state)
