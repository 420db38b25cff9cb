"""Windows' rules for names and relative paths hold on every host."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from kit.data import cases
from wingetpy.model.file_names import is_device_name, suitable_path_part, why_name_is_refused
from wingetpy.model.paths import path_below_base


def test_reference_paths_escape_or_stay() -> None:
    for path, escapes in cases("paths", "escapes"):
        assert (path_below_base(path) is None) == escapes, path


def test_reference_texts_become_the_same_path_parts() -> None:
    for text, part in cases("paths", "parts"):
        if part is None:
            with pytest.raises(ValueError, match="device"):
                suitable_path_part(text)
        else:
            assert suitable_path_part(text) == part, text


@pytest.mark.parametrize(
    "path", [".. /x", "a/.. \\../x", "..\\ ..", "a/.../../x", "a\\C:\\x", "a/C:x", "a.txt:b", "z:", "\\\\.\\pipe\\x"]
)
def test_disguised_ways_out_are_seen(path: str) -> None:
    assert path_below_base(path) is None


def test_a_path_is_written_without_dots() -> None:
    assert path_below_base("a/b/../../c/./d.exe") == PureWindowsPath("c", "d.exe")


@pytest.mark.parametrize("text", ["", "nul", "AUX .log", "com¹", "conin$"])
def test_texts_that_make_no_file_name_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="makes no file name"):
        suitable_path_part(text)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "a.",
        "a ",
        "a:b",
        "a?b",
        "a\tb",
        "nul",
        "NUL.txt",
        "Com1",
        "LPT9.x.y",
        "aux .log",
        "com¹",
        "LPT³.log",
        "conin$",
        "CONOUT$",
        "x" * 256,
    ],
)
def test_names_that_windows_cannot_have_are_invalid(name: str) -> None:
    assert why_name_is_refused(name)


@pytest.mark.parametrize(
    "name", ["a", ".a", "a b.exe", "com0", "LPT0.txt", "com10", "nulled", "con-tool.exe", "ä", "x" * 255]
)
def test_ordinary_names_are_valid(name: str) -> None:
    assert why_name_is_refused(name) is None


def test_devices_are_known_with_any_ending() -> None:
    assert is_device_name("prn.tar.gz")
    assert not is_device_name("print.txt")


def test_letters_are_counted_as_a_reader_counts_them() -> None:
    accented = "e\u0301" * 200
    assert suitable_path_part(accented) == accented
    assert len(suitable_path_part("ä" * 256)) == 64
