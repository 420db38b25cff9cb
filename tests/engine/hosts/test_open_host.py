from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wingetpy.errors import BadRequest, HostError
from wingetpy.hosts import open_host


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WINGETPY_HOST", "WINGETPY_ROOT", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_a_host_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(BadRequest) as refused:
        open_host("amiga")
    assert "amiga" in refused.value.text
    assert "sandbox" in str(refused.value.remedy)


def test_the_host_may_be_written_in_any_case_and_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert open_host("SandBox", tmp_path / "root").name == "sandbox"
    monkeypatch.setenv("WINGETPY_HOST", "sandbox")
    monkeypatch.setenv("WINGETPY_ROOT", str(tmp_path / "other"))
    assert open_host().state_folder() == tmp_path / "other" / "WinGetPy"


@pytest.mark.skipif(sys.platform == "win32", reason="windows is there")
@pytest.mark.parametrize(("wine", "remedy"), [(True, "under Wine"), (False, "has no Wine")])
def test_the_windows_host_elsewhere_is_refused_and_wine_named_only_where_it_is(
    wine: bool, remedy: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if wine:
        (tmp_path / "wine").write_text("#!/bin/sh")
        (tmp_path / "wine").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadRequest) as refused:
        open_host("windows")
    assert remedy in str(refused.value.remedy)
    with pytest.raises(HostError) as no_program:
        open_host("sandbox", tmp_path / "root").processes.run("setup.exe")
    assert remedy in str(no_program.value.remedy)


@pytest.mark.skipif(sys.platform == "win32", reason="XDG is not for Windows")
def test_without_a_root_the_sandbox_lies_with_the_users_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert open_host("sandbox").state_folder() == tmp_path / "wingetpy" / "sandbox" / "WinGetPy"


def test_two_roots_never_meet(tmp_path: Path) -> None:
    one, two = open_host("sandbox", tmp_path / "one"), open_host("sandbox", tmp_path / "two")
    with one.change_lock(0, lambda: False), two.change_lock(0, lambda: False):
        pass
    assert one.state_folder() != two.state_folder()
