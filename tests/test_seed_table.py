"""`docs/seed-tests.md`: each test that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "seed-tests.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "shown by" not in line]
NAMED = sorted({name for row in ROWS for name in re.findall(r"`([^`]+)`", row.split("|")[2])})


def test_every_row_names_a_test() -> None:
    assert len(ROWS) > 30
    assert not [row for row in ROWS if not re.search(r"`[^`]+\.(py::|ps1: )[^`]+`", row.split("|")[2])]


@pytest.mark.parametrize("name", NAMED)
def test_it_exists(name: str) -> None:
    if ".ps1: " in name:
        file, _, text = name.partition(": ")
        quoted = text.replace("'", "''")
        assert f"It '{quoted}'" in (TESTS / file).read_text("utf-8-sig")
        return
    file, _, function = name.partition("::")
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
