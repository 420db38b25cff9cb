"""Manifests are found in any layout, and broken ones harm nobody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.sources import Shelf, found, opened
from wingetpy.errors import ErrorCode, ManifestError, NotFound, SourceError
from wingetpy.sources.catalog import Sources
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.details import SourceUpdate
from wingetpy.sources.request import PackageReference, SearchRequest


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "manifests")


def _update(tmp_path: Path, shelf: Shelf) -> SourceUpdate:
    sources = Sources(tmp_path / "state", processes=1)
    return sources.update(Listener(), sources.add(Listener(), "shelf", str(shelf.root)))


def _versions(source: CompositeSource, identifier: str) -> list[str]:
    return [one.version for one in source.versions(PackageReference("shelf", identifier))]


@pytest.mark.parametrize(
    "folders",
    [("a/b/c", "a/b/c", "a/b/c"), ("", "", ""), ("one", "two", "three/deep")],
    ids=["in one folder", "at the root", "apart"],
)
def test_files_of_a_version_belong_together_wherever_they_lie(
    shelf: Shelf, tmp_path: Path, folders: tuple[str, str, str]
) -> None:
    shelf.put_set("Parted.App", "1.0", tuple(f"x/{folder}" for folder in folders))
    source = opened(tmp_path / "state", shelf)
    assert found(source, tag="parted", command="run") == ["Parted.App"]
    manifest = source.manifest(PackageReference("shelf", "Parted.App"))
    assert manifest.package_version == "1.0"


def test_one_folder_may_hold_several_packages_and_versions(shelf: Shelf, tmp_path: Path) -> None:
    for identifier, version in (("A.One", "1"), ("A.One", "2"), ("B.Two", "1")):
        shelf.put(identifier, version, path=f"all/{identifier}-{version}.yml")
    source = opened(tmp_path / "state", shelf)
    assert found(source) == ["A.One", "B.Two"]
    assert _versions(source, "a.one") == ["2", "1"]


def test_spellings_of_an_id_are_one_package_that_is_shown_as_its_newest_version_writes_it(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.put("some.tool", "1.0")
    shelf.put("Some.Tool", "2.0")
    assert found(opened(tmp_path / "state", shelf)) == ["Some.Tool"]


def test_tags_and_commands_of_all_versions_are_searched(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("Some.Tool", "1.0", tags=["ancient"])
    shelf.put("Some.Tool", "2.0", commands=["modern"])
    source = opened(tmp_path / "state", shelf)
    assert found(source, tag="ancient") == found(source, command="modern") == ["Some.Tool"]


def test_files_with_byte_order_mark_crlf_and_other_endings_of_the_name_are_read(shelf: Shelf, tmp_path: Path) -> None:
    file = shelf.put("Some.Tool", path="Some.YAML")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert found(opened(tmp_path / "state", shelf)) == ["Some.Tool"]


def test_hidden_folders_and_links_to_folders_are_left_out(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("Some.Tool")
    shelf.put("Hidden.Tool", path=".git/Hidden.yaml")
    Shelf(tmp_path / "outside").put("Outside.Tool")
    try:
        (shelf.root / "loop").symlink_to(shelf.root, target_is_directory=True)
        (shelf.root / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    except OSError as error:
        pytest.skip(f"no links can be made here: {error}")
    assert found(opened(tmp_path / "state", shelf)) == ["Some.Tool"]


def test_a_broken_manifest_is_skipped_and_reported_with_its_reason(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("Good.Tool")
    shelf.write("bad/broken.yaml", "PackageIdentifier: [unclosed")
    shelf.write("bad/list.yaml", "- no\n- manifest\n")
    shelf.write("bad/empty.yaml", "")
    shelf.write("bad/bytes.yaml", b"\x00\xff\xfe\x01")
    update = _update(tmp_path, shelf)
    assert (update.files, update.packages, update.versions, update.skipped) == (5, 1, 1, 4)
    assert [broken.path for broken in update.broken] == [
        "bad/broken.yaml",
        "bad/bytes.yaml",
        "bad/empty.yaml",
        "bad/list.yaml",
    ]
    assert all(broken.reason for broken in update.broken)


def test_a_version_without_an_installer_file_is_not_offered(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put_set("Parted.App", "1.0")
    shelf.put_set("Parted.App", "2.0")
    (shelf.root / "Parted.App/2.0/Parted.App.installer.yaml").unlink()
    update = _update(tmp_path, shelf)
    assert (update.versions, update.skipped) == (1, 2)
    assert "installer" in update.broken[0].reason
    assert "Parted.App 2.0" in update.broken[0].reason


def test_a_version_that_is_there_twice_is_taken_once(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("Some.Tool", "1.0", path="a/tool.yaml", tags=["first"])
    shelf.put("some.tool", "1.0", path="b/tool.yaml", tags=["second"])
    update = _update(tmp_path, shelf)
    assert (update.versions, update.skipped) == (1, 1)
    assert update.broken[0].path == "b/tool.yaml"
    assert "a/tool.yaml" in update.broken[0].reason


def test_a_manifest_is_read_by_any_spelling_of_its_version(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("Some.Tool", "1.2")
    shelf.put("Some.Tool", "1.1")
    source = opened(tmp_path / "state", shelf)
    reference = source.find_one(SearchRequest(query="SOME.TOOL", match_option="EqualsCaseInsensitive"))
    assert source.manifest(reference).package_version == "1.2"
    assert source.manifest(reference, "1.1.0.0").package_version == "1.1"
    with pytest.raises(NotFound, match=r"No version found matching: 9.*1\.2, 1\.1") as missing:
        source.manifest(reference, "9")
    assert missing.value.code is ErrorCode.NoManifestFound


def test_a_manifest_that_changed_since_it_was_indexed_is_read_as_it_is(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("Some.Tool", name="Before")
    source = opened(tmp_path / "state", shelf)
    shelf.put("Some.Tool", name="After")
    reference = PackageReference("shelf", "Some.Tool")
    assert source.manifest(reference).localization.package_name == "After"


def test_a_manifest_that_became_another_one_or_vanished_is_reported(shelf: Shelf, tmp_path: Path) -> None:
    file = shelf.put("Some.Tool")
    source = opened(tmp_path / "state", shelf)
    reference = PackageReference("shelf", "Some.Tool")
    shelf.put("Other.Tool", path=str(file.relative_to(shelf.root)))
    with pytest.raises(SourceError, match=r"Some\.Tool 1\.0 was changed.*Other\.Tool"):
        source.manifest(reference)
    file.write_text("no: [manifest")
    with pytest.raises(ManifestError):
        source.manifest(reference)
    file.unlink()
    with pytest.raises(SourceError, match="cannot be read") as gone:
        source.manifest(reference)
    assert gone.value.code is ErrorCode.SourceDataMissing


def test_versions_carry_the_range_under_which_they_are_listed_when_installed(shelf: Shelf, tmp_path: Path) -> None:
    entries = "AppsAndFeaturesEntries:\n- DisplayVersion: '1.10'\n- DisplayVersion: '1.9'"
    shelf.put("Some.Tool", "2024", installer=entries)
    shelf.put("Some.Tool", "2023")
    newest, older = opened(tmp_path / "state", shelf).versions(PackageReference("shelf", "Some.Tool"))
    assert (newest.arp_minimum, newest.arp_maximum) == ("1.9", "1.10")
    assert (older.arp_minimum, older.arp_maximum) == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_that_is_no_text_harms_nobody(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("Some.Tool", path="all/tool.yaml")
    good = (shelf.root / "all/tool.yaml").read_bytes()
    odd = os.fsencode(shelf.root / "all") + b"/\xff.yaml"
    with open(odd, "wb") as file:
        file.write(good.replace(b"Some.Tool", b"Odd.Tool"))
    update = _update(tmp_path, shelf)
    assert (update.packages, update.skipped) == (1, 1)
    assert update.broken[0].path == "all/\\udcff.yaml"


def test_a_folder_that_cannot_be_listed_is_reported_and_the_others_are_read(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("Some.Tool", path="open/tool.yaml")
    shelf.put("Locked.Tool", path="locked/tool.yaml")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("wingetpy.sources.index.walk.os.scandir", refusing)
    update = _update(tmp_path, shelf)
    assert (update.packages, update.skipped) == (1, 1)
    assert (update.broken[0].path, update.broken[0].reason) == (
        "locked/",
        "The folder cannot be read: Permission denied.",
    )
    monkeypatch.undo()
    update = _update(tmp_path / "again", shelf)
    assert (update.packages, update.skipped) == (2, 0)
