"""Which interpreters a packaged engine takes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from packaging.tags import sys_tags

from wingetpy import packaged
from wingetpy.packaged import misfit


def tags_file(folder: Path, *lines: str) -> str:
    (folder / "TAGS").write_text("\n".join(lines) + "\n", "utf-8")
    return str(folder)


def test_an_engine_that_is_not_packaged_takes_every_interpreter(tmp_path: Path) -> None:
    assert misfit(str(tmp_path)) == ""
    assert misfit() == ""


def test_the_interpreter_that_it_was_made_for_is_taken_without_a_look_at_the_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "packaging.tags", None)
    assert misfit(tags_file(tmp_path, packaged._this(), "msgspec cp399-cp399-win_amd64")) == ""


def test_another_one_is_taken_where_every_part_fits_it(tmp_path: Path) -> None:
    fits = str(next(sys_tags()))
    assert misfit(tags_file(tmp_path, "cp399-win_amd64", "pure py3-none-any", f"made cp399-none-any {fits}")) == ""


def test_another_one_is_refused_with_the_part_and_what_to_do(tmp_path: Path) -> None:
    folder = tags_file(tmp_path, "cp313-win_arm64", "pure py3-none-any", "msgspec cp313-cp313-win_arm64")
    searched = [*sys.path]
    reason = misfit(folder)
    if packaged._this() == "cp313-win_arm64":
        pytest.skip("this is that interpreter")
    assert reason.startswith(
        f"the engine in the module was packaged for cp313-win_arm64, this Python is {packaged._this()}"
    )
    assert "msgspec fits cp313-cp313-win_arm64 only. Use CPython 3.13 for win_arm64" in reason
    assert "python -m pip install wingetpy" in reason
    assert sys.path == searched
