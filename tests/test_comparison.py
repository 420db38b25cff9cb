"""docs/comparison.md has a row for each wish, and the tests that it names exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGE = (TESTS.parent / "docs" / "comparison.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if re.match(r"\| \d+ \|", line)
]
NAMED = [test for row in ROWS for test in re.findall(r"`([^`]+)`", row[3])]


def test_each_wish_has_a_row_and_each_yes_a_test() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 26))
    for _number, wish, here, shown in ROWS:
        assert wish
        assert here.startswith(("yes", "in part", "by design", "no"))
        assert here.startswith("no") == (shown == "none")


@pytest.mark.parametrize("test", NAMED)
def test_what_is_named_exists(test: str) -> None:
    assert exists(test)


def exists(test: str) -> bool:
    """Whether `file.py::function` or `file.Tests.ps1: words of It` is there."""
    file, colons, name = re.fullmatch(r"(\S+\.(?:py|ps1))(::|: )(.+)", test).groups()  # type: ignore[union-attr]
    if not (TESTS / file).is_file():
        return False
    text = (TESTS / file).read_text("utf-8")
    return f"def {name}(" in text if colons == "::" else f"It '{name}'" in text


@pytest.mark.parametrize(
    "test",
    ["test_comparison.py::test_nothing", "test_none.py::test_exists", "psmodule/Pin.Tests.ps1: are added", "x.py::y"],
)
def test_what_does_not_exist_is_found(test: str) -> None:
    assert not exists(test)
