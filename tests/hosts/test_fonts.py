"""Fonts of the session, on every host."""

from __future__ import annotations

import pytest

from kit.host_machine import Machine
from wingetpy.errors import HostError


def test_a_file_that_is_not_there_is_not_loaded(machine: Machine) -> None:
    with pytest.raises(HostError):
        machine.host.files.load_font(machine.folder / "none.ttf")


def test_a_file_that_is_not_loaded_needs_no_unloading(machine: Machine) -> None:
    machine.host.files.unload_font(machine.folder / "none.ttf")
