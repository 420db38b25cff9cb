from __future__ import annotations

import hashlib
from pathlib import PureWindowsPath

import pytest

from kit.host_machine import Machine, under_wine
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.files import FileEntry, KnownFolder
from wingetpy.hosts.names import need_drive


def test_known_folders_are_there_and_absolute(machine: Machine) -> None:
    may_be_missing = {KnownFolder.user_program_files, KnownFolder.downloads}
    for folder in KnownFolder:
        path = machine.host.files.known_folder(folder)
        assert path.is_absolute(), folder
        entry = machine.host.files.entry(path)
        assert (entry is not None and entry.kind == "directory") or folder in may_be_missing, folder


def test_the_folders_of_a_user_lie_in_the_profile(machine: Machine) -> None:
    files = machine.host.files
    profile = files.known_folder(KnownFolder.profile)
    local = files.known_folder(KnownFolder.local_app_data)
    assert local.is_relative_to(profile)
    assert files.known_folder(KnownFolder.user_program_files) == local / "Programs"
    assert files.known_folder(KnownFolder.system).parent == files.known_folder(KnownFolder.windows)


def test_a_placed_file_is_whole_and_alone(machine: Machine) -> None:
    path = machine.placed("tool.exe", b"\x00\r\n\xff" * 300_000)
    assert machine.content(path) == b"\x00\r\n\xff" * 300_000
    assert machine.host.files.entry(path) == FileEntry(path, "file", 1_200_000)
    assert machine.names() == ["tool.exe"]


def test_a_placed_file_replaces_the_one_in_the_way(machine: Machine) -> None:
    path = machine.placed("tool.exe", b"old and longer")
    machine.placed("tool.exe", b"new")
    assert machine.content(path) == b"new"
    assert machine.names() == ["tool.exe"]


def test_what_a_cut_run_left_beside_a_file_is_overwritten(machine: Machine) -> None:
    machine.placed("tool.exe.wingetpy-new", b"half of an old one, and longer")
    path = machine.placed("tool.exe", b"new")
    assert machine.content(path) == b"new"
    assert machine.names() == ["tool.exe"]


def test_the_staged_file_stays(machine: Machine) -> None:
    staged = machine.staged(b"content")
    machine.host.files.place_file(staged, machine.folder / "tool.exe")
    assert staged.read_bytes() == b"content"


def test_a_staged_file_that_may_be_moved_replaces_what_is_there(machine: Machine) -> None:
    path = machine.placed("tool.exe", b"old")
    staged = machine.staged(b"new")
    machine.host.flush()
    machine.host.files.place_file(staged, path, move=True)
    assert machine.content(path) == b"new"
    assert machine.names() == ["tool.exe"]


CONTENT = {"bin/tool.exe": b"tool", "bin/deep/er/file": b"", "readme.txt": b"read me"}


def test_a_folder_is_placed_with_all_that_is_in_it(machine: Machine) -> None:
    staged = machine.staged_folder(CONTENT)
    (staged / "empty").mkdir()
    machine.host.flush()
    machine.host.files.place_folder(staged, machine.folder / "Tool")
    assert machine.names() == ["Tool"]
    for name, content in CONTENT.items():
        assert machine.content(machine.folder / "Tool" / PureWindowsPath(name)) == content
    empty = machine.host.files.entry(machine.folder / "Tool" / "empty")
    assert empty is not None
    assert empty.kind == "directory"


def test_a_folder_with_a_long_path_is_placed(machine: Machine) -> None:
    deep = "/".join(["d" * 60] * 4)
    staged = machine.staged_folder({f"{deep[:100]}/file": b"deep"})
    machine.host.files.place_folder(staged, machine.folder / ("n" * 150))
    assert machine.content(machine.folder / ("n" * 150) / PureWindowsPath(deep[:100]) / "file") == b"deep"


