"""Archives made to cost memory, time or a crash: each is refused with one clear error and little spent."""

from __future__ import annotations

import bz2
import io
import lzma
import random
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kit.archives import zipped
from wingetpy.archives.formats import Format
from wingetpy.archives.limits import Limits
from wingetpy.archives.unpack import Unpacked, unpack
from wingetpy.errors import ArchiveUnreadable, ArchiveUnsafe, Cancelled

MEGABYTE = 1 << 20


def unpacked(
    folder: Path,
    content: bytes,
    form: Format = "zip",
    limits: Limits | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> Unpacked:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "archive").write_bytes(content)
    into = folder / f"into{len(list(folder.iterdir()))}"
    into.mkdir()
    return unpack(folder / "archive", into, limits or Limits(free=1 << 40), name="test", form=form, go_on=go_on)


def tarred(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def peak_of(work: Callable[[], object]) -> int:
    """The most bytes that Python's objects took during some work."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("parts", [101, 1000, 15_990])
def test_a_deep_path_is_refused_before_anything_is_made_of_its_parts(parts: int, tmp_path: Path) -> None:
    name = "a/" * (parts - 1) + "x"
    for form, content in (("zip", zipped({name: ""})), ("tar", tarred((tarfile.TarInfo(name), b"")))):
        with pytest.raises(ArchiveUnsafe, match="more than 100 parts") as refused:
            unpacked(tmp_path / form, content, form)  # type: ignore[arg-type]
        assert len(refused.value.text) < 1000
        assert not list(tmp_path.rglob("a"))


def test_a_path_of_a_hundred_parts_is_unpacked(tmp_path: Path) -> None:
    assert len(unpacked(tmp_path, zipped({"a/" * 99 + "x": "x"})).folders) == 99


def test_a_million_folders_of_few_entries_are_bounded(tmp_path: Path) -> None:
    names = {f"{number}/" + "a/" * 90: "" for number in range(20)}
    with pytest.raises(ArchiveUnsafe, match="too many files and folders"):
        unpacked(tmp_path / "names", zipped(names), limits=Limits(free=1 << 40, names=1000))
    with pytest.raises(ArchiveUnsafe, match="too many files and folders"):
        unpacked(tmp_path / "letters", zipped(names), limits=Limits(free=1 << 40, letters=10_000))


def test_entries_are_counted_before_they_are_looked_at(tmp_path: Path) -> None:
    content = zipped({f"{number}": "" for number in range(200)})
    with pytest.raises(ArchiveUnreadable, match="more than 100 entries"):
        unpacked(tmp_path / "zip", content, limits=Limits(free=1 << 40, names=100))
    again = [(tarfile.TarInfo("a"), b"")] * 200
    for one, _ in again:
        one.type = tarfile.DIRTYPE
    with pytest.raises(ArchiveUnsafe, match="too many entries"):
        unpacked(tmp_path / "tar", tarred(*again), "tar", Limits(free=1 << 40, names=100))


@pytest.mark.parametrize("form", ["zip", "tar"])
def test_unpacking_can_be_stopped_at_every_entry(form: Format, tmp_path: Path) -> None:
    names = [f"f/{number}" for number in range(300)]
    content = (
        zipped(dict.fromkeys(names, "")) if form == "zip" else tarred(*((tarfile.TarInfo(name), b"") for name in names))
    )
    asked = 0

    def go_on() -> None:
        nonlocal asked
        asked += 1
        if asked > 350:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        unpacked(tmp_path, content, form, go_on=go_on)
    assert len(list((tmp_path / "into1" / "f").iterdir())) in range(49, 200)


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE])
@pytest.mark.parametrize("pack", [bytes, bz2.compress, lzma.compress])
def test_a_header_of_many_megabytes_is_not_read(kind: bytes, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    header = tarfile.TarInfo("header")
    header.type = kind
    content = pack(tarred((header, b"0" * 16 * MEGABYTE), (tarfile.TarInfo("x"), b"x")))

    def refused() -> None:
        with pytest.raises(ArchiveUnreadable, match="header of an entry has more than"):
            unpacked(tmp_path, content, "tar")

    assert peak_of(refused) < 12 * MEGABYTE + len(content)


def test_global_headers_without_end_are_refused(tmp_path: Path) -> None:
    headers = tarfile.TarInfo("headers")
    headers.type = tarfile.XGLTYPE
    content = tarred((headers, b"".join(b"8 %03d=x\n" % number for number in range(150))), (tarfile.TarInfo("x"), b"x"))
    with pytest.raises(ArchiveUnreadable, match="global headers"):
        unpacked(tmp_path, content, "tar")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_small_piece_of_an_entry_does_not_become_all_of_it_at_once(method: int, tmp_path: Path) -> None:
    content = zipped({"zeros": bytes(40 * MEGABYTE)}, method)
    assert len(content) < 20_000
    assert peak_of(lambda: unpacked(tmp_path, content)) < 16 * MEGABYTE


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_streams_without_content_are_not_followed_without_end(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnreadable, match="1,000 streams without content"):
        unpacked(tmp_path, pack(b"") * 20_000 + pack(tarred((tarfile.TarInfo("a"), b"a"))), "tar")
    few = pack(b"") * 500 + pack(tarred((tarfile.TarInfo("a"), b"a")))
    assert [file.size for file in unpacked(tmp_path, few, "tar").files] == [1]


def test_the_bytes_of_a_directory_are_bounded(tmp_path: Path) -> None:
    """A comment of each entry may have 64 KiB, and zipfile reads all of the directory at once."""
    size = 200 << 20
    begin = b"PK\x01\x02".ljust(size - 22, b"\0")
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(begin), 0, 0)

    def read() -> None:
        with pytest.raises(ArchiveUnreadable, match="directory has more than"):
            unpack(tmp_path / "archive", tmp_path, Limits(free=1 << 40), name="test")

    (tmp_path / "archive").write_bytes(begin + end)
    assert peak_of(read) < 10 * MEGABYTE


def test_an_entry_that_wants_gigabytes_for_its_decompressor_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"x": b"x" * 1000}, zipfile.ZIP_LZMA))
    dictionary = content.index(b"\x09\x04\x05\x00") + 5
    content[dictionary : dictionary + 4] = b"\x00\x00\x00\xc0"
    with pytest.raises(ArchiveUnreadable, match="Memory usage limit"):
        unpacked(tmp_path, bytes(content))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_entry_is_the_archives_fault_and_not_the_disks(method: int, tmp_path: Path) -> None:
    content = bytearray(zipped({"data": random.Random(1).randbytes(3000)}, method))
    content[1500] ^= 0xFF
    with pytest.raises(ArchiveUnreadable):
        unpacked(tmp_path, bytes(content))


def test_a_damaged_header_in_the_middle_of_a_tar_is_not_its_end(tmp_path: Path) -> None:
    content = bytearray(tarred((tarfile.TarInfo("a"), b"a"), (tarfile.TarInfo("b"), b"b")))
    content[1024] ^= 0xFF
    with pytest.raises(ArchiveUnreadable, match="bad checksum"):
        unpacked(tmp_path, bytes(content), "tar")
    with pytest.raises(ArchiveUnreadable):
        unpacked(tmp_path, bytes(content[:1300]), "tar")


def test_a_name_that_is_not_unicode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnsafe, match="not Unicode"):
        unpacked(tmp_path, tarred((tarfile.TarInfo("a\udcff"), b"a"), form=tarfile.GNU_FORMAT), "tar")


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_changed_in_an_archive_it_ends_with_one_of_our_errors_or_well(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    files = {"bin/tool.exe": chance.randbytes(300), "ä/b.txt": "text" * 100, "empty/": ""}
    methods = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    sparse = tarfile.TarInfo("sparse")
    sparse.type = tarfile.GNUTYPE_SPARSE
    long = tarfile.TarInfo("long/" * 60 + "x")
    forms = [tarred((long, b"x" * 700), (sparse, b"y"), form=form) for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)]
    seeds: list[tuple[Format, bytes]] = [("zip", zipped(files, method)) for method in methods]
    seeds += [("tar", pack(form)) for form in forms for pack in (bytes, bz2.compress, lzma.compress)]
    for number in range(100):
        form, content = seeds[number % len(seeds)]
        changed = bytearray(content)
        for _ in range(chance.choice((1, 1, 3, 10))):
            place = chance.randrange(len(changed))
            changed[place] = chance.choice((0, 0xFF, 0x80, changed[place] ^ 1 << chance.randrange(8)))
        if chance.random() < 0.1:
            del changed[chance.randrange(len(changed)) :]
        with suppress(ArchiveUnreadable, ArchiveUnsafe):
            unpacked(tmp_path / str(number), bytes(changed), form, Limits(free=1 << 24, bomb_size=1 << 24))


def pax_header(records: bytes) -> bytes:
    """A tar whose only entry has an extended header of these bytes."""
    header = tarfile.TarInfo("PaxHeader/a")
    header.type, header.size = tarfile.XHDTYPE, len(records)
    padded = records + bytes(-len(records) % 512)
    return header.tobuf() + padded + tarfile.TarInfo("a").tobuf() + bytes(1024)


@pytest.mark.parametrize("digits", [600, 40_000])
def test_a_pax_header_of_digits_is_refused_before_it_is_searched(digits: int, tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnreadable, match="a number of more than 512 digits"):
        unpacked(tmp_path, pax_header(b"1" * digits), "tar")


def test_a_pax_header_with_a_long_number_is_read(tmp_path: Path) -> None:
    record = b" comment=" + b"7" * 500 + b"\n"
    found = unpacked(tmp_path, pax_header(b"%d%s" % (len(record) + 3, record)), "tar")
    assert [str(one.path) for one in found.files] == ["a"]
