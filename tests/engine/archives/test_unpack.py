"""What is wrong with an archive is found before the machine is touched; each with its name, its reason and a remedy."""

from __future__ import annotations

import io
import random
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path, PureWindowsPath

import pytest

from kit.archives import zipped
from kit.manifests import nested_files
from kit.shop import PACKAGES, SOURCE, Shop
from wingetpy.archives.limits import Limits
from wingetpy.archives.unpack import Unpacked, unpack
from wingetpy.errors import ArchiveUnreadable, ArchiveUnsafe, Cancelled, EngineError, ErrorCode, HostError
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost

INTO = PureWindowsPath(r"C:\ProgramData\WinGetPy\Staging\test")


def refusal(tmp_path: Path, content: bytes, facts: SandboxFacts | None = None) -> EngineError:
    """The error that unpacking ends with."""
    archive = tmp_path / "test.zip"
    archive.write_bytes(content)
    host = SandboxHost(tmp_path / "machine", facts)
    host.files.local(INTO).mkdir(parents=True)
    with pytest.raises(EngineError) as caught:
        unpack_into(host, archive, lambda: None)
    outside = [path for path in tmp_path.rglob("*evil*") if path.is_file()]
    assert outside == []
    return caught.value


def unpack_into(host: SandboxHost, archive: Path, go_on: Callable[[], None]) -> Unpacked:
    free = host.files.free_space(INTO)
    return unpack(archive, host.files.local(INTO), Limits(free=free), name="test.zip", go_on=go_on)


REFUSED_NAMES = {
    "../evil.exe": "leads outside",
    "lib/../../evil.exe": "leads outside",
    "lib\\..\\..\\evil.exe": "leads outside",
    "/evil.exe": "absolute",
    "\\evil.exe": "absolute",
    "C:/evil.exe": "drive letter",
    "C:evil.exe": "drive letter",
    "//server/share/evil.exe": "network or device",
    "\\\\?\\C:\\evil.exe": "network or device",
    "bin/CON": "device",
    "nul.txt": "device",
    "bin/com1.exe": "device",
    "tool.exe:evil": "alternate stream",
    "bin./evil.exe": "dot or a blank",
    "evil.exe ": "dot or a blank",
    "bin/ev|il.exe": "reserved character",
    "bin/ev\x01il.exe": "reserved character",
    "bin//evil.exe": "empty",
}


@pytest.mark.parametrize("name", list(REFUSED_NAMES))
def test_a_name_that_windows_would_bend_or_that_leaves_the_folder_is_refused(name: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, zipped({"good.txt": "good", name: "evil"}))
    assert error.code is ErrorCode.ExtractArchiveFailed
    assert REFUSED_NAMES[name] in error.text
    assert "test.zip" in error.text
    assert error.remedy


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    content = zipped({"tool.exe@.txt": "evil"}).replace(b"tool.exe@", b"tool.exe\0")
    assert "NUL" in refusal(tmp_path, content).text


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "it is a link" in refusal(tmp_path, written(lambda archive: archive.writestr(info, "/etc/evil"))).text


def test_a_windows_reparse_point_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.create_system = 0
    info.external_attr = 0x400
    assert "it is a link" in refusal(tmp_path, written(lambda archive: archive.writestr(info, "evil"))).text


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("tool.exe", "TOOL.EXE"), "case only"),
        (("lib/a.txt", "LIB/b.txt"), "case only"),
        (("tool.exe", "tool.exe"), "twice"),
        (("tool", "tool/inner.txt"), "a file and a folder"),
    ],
)
def test_names_that_are_one_on_windows_are_refused(names: tuple[str, str], reason: str, tmp_path: Path) -> None:
    def both(archive: zipfile.ZipFile) -> None:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "evil")

    with pytest.warns(UserWarning, match="Duplicate") if names[0] == names[1] else nullcontext():
        content = written(both)
    assert reason in refusal(tmp_path, content).text


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"secret.txt": "evil"}))
    set_in_headers(content, local=6, central=8, form="<H", value=1)
    assert "encrypted" in refusal(tmp_path, bytes(content)).text


def test_an_unknown_compression_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"odd.txt": "evil"}))
    set_in_headers(content, local=8, central=10, form="<H", value=9)
    assert "compression method 9" in refusal(tmp_path, bytes(content)).text


