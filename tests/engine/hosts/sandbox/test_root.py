"""The root as a folder: it can be copied and moved, and nothing in it leads out."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path, PureWindowsPath

import pytest

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.registry import Hive
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.model.scope import Scope

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


def test_a_fresh_machine_has_its_folders_its_path_and_no_programs(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    for folder in KnownFolder:
        assert host.files.local(host.files.known_folder(folder)).is_dir()
    assert host.files.search_path(Scope.machine)[:2] == [r"%SystemRoot%\system32", "%SystemRoot%"]
    assert host.files.search_path(Scope.user) == [r"%USERPROFILE%\AppData\Local\Microsoft\WindowsApps"]
    uninstall = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
    for view in (64, 32):
        assert host.registry.values(Hive.machine, uninstall, view) == {}  # type: ignore[arg-type]
        assert host.registry.subkeys(Hive.machine, uninstall, view) == []  # type: ignore[arg-type]


@needs_links
def test_a_root_that_moved_is_the_same_machine(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "before")
    (tmp_path / "staged").write_bytes(b"content")
    tool, link = PureWindowsPath(r"C:\Windows\tool.exe"), PureWindowsPath(r"C:\Users\user\AppData\Local\link.exe")
    host.files.place_file(tmp_path / "staged", tool)
    host.files.make_link(link, tool)
    host.state_folder()
    shutil.copytree(tmp_path / "before", tmp_path / "after", symlinks=True)
    shutil.rmtree(tmp_path / "before")
    moved = SandboxHost(tmp_path / "after")
    assert moved.files.read_link(link) == tool
    assert moved.files.local(link).read_bytes() == b"content"


def test_the_root_holds_no_path_of_this_disk(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "root")
    host.files.add_to_search_path(Scope.user, PureWindowsPath(r"C:\tool"))
    host.staging_folder()
    for path in (tmp_path / "root").rglob("*"):
        if path.is_file():
            assert str(tmp_path).encode() not in path.read_bytes(), path


@needs_links
@pytest.mark.parametrize("outside", ["absolute", "relative"])
def test_a_link_that_leads_out_is_not_followed(tmp_path: Path, outside: str) -> None:
    host = SandboxHost(tmp_path / "root")
    (tmp_path / "outside").mkdir()
    (tmp_path / "staged").write_bytes(b"content")
    native = host.files.local(PureWindowsPath(r"C:\way out"))
    target = tmp_path / "outside" if outside == "absolute" else os.path.relpath(tmp_path / "outside", native.parent)
    native.symlink_to(target)
    for attempt in (
        lambda: host.files.place_file(tmp_path / "staged", PureWindowsPath(r"C:\way out\tool.exe")),
        lambda: host.files.entry(PureWindowsPath(r"C:\way out\tool.exe")),
        lambda: host.files.read_link(PureWindowsPath(r"C:\way out")),
    ):
        with pytest.raises(HostError) as refused:
            attempt()
        assert refused.value.code is ErrorCode.AccessDenied
    assert list((tmp_path / "outside").iterdir()) == []
    host.files.remove_file(PureWindowsPath(r"C:\way out"))
    assert (tmp_path / "outside").is_dir()


@needs_links
def test_a_link_to_a_folder_inside_is_followed_on_the_way(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "root")
    (tmp_path / "staged").write_bytes(b"content")
    real, link = PureWindowsPath(r"C:\Program Files\real"), PureWindowsPath(r"C:\Users\user\link")
    host.files.make_directory(real)
    host.files.make_link(link, real)
    host.files.place_file(tmp_path / "staged", link / "tool.exe")
    assert [entry.path.name for entry in host.files.list(real)] == ["tool.exe"]
    entry = host.files.entry(link)
    assert entry is not None
    assert entry.kind == "link"


@needs_links
def test_a_folder_that_was_just_used_and_is_now_a_link_out_is_not_followed(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "root")
    (tmp_path / "staged").write_bytes(b"content")
    host.files.make_directory(PureWindowsPath(r"C:\tools"))
    host.files.make_directory(PureWindowsPath(r"C:\tools\bin"))
    host.files.place_file(tmp_path / "staged", PureWindowsPath(r"C:\tools\bin\a.exe"))
    native = host.files.local(PureWindowsPath(r"C:\tools"))
    (tmp_path / "outside" / "bin").mkdir(parents=True)
    native.rename(tmp_path / "moved")
    native.symlink_to(tmp_path / "outside")
    with pytest.raises(HostError) as refused:
        host.files.place_file(tmp_path / "staged", PureWindowsPath(r"C:\tools\bin\a.exe"))
    assert refused.value.code is ErrorCode.AccessDenied
    assert list((tmp_path / "outside" / "bin").iterdir()) == []


@needs_links
def test_a_link_that_leads_elsewhere_from_now_on_is_followed_there(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "root")
    (tmp_path / "staged").write_bytes(b"content")
    link = PureWindowsPath(r"C:\link")
    for name in ("one", "two"):
        target = PureWindowsPath("C:/", name)
        host.files.make_directory(target)
        host.files.remove_file(link)
        host.files.make_link(link, target)
        host.files.place_file(tmp_path / "staged", link / "tool.exe")
        assert [entry.path.name for entry in host.files.list(target)] == ["tool.exe"]


def test_a_folder_that_was_removed_and_made_with_other_letters_is_found(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "root")
    (tmp_path / "staged").write_bytes(b"content")
    for name in ("Tool", "TOOL"):
        host.files.make_directory(PureWindowsPath("C:/", name))
        host.files.place_file(tmp_path / "staged", PureWindowsPath(r"C:\tool\a.exe"))
        assert [
            one.path.name for one in host.files.list(PureWindowsPath("C:/")) if one.path.name.lower() == "tool"
        ] == [name]
        host.files.remove_file(PureWindowsPath(r"C:\tool\A.EXE"))
        host.files.remove_directory(PureWindowsPath(r"C:\tool"))


def test_another_drive_is_a_folder_that_somebody_made(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    (tmp_path / "D").mkdir()
    host.files.make_directory(PureWindowsPath(r"d:\tools"))
    assert (tmp_path / "D" / "tools").is_dir()


def test_a_root_that_cannot_be_made_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(HostError) as refused:
        SandboxHost(tmp_path / "file" / "root")
    assert str(tmp_path / "file" / "root") in refused.value.text


def test_a_relative_root_stays_where_it_was_when_the_process_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    host = SandboxHost(Path("root"))
    monkeypatch.chdir("/")
    assert host.files.search_path(Scope.machine) != []
    assert host.state_folder() == tmp_path / "root" / "WinGetPy"


@pytest.mark.parametrize("file", ["root", "root/C"])
def test_a_root_that_is_a_file_or_holds_one_in_place_of_a_drive_is_named(tmp_path: Path, file: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("no folder")
    with pytest.raises(HostError, match="make the sandbox") as caught:
        SandboxHost(tmp_path / "root")
    assert caught.value.code is ErrorCode.PathNotFound
    assert caught.value.target == str(tmp_path / "root")
