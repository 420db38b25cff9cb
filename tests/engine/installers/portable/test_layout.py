"""Names and places of portables: the reference's own cases."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from kit.data import cases
from wingetpy.errors import BadRequest
from wingetpy.hosts.names import suitable_path_part
from wingetpy.hosts.registry import Hive
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.installers.portable.layout import (
    PortableRoots,
    product_code,
)
from wingetpy.inventory.portable_entry import entry_place
from wingetpy.model.scope import Scope


def test_path_parts_are_made_as_the_reference_makes_them() -> None:
    for text, part in cases("paths", "parts"):
        if part is None:
            with pytest.raises(BadRequest):
                suitable_path_part(text)
        else:
            assert suitable_path_part(text) == part, text


def test_the_product_code_of_a_local_manifest() -> None:
    assert product_code("A.B", "*DefaultSource") == "A.B__DefaultSource"


def test_roots_differ_by_scope_and_architecture(tmp_path: Path) -> None:
    files = SandboxHost(tmp_path).files
    roots = PortableRoots()
    assert roots.root(files, Scope.machine, "x86") == PureWindowsPath(r"C:\Program Files (x86)\WinGet\Packages")
    assert roots.root(files, Scope.machine, "x64") == PureWindowsPath(r"C:\Program Files\WinGet\Packages")
    mine = PortableRoots(user=PureWindowsPath(r"D:\Apps"))
    assert mine.root(files, Scope.user, "x64") == PureWindowsPath(r"D:\Apps")


@pytest.mark.parametrize(("architecture", "view"), [("x64", 64), ("x86", 32), ("arm64", 32), ("neutral", 32)])
def test_machine_entries_stand_where_the_reference_looks(architecture: str, view: int) -> None:
    place = entry_place(Scope.machine, architecture, "Code")
    assert (place.hive, place.view) == (Hive.machine, view)
    assert entry_place(Scope.user, architecture, "Code").view == 64
