"""Several packages on one command line: independent failures, one line that counts them."""

from __future__ import annotations

import pytest

from wingetpy.errors import ErrorCode

from .conftest import Line


def test_a_line_counts_what_came_of_them(line: Line) -> None:
    line.run("install", "A.Anvil")
    ended = line.run("install", "A.Anvil", "B.Bolt", "No.Such")
    assert ended.code == ErrorCode.MultipleInstallFailed
    assert ended.out.splitlines()[-1] == "3 packages: 1 installed, 1 unchanged, 1 failed."
    assert "No.Such" in ended.error
    assert set(line.place.installed()) == {"A.Anvil", "B.Bolt"}


def test_one_that_no_source_has_can_be_left_out(line: Line) -> None:
    ended = line.run("install", "B.Bolt", "No.Such", "--ignore-unavailable")
    assert ended.code == 0
    assert "No.Such is left out" in ended.error
    assert ended.out.splitlines()[-1] == "1 package: 1 installed."
    assert "B.Bolt" in line.place.installed()


@pytest.mark.parametrize("verb", ["install", "uninstall"])
def test_one_package_needs_no_count(line: Line, verb: str) -> None:
    if verb == "uninstall":
        line.run("install", "B.Bolt")
    assert "package:" not in line.run(verb, "B.Bolt").out


def test_their_files_are_asked_for_first(line: Line) -> None:
    line.run("install", "A.Anvil", "B.Bolt")
    assert [method for method, _ in line.sent] == ["package/fetch", "package/install", "package/install"]