@pytest.mark.parametrize("kind", ["file", "folder", "empty folder"])
def test_a_folder_is_placed_over_nothing_that_is_there(machine: Machine, kind: str) -> None:
    path = machine.folder / "Tool"
    if kind == "file":
        machine.placed("Tool", b"mine")
    else:
        machine.host.files.make_directory(path)
    if kind == "folder":
        machine.placed("Tool\\mine", b"mine")
    with pytest.raises(HostError) as refused:
        machine.host.files.place_folder(machine.staged_folder(CONTENT), machine.folder / "TOOL")
    assert refused.value.code is ErrorCode.AlreadyExists
    assert machine.names() == ["Tool"]
    assert [one.path.name for one in machine.host.files.list(path)] == (["mine"] if kind == "folder" else [])


def test_a_folder_is_not_placed_where_its_parent_is_missing(machine: Machine) -> None:
    staged = machine.staged_folder(CONTENT)
    with pytest.raises(HostError) as refused:
        machine.host.files.place_folder(staged, machine.folder / "none" / "Tool")
    assert refused.value.code is ErrorCode.PathNotFound
    assert (staged / "readme.txt").read_bytes() == b"read me"


def test_a_file_is_not_placed_where_its_folder_is_missing(machine: Machine) -> None:
    with pytest.raises(HostError) as refused:
        machine.host.files.place_file(machine.staged(), machine.folder / "none" / "tool.exe")
    assert refused.value.code is ErrorCode.PathNotFound
    assert machine.names() == []


def test_a_file_is_not_placed_over_a_folder(machine: Machine) -> None:
    machine.host.files.make_directory(machine.folder / "tool.exe")
    with pytest.raises(HostError):
        machine.host.files.place_file(machine.staged(), machine.folder / "TOOL.exe")
    assert machine.names() == ["tool.exe"]


def test_a_staged_file_that_is_not_there_leaves_the_target_as_it_was(machine: Machine) -> None:
    path = machine.placed("tool.exe", b"old")
    with pytest.raises(HostError) as refused:
        machine.host.files.place_file(machine.staging / "none", path)
    assert refused.value.code is ErrorCode.FileNotFound
    assert machine.content(path) == b"old"
    assert machine.names() == ["tool.exe"]


def test_names_are_found_without_case(machine: Machine) -> None:
    machine.host.files.make_directory(machine.folder / "Grüße")
    placed = machine.placed("Grüße\\Tool.EXE")
    found = machine.host.files.entry(PureWindowsPath(str(placed).upper().replace("Ü", "ü").replace("SS", "ß")))
    assert found is not None
    assert found.path.name == "Tool.EXE"
    machine.host.files.make_directory(machine.folder / "GRÜßE")
    assert machine.names() == ["Grüße"]


def test_a_folder_is_listed_by_name_without_case(machine: Machine) -> None:
    for name in ("b.txt", "A.txt", "c.txt"):
        machine.placed(name, b"12345")
    machine.host.files.make_directory(machine.folder / "Folder")
    assert machine.host.files.list(machine.folder) == [
        FileEntry(machine.folder / "A.txt", "file", 5),
        FileEntry(machine.folder / "b.txt", "file", 5),
        FileEntry(machine.folder / "c.txt", "file", 5),
        FileEntry(machine.folder / "Folder", "directory", 0),
    ]


def test_what_is_not_there_is_none_and_lists_nothing(machine: Machine) -> None:
    files = machine.host.files
    assert files.entry(machine.folder / "none" / "deeper") is None
    assert files.list(machine.folder / "none") == []
    assert files.read_link(machine.folder / "none") is None
    assert files.list(machine.placed("a.txt")) == []
    with pytest.raises(HostError) as refused:
        files.sha256(machine.folder / "none")
    assert refused.value.code is ErrorCode.FileNotFound


def test_the_hash_of_a_file_is_upper_case_hex(machine: Machine) -> None:
    path = machine.placed("tool.exe", b"content")
    assert machine.host.files.sha256(path) == hashlib.sha256(b"content").hexdigest().upper()


