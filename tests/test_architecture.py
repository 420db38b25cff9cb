"""The house is built as docs/architecture.md says: imports go one way, kinds know nothing of each other, a start is
lean.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from wingetpy.model.technology import INSTALLER_TYPES

REPOSITORY = Path(__file__).resolve().parent.parent
ENGINE = REPOSITORY / "engine" / "wingetpy"

HEAVY = (
    "asyncio",
    "httpx",
    "ssl",
    "yaml",
    "cryptography",
    "regex",
    "logging",
    "multiprocessing",
    "urllib.request",
    "argparse",
)
"""What costs start time and no first answer needs."""

OF_ONE_SYSTEM = {
    "winreg",
    "msvcrt",
    "_winapi",
    "winsound",
    "clr",
    "ctypes",
    "fcntl",
    "pwd",
    "grp",
    "resource",
    "termios",
}
"""Modules that one operating system has, or that reach into it."""
BESIDE_THE_HOST = {"protocol/streams.py": {"msvcrt"}}
"""Where one of them is used for this process's own streams, which are no part of the machine."""
KINDS = {"installers": set(), "sources": {"index"}}
"""Rooms whose folders are kinds that know nothing of each other, and the folders that are no kind."""

TECHNOLOGIES = {*INSTALLER_TYPES, "archive"} - {"unknown"}


def test_imports_go_one_way() -> None:
    importlinter = pytest.importorskip("importlinter.cli")
    assert importlinter.lint_imports(config_filename=str(REPOSITORY / "pyproject.toml"), no_cache=True) == 0


def test_the_picture_shows_the_layers_that_are_checked() -> None:
    page = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
    picture = re.search(r"engine/wingetpy/\n(.*?)\n +----\+", page, re.DOTALL)
    assert picture, "docs/architecture.md has no picture"
    shown = [re.split(r" {2,}", line.strip())[0] for line in picture[1].splitlines()]
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    [layers] = [one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    assert shown == layers["layers"]


@pytest.mark.parametrize("room", KINDS)
def test_a_kind_knows_no_other_kind(room: str) -> None:
    grimp = pytest.importorskip("grimp")
    graph = grimp.build_graph("wingetpy", cache_dir=None)
    kinds = sorted(
        path.parent.name for path in (ENGINE / room).glob("*/__init__.py") if path.parent.name not in KINDS[room]
    )
    assert kinds, f"{room} has no folder for a kind"
    for one, other in permutations(kinds, 2):
        chain = graph.find_shortest_chain(f"wingetpy.{room}.{one}", f"wingetpy.{room}.{other}", as_packages=True)
        assert chain is None, " imports ".join(chain or ())


def test_operations_name_no_technology() -> None:
    named = [
        f"{path.relative_to(ENGINE).as_posix()}:{line}: {word}"
        for path in sorted((ENGINE / "operations").rglob("*.py"))
        for line, text in _words_of(ast.parse(path.read_bytes()))
        for word in sorted(set(re.findall(r"[a-z]+", text.lower())) & TECHNOLOGIES)
    ]
    assert named == []


def test_operations_decide_nothing_by_an_installers_type() -> None:
    compared = [
        f"{path.relative_to(ENGINE).as_posix()}:{node.lineno}"
        for path in sorted((ENGINE / "operations").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Compare)
        and any(isinstance(one, ast.Attribute) and one.attr.endswith("_type") for one in (node.left, *node.comparators))
    ]
    assert compared == []


@pytest.mark.parametrize("module", ["wingetpy.__main__", "wingetpy.protocol.session", "wingetpy.commands.registry"])
def test_a_start_imports_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


def test_what_one_system_has_is_used_behind_the_host_only() -> None:
    elsewhere = [
        f"{name}: {module}"
        for path in sorted(ENGINE.rglob("*.py"))
        if (name := path.relative_to(ENGINE).as_posix()).partition("/")[0] != "hosts"
        for module in sorted(imported_by(path) & OF_ONE_SYSTEM - BESIDE_THE_HOST.get(name, set()))
    ]
    assert elsewhere == []


def imported_by(path: Path) -> set[str]:
    """The top-level modules that a file imports anywhere in it."""
    return set(_imported(ast.parse(path.read_bytes())))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_the_command_line_reaches_the_engine_through_the_registry_only() -> None:
    """It may import what travels (results), errors and the model, and types for mypy; no function of a command."""
    rooms = ("wingetpy.cli", "wingetpy.errors", "wingetpy.messages", "wingetpy.model", "wingetpy.protocol.messages")
    rooms += ("wingetpy.operations.wording",)  # the specification's sentences
    allowed = {"wingetpy.commands.registry.load", "wingetpy.commands.registry.check"}
    imported = [
        (path, f"{node.module}.{one.name}")
        for path in (REPOSITORY / "engine" / "wingetpy" / "cli").rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body  # what TYPE_CHECKING guards is no statement of the body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wingetpy.")
        for one in node.names
    ]
    assert [
        f"{path.relative_to(REPOSITORY)}: {name}"
        for path, name in imported
        if not name.startswith((*rooms, "wingetpy.commands.objects.")) and name not in allowed
    ] == []


def _words_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Names and texts of a module with their lines, but for docstrings."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias | ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg


def test_a_first_find_imports_nothing_of_installing(tmp_path: Path) -> None:
    """What decides and changes is imported by the first request that needs it: a find must answer soon."""
    program = (
        "import sys; from pathlib import Path; from wingetpy.commands.engine import Engine;"
        "from wingetpy.commands.registry import load; from wingetpy.hosts import open_host;"
        f"Engine(open_host('sandbox', Path({str(tmp_path)!r}))).context(); load('package/find');"
        "print(*(m for m in sys.modules if m.split('.')[:1] == ['wingetpy']))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    rooms = {module.split(".")[1] for module in told.stdout.split() if "." in module}
    assert "sources" in rooms
    assert not rooms & {"archives", "installers", "journal", "manifests", "selection", "transfer"}


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(str(path.relative_to(ENGINE)))
    assert len(places) > 100
    assert {name: files for name, files in places.items() if len(files) > 1} == {}
