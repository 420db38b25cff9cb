"""The power fails between two writes of a store: it is as before the change or as after it, and can be read."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wingetpy.model.pin import Pin, PinType
from wingetpy.state import database
from wingetpy.state.failures import failure_key, note_failure, read_failures
from wingetpy.state.history import HistoryEntry, open_history, read_history
from wingetpy.state.pins import open_pins, read_pins
from wingetpy.state.tracking import TrackedPackage, open_tracking, tracked_packages

FULL = 2
"""PRAGMA synchronous: the disk has what is committed before the engine goes on."""
KEY = failure_key("Test", "Test.Tool")


class Power:
    """Copies a folder before each statement, as the disk has it then: with SQLite's own journal, or without it where
    the database is as it was, for a file system may have forgotten the new file."""

    def __init__(self, folder: Path, images: Path, patch: pytest.MonkeyPatch) -> None:
        self.images: list[Path] = []
        self.synchronous: list[int] = []
        power, first = self, _databases(folder)

        def point(_statement: str) -> None:
            image = images / str(len(power.images))
            shutil.copytree(folder, image)
            if _databases(folder) == first:
                for journal in image.glob("*-journal"):
                    journal.unlink()
            power.images.append(image)

        class Traced(sqlite3.Connection):
            def __init__(self, *arguments: Any, **named: Any) -> None:
                super().__init__(*arguments, **named)
                self.set_trace_callback(point)

            def close(self) -> None:
                self.set_trace_callback(None)
                power.synchronous.append(self.execute("PRAGMA synchronous").fetchone()[0])
                super().close()

        connect = sqlite3.connect
        patch.setattr(
            database.sqlite3, "connect", lambda *given, **named: connect(*given, **{**named, "factory": Traced})
        )


def _databases(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.db")}


def pin(folder: Path, version: str) -> None:
    with open_pins(folder) as pins:
        pins.remove(pins.all())
        pins.put(Pin(package="Test.Tool", source="Test", type=PinType.gating, version=version))
        pins.put(Pin(package="Test.Other", source="Test", type=PinType.gating, version=version))


def fail(folder: Path, version: str) -> None:
    note_failure(folder, KEY, version, 1.0, first=True)


def track(folder: Path, version: str) -> None:
    package = TrackedPackage(source="Test", package="Test.Tool", product_code="tool", version=version, installed=1.0)
    with open_tracking(folder) as tracking:
        tracking.remember(package)


def note(folder: Path, version: str) -> None:
    with open_history(folder, lambda _text: None) as history:
        history.add(HistoryEntry(operation="Install", package="Test.Tool", started=1.0, to_version=version))


STORES: dict[str, tuple[Callable[[Path, str], None], Callable[[Path], object]]] = {
    "pins": (pin, read_pins),
    "failed updates": (fail, read_failures),
    "packages that were installed": (track, lambda folder: tracked_packages(folder, pytest.fail)),
    "history": (note, lambda folder: list(read_history(folder))),
}


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "there"])
@pytest.mark.parametrize("store", list(STORES))
def test_a_store_is_as_before_or_as_after(
    store: str, is_new: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, read = STORES[store]
    folder = tmp_path / "state"
    folder.mkdir()
    if not is_new:
        write(folder, "1.0")
    before = read(folder)
    with monkeypatch.context() as patch:
        power = Power(folder, tmp_path / "images", patch)
        write(folder, "2.0")
    after = read(folder)
    assert after != before
    assert len(power.images) > 2
    assert min(power.synchronous) >= FULL
    states = [read(image) for image in power.images]
    assert all(state in (before, after) for state in states)
    assert [state == after for state in states] == sorted(state == after for state in states)
