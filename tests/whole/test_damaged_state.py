"""Files of the sandbox and of the engine that somebody damaged: one error or warning that names the file, never a
crash; the file is left as it is, and whole again it serves again."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.place import Place
from wingetpy.commands.engine import Engine
from wingetpy.errors import EngineError, ErrorReport
from wingetpy.hosts.sandbox import SandboxHost

TEXT_FILES = (
    "facts.json", "faults.json", "Packages/volumes.json", "registry-HKCU.jsonl", "registry-HKLM.jsonl",
    "WinGetPy/settings.json", "WinGetPy/sources.json", "WinGetPy/admin-settings.json",
)  # fmt: skip
REFUSING = tuple(name for name in TEXT_FILES if name != "WinGetPy/settings.json")
STORES = ("Packages/repository.db", "WinGetPy/tracking.db", "WinGetPy/journal.db")
LOCKS = ("change.lock", "registry-HKCU.lock", "WinGetPy/sources.lock")
FOLDERS = ("C/Windows/System32", "C/ProgramData", "C/Users/user/AppData/Local", "WinGetPy", "WinGetPy/cache")
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a line of garbage": lambda old: b"\n".join([*old.splitlines()[:1], b"garbage", *old.splitlines()[1:], b""]),
    "binary": lambda _: b"\x00\xff\xfe\n\x81\n",
    "not UTF-8": lambda _: b'{"Sources": [{"Name": "\xff"}], "Architecture": "\xff", "Enabled": ["\xff"]}\n',
    "nested too deeply": lambda _: b'{"Sources":' * 100_000 + b"\n",
    "another type": lambda _: b'[1, "Sources"]\n',
    "zeros": lambda old: bytes(len(old) or 10),
}
REQUESTS: tuple[tuple[str, dict[str, object]], ...] = (
    ("package/find", {"Query": "o"}),
    ("package/get", {}),
    ("package/install", {"Id": "B.Other"}),
    ("package/update", {"All": True}),
    ("source/list", {}),
    ("source/reset", {"All": True}),
    ("engine/info", {}),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("whole")


@pytest.fixture(scope="module")
def whole(folder: Path) -> Place:
    place = Place(folder)
    for id in ("A.Tool", "B.Other"):
        place.package(id)
    place.open()
    assert place.install(Id="A.Tool").error is None
    return place


@pytest.fixture
def machine(whole: Place, folder: Path, tmp_path: Path) -> Path:
    """A copy to damage; `whole` is then an engine on it."""
    return Path(shutil.copytree(folder / "machine", tmp_path / "machine"))


def replies(whole: Place, machine: Path) -> tuple[list[ErrorReport], list[str]]:
    """Ask all; the errors, each with a remedy, and the warnings. Anything but an EngineError fails the test."""
    errors: list[ErrorReport] = []
    warnings: list[str] = []
    try:
        whole.host = SandboxHost(machine)
    except EngineError as error:
        return [ErrorReport.of(error)], []
    whole.engine = Engine(whole.host)
    for method, params in REQUESTS * 2:
        try:
            whole.ask(method, **params)
        except EngineError as error:
            errors.append(ErrorReport.of(error))
        errors += [row.error for row in whole.call.rows if getattr(row, "error", None)]  # type: ignore[attr-defined]
        warnings += whole.call.warnings()
    assert all(error.remedy for error in errors), errors
    assert "InternalError" not in [error.symbol for error in errors]
    return errors, warnings


def serves(whole: Place, machine: Path) -> bool:
    """Whether all is as before the damage."""
    whole.host = SandboxHost(machine)
    whole.engine = Engine(whole.host)
    return "A.Tool" in whole.installed()


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", TEXT_FILES)
def test_a_damaged_file_is_named_and_left_as_it_is(whole: Place, machine: Path, name: str, damage: str) -> None:
    path = machine / name
    path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(DAMAGE[damage](before or b""))
    damaged = path.read_bytes()
    errors, warnings = replies(whole, machine)
    named = [error.message for error in errors] if name in REFUSING else warnings
    assert any(str(path) in text for text in named), named
    assert path.read_bytes() == damaged
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)
    assert serves(whole, machine)


@pytest.mark.parametrize("name", [*TEXT_FILES, *LOCKS, *STORES])
def test_a_folder_in_the_place_of_a_file_is_named(whole: Place, machine: Path, name: str) -> None:
    path = machine / name
    path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.exists() else None
    path.unlink(missing_ok=True)
    path.mkdir()
    (path / "mine").write_text("mine")
    errors, warnings = replies(whole, machine)
    assert any(str(path) in text for text in [*(error.message for error in errors), *warnings])
    assert (path / "mine").read_text() == "mine"
    shutil.rmtree(path)
    if before is not None:
        path.write_bytes(before)
    assert serves(whole, machine)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_in_the_place_of_a_folder_is_named(whole: Place, machine: Path, name: str) -> None:
    path = machine / name
    path.rename(machine / "kept")
    path.write_text("mine")
    errors, _ = replies(whole, machine)
    assert any(path.name in error.message for error in errors)
    assert path.read_text() == "mine"
    path.unlink()
    (machine / "kept").rename(path)
    assert serves(whole, machine)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.parametrize("name", [*TEXT_FILES, "WinGetPy/cache"])
def test_a_link_to_itself_in_the_place_of_a_file_is_no_crash(whole: Place, machine: Path, name: str) -> None:
    path = machine / name
    path.parent.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(path)
    errors, warnings = replies(whole, machine)
    assert errors or warnings
    assert os.readlink(path) == str(path)