def test_a_damaged_entry_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"data.bin": b"0123456789" * 50}, zipfile.ZIP_STORED))
    content[60] ^= 0xFF
    error = refusal(tmp_path, bytes(content))
    assert error.code is ErrorCode.ExtractArchiveFailed
    assert "CRC" in error.text


@pytest.mark.parametrize("content", [b"", b"MZ no zip at all", zipped({"a.txt": "a" * 1000})[:-40]])
def test_what_is_no_zip_is_refused(content: bytes, tmp_path: Path) -> None:
    error = refusal(tmp_path, content)
    assert error.code is ErrorCode.ExtractArchiveFailed
    assert "cannot be read" in error.text


def test_an_entry_that_declares_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"data.bin": b"x" * 100}, zipfile.ZIP_STORED))
    set_in_headers(content, local=22, central=24, form="<I", value=150)
    assert refusal(tmp_path, bytes(content)).code is ErrorCode.ExtractArchiveFailed


def test_an_entry_that_declares_less_than_it_holds_is_refused_and_no_more_is_written(tmp_path: Path) -> None:
    content = bytearray(zipped({"data.bin": b"x" * 100_000}))
    set_in_headers(content, local=22, central=24, form="<I", value=10)
    assert refusal(tmp_path, bytes(content)).code is ErrorCode.ExtractArchiveFailed
    assert sum(path.stat().st_size for path in tmp_path.rglob("data.bin")) <= 10


def test_a_bomb_of_ten_megabytes_that_would_become_ten_gigabytes_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"zeros.bin": b"\0" * 10_000_000}))
    bomb = bytes(content)
    set_in_headers(content, local=22, central=24, form="<I", value=4_000_000_000)
    error = refusal(tmp_path, bytes(content), SandboxFacts(free_space=1 << 50))
    assert error.code is ErrorCode.ExtractArchiveFailed
    assert "200 times" in error.text
    assert len(bomb) < 20_000


def test_many_entries_over_the_same_bytes_are_a_bomb_too(tmp_path: Path) -> None:
    """A thousand entries that share what is packed claim more than the archive has."""
    packed = zipped({"zeros.bin": b"\0" * 10_000_000})
    start = packed.index(b"PK\x01\x02")
    local, central = packed[:start], packed[start : packed.index(b"PK\x05\x06")]
    entries = b"".join(central.replace(b"zeros.bin", b"%05d.bin" % number) for number in range(300))
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 300, 300, len(entries), len(local), 0)
    assert "200 times" in refusal(tmp_path, local + entries + end, SandboxFacts(free_space=1 << 50)).text


def test_what_does_not_fit_on_the_disk_is_refused_before_a_byte_is_written(tmp_path: Path) -> None:
    error = refusal(tmp_path, zipped({"data.bin": b"x" * 100_000}), SandboxFacts(free_space=50_000))
    assert error.code is ErrorCode.DiskFull
    assert "100,000" in error.text
    assert "50,000" in error.text
    assert "50,000" in (error.remedy or "")


def test_unpacking_stops_at_once_when_it_is_told_to(tmp_path: Path) -> None:
    archive = tmp_path / "test.zip"
    archive.write_bytes(zipped({"data.bin": b"x" * 10_000}))
    host = SandboxHost(tmp_path / "machine")
    host.files.local(INTO).mkdir(parents=True)

    def stop() -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        unpack_into(host, archive, stop)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_good_archive_is_unpacked_with_its_folders_and_hashes(method: int, tmp_path: Path) -> None:
    archive = tmp_path / "test.zip"
    archive.write_bytes(zipped({"./bin/tool.exe": b"tool" * 5000, "lib\\deep\\a.txt": "a", "empty/": ""}, method))
    host = SandboxHost(tmp_path / "machine")
    host.files.local(INTO).mkdir(parents=True)
    unpacked = unpack_into(host, archive, lambda: None)
    assert {str(file.path): file.size for file in unpacked.files} == {"bin\\tool.exe": 20_000, "lib\\deep\\a.txt": 1}
    assert {str(folder) for folder in unpacked.folders} == {"bin", "lib", "lib\\deep", "empty"}
    for file in unpacked.files:
        assert host.files.sha256(INTO / file.path).lower() == file.sha256


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", ""])
def test_a_tar_is_unpacked_as_a_zip_is(kind: str, tmp_path: Path) -> None:
    content = tarred({"./bin/tool.exe": b"tool" * 5000, "lib/deep/a.txt": b"a"}, kind)
    unpacked = unpack_tar(tmp_path, content)
    assert {str(file.path): file.size for file in unpacked.files} == {"bin\\tool.exe": 20_000, "lib\\deep\\a.txt": 1}
    assert [str(folder) for folder in unpacked.folders] == ["bin", "lib", "lib\\deep"]
    assert (tmp_path / "into" / "lib" / "deep" / "a.txt").read_bytes() == b"a"


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("good", "../evil"), "leads outside"),
        (("a/CON.txt",), "device"),
        (("a", "A"), "case only"),
        (("a", "a"), "twice"),
        (("a", "a/b"), "a file and a folder"),
        (("a/b", "a"), "a file and a folder"),
    ],
)
def test_a_tar_is_held_to_the_names_of_a_zip(names: tuple[str, ...], reason: str, tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnsafe, match=reason):
        unpack_tar(tmp_path, tarred([(name, b"evil") for name in names]))
    assert not (tmp_path / "evil").exists()


