"""Whatever a manifest or an archive names, it stays below its folder, and Windows keeps its name."""

from __future__ import annotations

import ntpath
from pathlib import PureWindowsPath

from hypothesis import example, given
from hypothesis import strategies as st

from wingetpy.archives.entry import Entry
from wingetpy.archives.limits import Limits
from wingetpy.archives.names import Names
from wingetpy.errors import ArchiveUnsafe
from wingetpy.model.file_names import RESERVED_CHARACTERS, is_device_name, suitable_path_part, why_name_is_refused
from wingetpy.model.paths import path_below_base

BASE = "C:\\base"
paths = st.one_of(st.text(alphabet="ab./\\: ~$CON1", max_size=20), st.text(max_size=20))


def is_below(path: str) -> bool:
    whole = ntpath.normpath(ntpath.join(BASE, path)).lower()
    return whole == BASE.lower() or whole.startswith(BASE.lower() + "\\")


@given(paths)
@example("a/.. /../../x")
@example("\\\\?\\C:\\x")
@example("a\\C:\\evil.exe")
def test_a_path_of_a_manifest_stays_below_its_base(text: str) -> None:
    path = path_below_base(text)
    if path is not None:
        assert is_below(text)
        assert is_below(str(path))


@given(st.lists(paths, max_size=6))
def test_the_names_taken_from_an_archive_are_different_files_below_its_folder(names: list[str]) -> None:
    taken = Names("test.zip", Limits(free=0))
    files: set[PureWindowsPath] = set()
    for name in names:
        entry = Entry(name=name, size=0, is_folder=name.endswith(("/", "\\")), why_refused=None, open=lambda: None)  # type: ignore[arg-type,return-value]
        try:
            path = taken.take(entry)
        except ArchiveUnsafe:
            continue
        assert is_below(name)
        assert not any(why_name_is_refused(part) for part in path.parts)
        if path.parts and not entry.is_folder:
            assert path not in files
            files.add(path)
    assert not files & set(taken.folders)
    assert all(set(path.parents) - {PureWindowsPath()} <= set(taken.folders) for path in files)


@given(st.text(max_size=300))
def test_a_path_part_made_of_any_text_is_refused_or_a_name_without_reserved_characters(text: str) -> None:
    try:
        name = suitable_path_part(text)
    except ValueError:
        return
    assert RESERVED_CHARACTERS.isdisjoint(name)
    assert not is_device_name(name)
    assert not name.endswith(".")
