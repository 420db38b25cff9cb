"""An archive of manifests as a source, and archives that are up to no good."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from functools import partial
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.sources import Shelf, found
from wingetpy.archives.limits import Limits
from wingetpy.errors import Cancelled, ErrorCode, HostError, SourceError
from wingetpy.sources.catalog import Sources
from wingetpy.sources.folder import archive, content
from wingetpy.sources.folder.archive import unpack_source
from wingetpy.sources.index.generation import IndexFolder
from wingetpy.sources.request import PackageReference


def _pack(shelf: Shelf, file: Path) -> None:
    members = sorted(path for path in shelf.root.rglob("*") if path.is_file())
    if file.suffix == ".zip":
        with zipfile.ZipFile(file, "w") as zipped:
            for path in members:
                zipped.write(path, path.relative_to(shelf.root))
    else:
        with tarfile.open(file, f"w:{file.suffix[1:]}") as tar:
            for path in members:
                tar.add(path, f"./{path.relative_to(shelf.root)}")


@pytest.mark.parametrize("name", ["tools.zip", "tools.tar.xz", "tools.tar.gz", "Tools.ZIP"])
def test_an_archive_is_a_source_like_a_folder(tmp_path: Path, name: str) -> None:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Some.Tool", "1.0")
    shelf.put_set("Parted.App", "2.0")
    _pack(shelf, tmp_path / name.lower())
    (tmp_path / name.lower()).rename(tmp_path / name)
    sources = Sources(tmp_path / "state", processes=1)
    sources.add(Listener(), "packed", str(tmp_path / name))
    source = sources.open(Listener())
    assert found(source) == ["Parted.App", "Some.Tool"]
    assert source.manifest(PackageReference("packed", "Parted.App")).package_version == "2.0"
    root = source.source("packed").root
    assert (root / "Some.Tool").is_dir()
    assert tmp_path / "state" in root.parents


def test_an_archive_is_unpacked_again_only_when_its_content_changed(tmp_path: Path) -> None:
    shelf, file = Shelf(tmp_path / "manifests"), tmp_path / "tools.zip"
    shelf.put("Some.Tool")
    _pack(shelf, file)
    sources = Sources(tmp_path / "state", processes=1)
    details = sources.add(Listener(), "packed", str(file))
    index = IndexFolder(tmp_path / "state" / "cache" / details.identifier)
    first = index.current()
    assert first is not None

    os.utime(file, ns=(1, 1))
    assert not sources.update(Listener(), details).changed
    assert index.current().root == first.root  # type: ignore[union-attr]

    shelf.put("New.Tool")
    _pack(shelf, file)
    update = sources.update(Listener(), details)
    assert (update.changed, update.packages) == (True, 2)
    assert found(sources.open(Listener())) == ["New.Tool", "Some.Tool"]
    assert [entry.name for entry in index.path.iterdir() if entry.is_dir()] == [
        sources.open(Listener()).source("packed").root.name
    ]


def test_a_broken_archive_leaves_the_index_of_the_good_one(tmp_path: Path) -> None:
    shelf, file = Shelf(tmp_path / "manifests"), tmp_path / "tools.zip"
    shelf.put("Some.Tool")
    _pack(shelf, file)
    sources = Sources(tmp_path / "state", processes=1)
    details = sources.add(Listener(), "packed", str(file))
    file.write_bytes(file.read_bytes()[:50])
    with pytest.raises(SourceError, match=r"tools\.zip' cannot be read") as broken:
        sources.update(Listener(), details)
    assert broken.value.code is ErrorCode.SourceOpenFailed
    assert found(sources.open(Listener())) == ["Some.Tool"]


def test_an_archive_is_never_unpacked_in_the_engine_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("unpacked in the process that has no bound of memory")

    monkeypatch.setattr(content, "unpack_source", refuse)
    shelf, file = Shelf(tmp_path / "manifests"), tmp_path / "tools.zip"
    sources = Sources(tmp_path / "state", processes=1)
    for identifier in ("Some.Tool", "New.Tool"):
        shelf.put(identifier)
        _pack(shelf, file)
        if identifier == "Some.Tool":
            sources.add(Listener(), "packed", str(file))
        sources.update(Listener(), sources.list("packed")[0])
    assert found(sources.open(Listener())) == ["New.Tool", "Some.Tool"]


def test_a_folder_for_the_index_that_is_a_file_is_named(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Some.Tool")
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "cache").write_text("a file")
    with pytest.raises(HostError, match="cache") as refused:
        Sources(tmp_path / "state", processes=1).add(Listener(), "shelf", str(shelf.root))
    assert refused.value.code is not ErrorCode.InternalError


def test_an_archive_whose_unpacking_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        unpack_source(str(_zip(tmp_path / "good.zip", "a.yaml")), tmp_path / "deep" / "target", stop)
    assert list((tmp_path / "deep").iterdir()) == []


def test_what_a_killed_unpacking_left_goes_with_the_next_one(tmp_path: Path) -> None:
    shelf, file = Shelf(tmp_path / "manifests"), tmp_path / "tools.zip"
    shelf.put("Some.Tool")
    _pack(shelf, file)
    sources = Sources(tmp_path / "state", processes=1)
    details = sources.add(Listener(), "packed", str(file))
    index = IndexFolder(tmp_path / "state" / "cache" / details.identifier)
    (index.path / "unpacked-cut").mkdir()
    file.write_bytes(b"damaged")
    with pytest.raises(SourceError):
        sources.update(Listener(), details)
    assert [entry.name for entry in index.path.iterdir() if entry.is_dir()] == [
        sources.open(Listener()).source("packed").root.name
    ]


def _zip(file: Path, *names: str) -> Path:
    with zipfile.ZipFile(file, "w") as zipped:
        for name in names:
            zipped.writestr(name, "content")
    return file


@pytest.mark.parametrize(
    "name",
    [
        "../out.yaml", "a/../../out.yaml", "/etc/out.yaml", "C:/out.yaml", "C:out.yaml", "\\\\server\\share\\x.yaml",
        "a\\..\\..\\out.yaml", "con.yaml", "a/NUL", "a/com1.txt", "file.yaml:stream", "a./x.yaml", "a/x.yaml ",
        "a//b.yaml", "a/\x01.yaml", "?.yaml", "./../x",
    ],
)  # fmt: skip
def test_a_name_that_leaves_the_folder_or_means_something_to_windows_is_refused(tmp_path: Path, name: str) -> None:
    file = _zip(tmp_path / "bad.zip", "good.yaml", name)
    with pytest.raises(SourceError, match="cannot be extracted, because") as refused:
        unpack_source(str(file), tmp_path / "deep" / "target")
    assert refused.value.code is ErrorCode.SourceDataIntegrityFailure
    assert not (tmp_path / "deep" / "target").exists()
    assert not (tmp_path / "out.yaml").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_differs_in_case_only_is_refused(tmp_path: Path) -> None:
    for names in (("a/x.yaml", "A/X.yaml"), ("x", "x")):
        with pytest.raises(SourceError, match=r"in case only|twice"):
            unpack_source(str(_zip(tmp_path / "bad.zip", *names)), tmp_path / "target")


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as zipped:
        zipped.writestr(info, "/etc/passwd")
    for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)):
        member = tarfile.TarInfo("link")
        member.type, member.linkname = kind, "/etc/passwd"
        with tarfile.open(tmp_path / f"link{number}.tar.gz", "w:gz") as tar:
            tar.addfile(member)
    files = list(tmp_path.glob("link*"))
    assert len(files) == 5
    for file in files:
        with pytest.raises(SourceError, match="'link' cannot be extracted, because it is a link"):
            unpack_source(str(file), tmp_path / "target")


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    file = _zip(tmp_path / "bad.zip", "secret.yaml")
    content = bytearray(file.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    with pytest.raises(SourceError, match="encrypted"):
        unpack_source(str(file), tmp_path / "target")


def test_an_archive_that_grows_without_measure_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "Limits", partial(Limits, bomb_size=1024 * 1024))
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("zeros", bytes(8 * 1024 * 1024))
    with tarfile.open(tmp_path / "bomb.tar.xz", "w:xz") as tar:
        member = tarfile.TarInfo("zeros")
        member.size = 8 * 1024 * 1024
        tar.addfile(member, io.BytesIO(bytes(member.size)))
    for name in ("bomb.zip", "bomb.tar.xz"):
        with pytest.raises(SourceError, match="200 times") as bomb:
            unpack_source(str(tmp_path / name), tmp_path / "target")
        assert bomb.value.code is ErrorCode.SourceDataIntegrityFailure
        assert not (tmp_path / "target").exists()


def test_an_archive_that_does_not_fit_on_the_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "Limits", lambda free: Limits(free=min(free, 5)))
    file = _zip(tmp_path / "big.zip", "a.yaml")
    with pytest.raises(SourceError, match="The disk is full") as refused:
        unpack_source(str(file), tmp_path / "target")
    assert refused.value.code is ErrorCode.DiskFull
    assert not (tmp_path / "target").exists()
