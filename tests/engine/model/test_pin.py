"""The reference's own cases of a range and a version (engine-semantics, 1: GatedVersion)."""

from __future__ import annotations

import pytest

from wingetpy.model.pin import gate_fault, is_in_gate
from wingetpy.model.version import Version


@pytest.mark.parametrize(
    ("gate", "version", "fits"),
    [
        ("1.0.*", "1.0.1", True),
        ("1.0.*", "1.0", True),
        ("1.0.*", "1", True),
        ("1.0.*", "1.0.alpha", True),
        ("1.0.*", "1.0.1.2.3", True),
        ("1.0.*", "1.0.*", True),
        ("1.0.*", "1.1.1", False),
        ("1.*.*", "1.*.1", True),
        ("1.*.*", "1.*.*", True),
        ("1.*.*", "1.1.1", False),
        ("1.0.1", "1.0.1", True),
        ("1.0.1", "1.1.1", False),
        ("*", "7", True),
        ("*", "latest", False),
        ("1.*", "Unknown", False),
        ("1.2.*", "< 1.3", False),
        ("1.2.*", "> 1.2", True),
        ("1.2*", "1.2.3", False),
    ],
)
def test_a_range_takes_the_versions_that_begin_with_it(gate: str, version: str, fits: bool) -> None:
    assert is_in_gate(gate, Version.parse(version)) is fits


def test_a_star_that_is_no_part_of_its_own_is_refused() -> None:
    assert gate_fault("1.2*")
    assert gate_fault(" ")
    assert not gate_fault("1.2.*")
    assert not gate_fault("1.*.*")
    assert not gate_fault("1.2")
