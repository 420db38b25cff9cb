"""What a font file says of itself."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from kit.fonts import OPENTYPE, collection, font
from wingetpy.errors import ErrorCode, OperationError
from wingetpy.installers.font.font_file import read_font


def read(tmp_path: Path, content: bytes):  # type: ignore[no-untyped-def]
    path = tmp_path / "any"
    path.write_bytes(content)
    return read_font(path, "file.ttf")


@pytest.mark.parametrize(
    ("content", "name", "extension"),
    [
        (font("Test Sans Bold"), "Test Sans Bold (TrueType)", ".ttf"),
        (font("Test Mono", kind=OPENTYPE), "Test Mono (OpenType)", ".otf"),
        (font("Größe", language=0x407), "Größe (TrueType)", ".ttf"),
        (collection("One", "Two"), "One & Two (TrueType)", ".ttc"),
        (font("a\0b\n"), "ab (TrueType)", ".ttf"),
        (font(""), "file (TrueType)", ".ttf"),
    ],
)
def test_it_has_the_name_that_windows_shows(tmp_path: Path, content: bytes, name: str, extension: str) -> None:
    found = read(tmp_path, content)
    assert (found.value_name, found.extension) == (name, extension)


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"wOFF" + bytes(100), b"GIF89a"])
def test_what_is_no_font_is_not_supported(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(OperationError, match="not supported") as caught:
        read(tmp_path, content)
    assert caught.value.code is ErrorCode.FontFileNotSupported


DAMAGED = [
    font("Cut")[:-5],
    font("Cut")[:20],
    font("Lacks", lacks="cmap"),
    b"ttcf" + b"\xff" * 8,
    b"OTTO" + bytes(8),
]


@pytest.mark.parametrize("content", DAMAGED)
def test_what_is_damaged_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(OperationError, match="damaged") as caught:
        read(tmp_path, content)
    assert caught.value.code is ErrorCode.FontValidationFailed


def test_no_bytes_end_in_another_error(tmp_path: Path) -> None:
    whole, chance = collection("One", "Two"), random.Random(1)
    for _ in range(300):
        changed = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        with contextlib.suppress(OperationError):
            read(tmp_path, bytes(changed))
