"""Where a file came from, and the system's check before it runs."""

from __future__ import annotations

import pytest

from kit.host_machine import Machine, under_wine
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.zones import Zone

URL = "https://contoso.example/setup.exe?token=abcdef"


def need_streams(machine: Machine) -> None:
    if machine.host.name == "windows" and under_wine():
        pytest.skip("a volume of Wine's has no streams")


def test_a_mark_is_read_as_it_was_written(machine: Machine) -> None:
    need_streams(machine)
    setup = machine.placed("setup.exe")
    assert machine.host.files.zone(setup) is None
    machine.host.files.mark_zone(setup, Zone.internet, URL)
    assert machine.host.files.zone(setup) is Zone.internet
    machine.host.files.mark_zone(setup, Zone.trusted)
    assert machine.host.files.zone(setup) is Zone.trusted
    assert machine.content(setup) == b"content"


def test_a_mark_is_what_windows_writes_and_shows_no_secret(machine: Machine) -> None:
    need_streams(machine)
    setup = machine.placed("setup.exe")
    machine.host.files.mark_zone(setup, Zone.internet, URL)
    with open(f"{machine.host.files.local(setup)}:Zone.Identifier", "rb") as stream:
        mark = stream.read()
    assert mark == b"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://contoso.example/setup.exe?token=***\r\n"


def test_a_mark_is_no_file_of_the_folder(machine: Machine) -> None:
    machine.host.files.mark_zone(machine.placed("setup.exe"), Zone.internet)
    assert machine.names() == ["setup.exe"]


def test_a_mark_moves_and_goes_with_its_file(machine: Machine) -> None:
    need_streams(machine)
    setup, moved = machine.placed("setup.exe"), machine.folder / "moved.exe"
    machine.host.files.mark_zone(setup, Zone.internet)
    machine.host.files.move_file(setup, moved)
    assert (machine.host.files.zone(setup), machine.host.files.zone(moved)) == (None, Zone.internet)
    machine.host.files.remove_file(moved)
    machine.placed("moved.exe")
    assert machine.host.files.zone(moved) is None


def test_a_file_that_replaces_a_marked_one_has_no_mark(machine: Machine) -> None:
    need_streams(machine)
    setup = machine.placed("setup.exe")
    machine.host.files.mark_zone(setup, Zone.internet)
    machine.placed("setup.exe", b"another")
    assert machine.host.files.zone(setup) is None


def test_a_file_that_is_not_there_takes_no_mark(machine: Machine) -> None:
    for attempt in (
        lambda: machine.host.files.mark_zone(machine.folder / "none.exe", Zone.internet),
        lambda: machine.host.files.check_download(machine.folder / "none.exe", URL),
    ):
        with pytest.raises(HostError) as refused:
            attempt()
        assert refused.value.code is ErrorCode.FileNotFound
    assert machine.names() == []


def test_a_harmless_download_passes_the_check_where_there_is_one(machine: Machine) -> None:
    setup = machine.placed("notes.txt", b"harmless")
    assert machine.host.files.check_download(setup, URL) in (True, False)
    assert machine.content(setup) == b"harmless"
