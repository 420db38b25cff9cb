"""The power fails: at every point of a change, whatever the disk had written by itself, recovery leaves the machine as
before or as after.

`tests/whole/test_killed_engine.py` ends the process, and the file system keeps all that it had written; here the file
system forgets what was not flushed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.fonts import font
from kit.forgetful_disk import SURVIVALS, ForgetfulDisk, Image
from kit.shop import PACKAGES, SOURCE, Shop
from wingetpy.errors import OperationError
from wingetpy.manifests.model import Manifest
from wingetpy.operations.recovery import recover

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a sandbox on Windows is not flushed as a whole")

FIRST = {"bin/tool.exe": "tool 1", "readme.txt": "read me", "lib/old.dll": "old", "logs/": ""}
SECOND = {"bin/tool.exe": "tool 2", "readme.txt": "read me", "lib/new.dll": "new"}
PROGRAMS = {"bin/tool.exe": "tool"}


def install_program(shop: Shop) -> None:
    assert shop.install(shop.program("1.0", Commands="[tool]")).error is None


def update_program(shop: Shop) -> None:
    assert shop.update(shop.program("2.0", Commands="[better]")).error is None


def uninstall_program(shop: Shop) -> None:
    assert shop.uninstall("Test.Tool").error is None


def install_archive(shop: Shop) -> None:
    assert shop.install(shop.archive("1.0", FIRST, PROGRAMS)).error is None


def update_archive(shop: Shop) -> None:
    assert shop.update(shop.archive("2.0", SECOND, PROGRAMS)).error is None


def uninstall_archive(shop: Shop) -> None:
    assert shop.uninstall("Test.Tools").error is None


def font_manifest(shop: Shop, version: str) -> Manifest:
    name = f"font-{version}.ttf"
    (shop.folder / name).write_bytes(font(f"Test Sans {version}"))
    return shop.manifest(name, version, "Test.Font", {"InstallerType": "font"})


def install_font(shop: Shop) -> None:
    assert shop.install(font_manifest(shop, "1.0")).error is None


def update_font(shop: Shop) -> None:
    assert shop.update(font_manifest(shop, "2.0")).error is None


def uninstall_font(shop: Shop) -> None:
    assert shop.uninstall("Test.Font").error is None


CASES: dict[str, tuple[tuple[Callable[[Shop], None], ...], Callable[[Shop], None]]] = {
    "install of a program": ((), install_program),
    "update of a program": ((install_program,), update_program),
    "uninstall of a program": ((install_program,), uninstall_program),
    "install of a font": ((), install_font),
    "update of a font": ((install_font,), update_font),
    "uninstall of a font": ((install_font,), uninstall_font),
    "install of an archive": ((), install_archive),
    "update of an archive": ((install_archive,), update_archive),
    "uninstall of an archive": ((install_archive,), uninstall_archive),
}


@pytest.mark.parametrize("case", list(CASES))
def test_what_was_not_flushed_is_lost_and_the_machine_is_as_before_or_as_after(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, images, after = _images_of(case, tmp_path, monkeypatch)
    assert before != after
    assert len(images) > 4 * 10
    states = {image: _recovered(image) for image in images}
    for image, state in states.items():
        assert state in (before, after), f"{image.point}, {image.survival}: {_unlike(state, before, after)}"
    for survival in SURVIVALS:
        ended = [state == after for image, state in states.items() if image.survival == survival]
        assert ended == sorted(ended), f"{survival}: what was complete is undone at a later point"
        assert ended[-1]


@pytest.mark.parametrize("case", ["install of an archive", "update of an archive"])
def test_an_engine_that_never_flushed_would_be_found_out(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, images, after = _images_of(case, tmp_path, monkeypatch, forgets_flushes=True)
    assert any(_recovered_or_refused(image) not in (before, after) for image in images)


def _images_of(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, forgets_flushes: bool = False
) -> tuple[dict[str, str], list[Image], dict[str, str]]:
    """The machine before, what the disk has at each point of the operation, and the machine after it."""
    made_before, operation = CASES[case]
    shop = Shop(tmp_path / "live")
    for step in made_before:
        step(shop)
    shop.write(PACKAGES / f"Test.Tools_{SOURCE}" / "lib" / "mine.txt")
    before = shop.snapshot()
    with monkeypatch.context() as patch:
        disk = ForgetfulDisk(tmp_path / "live", tmp_path / "images", patch, forgets_flushes)
        shop.host = disk.host
        operation(shop)
        disk.point("at the end")
    return before, disk.images, shop.snapshot()


def _recovered(image: Image) -> dict[str, str]:
    """The machine after another engine's recovery."""
    shop = Shop(image.folder)
    with shop.host.change_lock(5, lambda: True):
        recover(shop.host, shop.call.message)
    assert [one for one in shop.staging() if one.startswith("Operations/")] == [], image.point
    return shop.snapshot()


def _recovered_or_refused(image: Image) -> dict[str, str] | None:
    """The same; None where the engine finds that it cannot take back what was begun."""
    try:
        return _recovered(image)
    except OperationError:
        return None


def _unlike(state: dict[str, str], before: dict[str, str], after: dict[str, str]) -> str:
    def differing(other: dict[str, str]) -> list[str]:
        return sorted(key for key in {*state, *other} if state.get(key) != other.get(key))

    return f"unlike before {differing(before)}; unlike after {differing(after)}"
