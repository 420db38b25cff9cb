"""`docs/msix.md`: its table is the seed's, each cell names a test, and each of these exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from wingetpy.deployment.support import PackageVerb, TargetKind, refused_with

TESTS = Path(__file__).parent
LINES = (TESTS.parent / "docs" / "msix.md").read_text("utf-8").splitlines()
CELLS = {
    cells[1]: cells[2:-1]
    for line in LINES
    if (cells := [cell.strip() for cell in line.split("|")])[1:2] and cells[1] in set(PackageVerb)
}
NUMBERED = dict(re.findall(r"^\| (\d+) \| `([^`]+)` \|$", "\n".join(LINES), re.MULTILINE))


def test_every_cell_says_what_the_engine_does_and_names_a_test() -> None:
    assert list(CELLS) == list(PackageVerb)
    for verb in PackageVerb:
        for kind, cell in zip(TargetKind, CELLS[verb], strict=True):
            found = re.fullmatch(r"(yes|X) \((\d+)\)", cell)
            assert found, f"{verb} {kind}: {cell}"
            assert (found[1] == "yes") == (refused_with(verb, kind) is None), f"{verb} {kind}"
            assert found[2] in NUMBERED


def test_every_test_that_is_named_exists() -> None:
    assert len(NUMBERED) > 15
    for name in NUMBERED.values():
        file, *path = name.split("::")
        body: list[ast.stmt] = ast.parse((TESTS / "engine" / "deployment" / file).read_text("utf-8")).body
        for part in path:
            found = [one for one in body if isinstance(one, ast.ClassDef | ast.FunctionDef) and one.name == part]
            assert found, name
            body = found[0].body