def test_a_tar_that_grows_over_the_limits_is_stopped_there(tmp_path: Path) -> None:
    content = tarred({"a": bytes(4_000_000), "b": bytes(4_000_000)})
    with pytest.raises(ArchiveUnsafe, match="200 times"):
        unpack_tar(tmp_path, content, Limits(free=1 << 40, bomb_size=5_000_000))
    with pytest.raises(HostError, match="1,000,000 are free") as full:
        unpack_tar(tmp_path / "again", content, Limits(free=1_000_000))
    assert full.value.code is ErrorCode.DiskFull
    assert sum(path.stat().st_size for path in (tmp_path / "again" / "into").iterdir()) <= 1_000_000


@pytest.mark.parametrize("cut", [10, 60, -2000])
def test_a_tar_that_is_cut_is_unreadable(cut: int, tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnreadable):
        unpack_tar(tmp_path, tarred({"a": random.Random(1).randbytes(50_000)})[:cut])


BAD_PACKAGES: dict[str, tuple[bytes, ErrorCode]] = {
    "a path that leaves its folder": (zipped({"bin/tool.exe": "t", "../x": "x"}), ErrorCode.ExtractArchiveFailed),
    "no zip": (b"MZ", ErrorCode.ExtractArchiveFailed),
    "the nested program is missing": (zipped({"other.exe": "t"}), ErrorCode.NestedInstallerNotFound),
}


@pytest.mark.parametrize("case", list(BAD_PACKAGES))
def test_an_install_from_a_bad_archive_changes_nothing(case: str, tmp_path: Path) -> None:
    content, code = BAD_PACKAGES[case]
    shop = Shop(tmp_path)
    shop.install(shop.archive("1.0", {"bin/tool.exe": "tool 1"}))
    shop.write(PACKAGES / f"Test.Tools_{SOURCE}" / "mine.txt")
    before = shop.snapshot()
    (shop.folder / "Test.Tools-2.0.zip").write_bytes(content)
    bad = shop.manifest("Test.Tools-2.0.zip", "2.0", "Test.Tools", nested_files())
    outcome = shop.update(bad)
    assert outcome.error is not None
    assert outcome.error.code is code
    assert outcome.error.remedy
    assert shop.snapshot() == before
    assert not [name for name in shop.staging() if name.startswith("Operations")]


def written(write: Callable[[zipfile.ZipFile], None]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        write(archive)
    return buffer.getvalue()


def tarred(members: Mapping[str, bytes] | Sequence[tuple[str, bytes]], kind: str = "gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{kind}") as archive:
        for name, content in members.items() if isinstance(members, Mapping) else members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def unpack_tar(folder: Path, content: bytes, limits: Limits | None = None) -> Unpacked:
    into = folder / "into"
    into.mkdir(parents=True)
    (folder / "test.tar").write_bytes(content)
    return unpack(folder / "test.tar", into, limits or Limits(free=1 << 40), name="test.tar", form="tar")


def set_in_headers(content: bytearray, *, local: int, central: int, form: str, value: int) -> None:
    """Write a number into the first local header and the first entry of the central directory."""
    struct.pack_into(form, content, local, value)
    struct.pack_into(form, content, content.index(b"PK\x01\x02") + central, value)
