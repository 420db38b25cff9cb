"""docs/sandbox.md names every fact and fault that can be set, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from wingetpy.hosts.sandbox import Faults, SandboxFacts

PAGE = Path(__file__).resolve().parents[4] / "docs" / "sandbox.md"


def members(section: str) -> set[str]:
    text = PAGE.read_text("utf-8").partition(f"## {section}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", text, re.M))


def test_the_page_has_every_fact() -> None:
    assert members("Facts") == {field.encode_name for field in msgspec.structs.fields(SandboxFacts)}


def test_the_page_has_every_fault() -> None:
    assert members("Faults") == {field.encode_name for field in msgspec.structs.fields(Faults)}