@pytest.mark.parametrize(
    "name",
    [
        "a<b",
        "a>b",
        "a:b",
        'a"b',
        "a|b",
        "a?b",
        "a*b",
        "a\x01b",
        "tool.",
        "tool ",
        "nul",
        "CON.txt",
        "com1",
        "LPT9.log",
        "conin$",
        "..",
        "n" * 256,
    ],
)
def test_names_that_windows_bends_or_reserves_are_refused(machine: Machine, name: str) -> None:
    path = PureWindowsPath(f"{machine.folder}\\{name}")
    for attempt in (
        lambda: machine.host.files.place_file(machine.staged(), path),
        lambda: machine.host.files.make_directory(path),
        lambda: machine.host.files.entry(path / "below"),
    ):
        with pytest.raises(HostError) as refused:
            attempt()
        assert refused.value.code is ErrorCode.InvalidParameter
    assert machine.names() == []


@pytest.mark.parametrize("path", ["relative.txt", r"C:relative.txt", r"\rooted.txt", ""])
def test_a_path_that_is_not_absolute_is_refused(machine: Machine, path: str) -> None:
    with pytest.raises(HostError) as refused:
        machine.host.files.place_file(machine.staged(), PureWindowsPath(path))
    assert refused.value.code is ErrorCode.InvalidParameter


def test_a_drive_that_is_not_there_is_refused(machine: Machine) -> None:
    with pytest.raises(HostError) as refused:
        machine.host.files.place_file(machine.staged(), PureWindowsPath(r"Q:\tool.exe"))
    assert refused.value.code is ErrorCode.PathNotFound


def test_the_space_on_a_drive_that_does_not_exist_is_an_error_that_names_it(machine: Machine) -> None:
    with pytest.raises(HostError, match="there is no drive Q:") as refused:
        machine.host.files.free_space(PureWindowsPath(r"Q:\tools\tool"))
    assert refused.value.code is ErrorCode.PathNotFound
    assert refused.value.remedy
    with pytest.raises(HostError, match="there is no drive Q:"):
        need_drive(machine.host.files, PureWindowsPath(r"Q:\tools\tool"))
    need_drive(machine.host.files, machine.folder / "none")


def test_a_file_moves_with_its_content(machine: Machine) -> None:
    machine.host.files.make_directory(machine.folder / "sub")
    path = machine.placed("a.exe", b"content")
    machine.host.files.move_file(path, machine.folder / "sub" / "b.exe")
    assert machine.host.files.entry(path) is None
    assert machine.content(machine.folder / "sub" / "b.exe") == b"content"


def test_a_file_is_not_moved_onto_another(machine: Machine) -> None:
    path, other = machine.placed("a.exe", b"a"), machine.placed("b.exe", b"b")
    with pytest.raises(HostError) as refused:
        machine.host.files.move_file(path, other)
    assert refused.value.code is ErrorCode.AlreadyExists
    assert (machine.content(path), machine.content(other)) == (b"a", b"b")


def test_a_file_that_is_not_there_does_not_move(machine: Machine) -> None:
    with pytest.raises(HostError) as refused:
        machine.host.files.move_file(machine.folder / "none", machine.folder / "b.exe")
    assert refused.value.code is ErrorCode.FileNotFound


def test_a_file_can_change_the_case_of_its_name(machine: Machine) -> None:
    if under_wine():
        pytest.skip("Wine does nothing at a rename that changes case only")
    machine.host.files.move_file(machine.placed("tool.exe"), machine.folder / "Tool.exe")
    assert machine.names() == ["Tool.exe"]


def test_a_file_is_removed_once_and_then_silently(machine: Machine) -> None:
    path = machine.placed("tool.exe")
    machine.host.files.remove_file(PureWindowsPath(str(path).upper()))
    machine.host.files.remove_file(path)
    machine.host.files.remove_file(machine.folder / "none" / "tool.exe")
    assert machine.names() == []


