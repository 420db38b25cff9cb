from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from kit.host_machine import Machine
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.files import FileEntry


def test_a_link_is_a_link_and_points_where_it_was_told(machine: Machine) -> None:
    machine.need_links()
    target = machine.placed("tool.exe", b"content")
    link = machine.folder / "link.exe"
    machine.host.files.make_link(link, target)
    assert machine.host.files.entry(link) == FileEntry(link, "link", 0)
    assert machine.host.files.read_link(link) == target
    assert machine.content(link) == b"content"


def test_removing_a_link_leaves_what_it_points_to(machine: Machine) -> None:
    machine.need_links()
    target = machine.placed("tool.exe", b"content")
    machine.host.files.make_link(machine.folder / "link.exe", target)
    machine.host.files.remove_file(machine.folder / "link.exe")
    assert machine.names() == ["tool.exe"]
    assert machine.content(target) == b"content"


def test_a_link_may_point_to_what_is_not_there(machine: Machine) -> None:
    machine.need_links()
    link, target = machine.folder / "link.exe", machine.folder / "none" / "tool.exe"
    machine.host.files.make_link(link, target)
    assert machine.host.files.read_link(link) == target
    entry = machine.host.files.entry(link)
    assert entry is not None
    assert entry.kind == "link"


def test_a_link_moves_and_still_points_there(machine: Machine) -> None:
    machine.need_links()
    target = machine.placed("tool.exe", b"content")
    machine.host.files.make_directory(machine.folder / "sub")
    machine.host.files.make_link(machine.folder / "link.exe", target)
    machine.host.files.move_file(machine.folder / "link.exe", machine.folder / "sub" / "moved.exe")
    assert machine.host.files.read_link(machine.folder / "sub" / "moved.exe") == target
    assert machine.names() == ["sub", "tool.exe"]


def test_placing_a_file_over_a_link_replaces_the_link_and_not_its_target(machine: Machine) -> None:
    machine.need_links()
    target = machine.placed("tool.exe", b"old")
    machine.host.files.make_link(machine.folder / "link.exe", target)
    machine.placed("link.exe", b"new")
    assert machine.content(target) == b"old"
    assert machine.host.files.entry(machine.folder / "link.exe") == FileEntry(machine.folder / "link.exe", "file", 3)


def test_a_link_is_not_made_where_something_stands(machine: Machine) -> None:
    machine.need_links()
    target, other = machine.placed("tool.exe"), machine.placed("other.exe", b"other")
    with pytest.raises(HostError) as refused:
        machine.host.files.make_link(PureWindowsPath(str(other).upper()), target)
    assert refused.value.code is ErrorCode.AlreadyExists
    assert machine.content(other) == b"other"


def test_where_links_cannot_be_made_the_attempt_is_an_error_and_leaves_nothing(machine: Machine) -> None:
    if machine.host.files.links_possible():
        pytest.skip("symbolic links can be made there")
    with pytest.raises(HostError) as refused:
        machine.host.files.make_link(machine.folder / "link.exe", machine.placed("tool.exe"))
    assert refused.value.code is ErrorCode.AccessDenied
    assert machine.names() == ["tool.exe"]


def test_a_file_is_no_link(machine: Machine) -> None:
    assert machine.host.files.read_link(machine.placed("tool.exe")) is None