def test_a_folder_is_not_removed_as_a_file_nor_a_file_as_a_folder(machine: Machine) -> None:
    machine.host.files.make_directory(machine.folder / "sub")
    path = machine.placed("tool.exe")
    with pytest.raises(HostError):
        machine.host.files.remove_file(machine.folder / "sub")
    with pytest.raises(HostError):
        machine.host.files.remove_directory(path)
    assert machine.names() == ["sub", "tool.exe"]


def test_a_folder_is_made_once_and_then_silently(machine: Machine) -> None:
    machine.host.files.make_directory(machine.folder / "sub")
    machine.host.files.make_directory(machine.folder / "SUB")
    assert machine.names() == ["sub"]


def test_a_folder_is_not_made_where_its_parent_is_missing_or_a_file_stands(machine: Machine) -> None:
    with pytest.raises(HostError) as refused:
        machine.host.files.make_directory(machine.folder / "none" / "sub")
    assert refused.value.code is ErrorCode.PathNotFound
    path = machine.placed("file")
    with pytest.raises(HostError) as refused:
        machine.host.files.make_directory(path)
    assert refused.value.code is ErrorCode.AlreadyExists


def test_only_an_empty_folder_is_removed(machine: Machine) -> None:
    sub = machine.folder / "sub"
    machine.host.files.make_directory(sub)
    machine.placed("sub\\file")
    with pytest.raises(HostError) as refused:
        machine.host.files.remove_directory(sub)
    assert refused.value.code is ErrorCode.DirectoryNotEmpty
    machine.host.files.remove_file(sub / "file")
    machine.host.files.remove_directory(sub)
    machine.host.files.remove_directory(sub)
    assert machine.names() == []


def test_long_paths_work(machine: Machine) -> None:
    deep = machine.folder
    for _ in range(6):
        deep = deep / ("folder with a long name " * 3).strip()
        machine.host.files.make_directory(deep)
    machine.host.files.place_file(machine.staged(b"deep"), deep / "tool.exe")
    assert len(str(deep)) > 400
    assert machine.content(deep / "tool.exe") == b"deep"
    assert [entry.path for entry in machine.host.files.list(deep)] == [deep / "tool.exe"]
    machine.host.files.move_file(deep / "tool.exe", deep / "moved.exe")
    machine.host.files.remove_file(deep / "moved.exe")
    while deep != machine.folder:
        machine.host.files.remove_directory(deep)
        deep = deep.parent


def test_free_space_is_told_for_a_path_that_need_not_exist(machine: Machine) -> None:
    assert machine.host.files.free_space(machine.folder / "none" / "deeper") > 0


def test_the_local_path_reads_what_stands_on_the_machine(machine: Machine) -> None:
    path = machine.placed("Tool.exe", b"content")
    assert machine.host.files.local(PureWindowsPath(str(path).lower())).read_bytes() == b"content"


def test_a_read_only_file_is_removed(machine: Machine) -> None:
    path = machine.placed("tool.exe")
    machine.host.files.local(path).chmod(0o444)
    machine.host.files.remove_file(path)
    assert machine.names() == []


def test_a_read_only_file_is_replaced(machine: Machine) -> None:
    path = machine.placed("tool.exe", b"old")
    machine.host.files.local(path).chmod(0o444)
    machine.placed("tool.exe", b"new")
    assert machine.content(path) == b"new"


@pytest.mark.parametrize("move", [False, True])
def test_a_staged_file_that_is_not_what_was_verified_is_not_placed(machine: Machine, move: bool) -> None:
    path = machine.folder / "tool.exe"
    staged = machine.staged(b"changed")
    with pytest.raises(HostError) as caught:
        machine.host.files.place_file(staged, path, move=move, sha256=hashlib.sha256(b"verified").hexdigest())
    assert caught.value.code is ErrorCode.InstallerHashMismatch
    assert machine.host.files.list(machine.folder) == []
    machine.host.files.place_file(staged, path, move=move, sha256=hashlib.sha256(b"changed").hexdigest().upper())
    assert machine.host.files.local(path).read_bytes() == b"changed"
