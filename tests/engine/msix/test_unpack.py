"""A package is unpacked block by block; what an older one has is not read again."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.certificates import Holder, publisher
from kit.msix import make_package
from wingetpy.errors import Cancelled, ErrorCode, HostError, MsixError
from wingetpy.msix.block_map import parse_block_map
from wingetpy.msix.byte_source import FileBytes, MemoryBytes, need_range
from wingetpy.msix.chain import Trust
from wingetpy.msix.fetch_plan import FetchPlan, fetch_plan
from wingetpy.msix.package import VerifiedPackage, open_package, verify_package
from wingetpy.msix.payload import payload_of, unpacked
from wingetpy.msix.read_ahead import ReadAhead
from wingetpy.msix.unpack import changed_files, unpack

LARGE = random.Random(1).randbytes(3_000_000)
PARTS = [
    ("bin/tool.exe", LARGE),
    ("empty.txt", b""),
    ("Assets/Ünïcode (1).png", b"x" * 65_536),
    ("a.txt", b"short"),
    *((f"many/{number}.txt", f"{number}".encode() * 9) for number in range(300)),
]


@pytest.fixture(scope="module")
def signer() -> Holder:
    return publisher()


class Counted:
    """The bytes of another source, and how much of them was read."""

    def __init__(self, data: bytes, name: str = "counted.msix") -> None:
        self.name, self.size, self._data = name, len(data), data
        self.requests: list[tuple[int, int]] = []
        self._lock = threading.Lock()

    def read(self, offset: int, length: int) -> bytes:
        need_range(self, offset, length)
        with self._lock:
            self.requests.append((offset, length))
        return self._data[offset : offset + length]

    @property
    def total(self) -> int:
        return sum(length for _, length in self.requests)


def opened(data: bytes) -> tuple[Counted, VerifiedPackage]:
    source = Counted(data)
    return source, verify_package(open_package(source), None, whole=False, unsigned=True)


def made(folder: Path, signer: Holder | None, parts: list[tuple[str, bytes]], name: str = "a.msix") -> bytes:
    return make_package(folder / name, signer, parts).read_bytes()


def test_the_files_come_out_as_they_went_in(signer: Holder, tmp_path: Path) -> None:
    _, package = opened(made(tmp_path, signer, PARTS))
    sizes: list[int] = []
    plans: list[FetchPlan] = []
    unpack(package, tmp_path / "out", planned=plans.append, written=sizes.append)
    [plan] = plans
    assert {name: (tmp_path / "out" / name).read_bytes() for name, _ in PARTS} == dict(PARTS)
    kept = {path.name for path in (tmp_path / "out").iterdir() if path.is_file()}
    assert kept == {"AppxManifest.xml", "AppxBlockMap.xml", "AppxSignature.p7x", "empty.txt", "a.txt"}
    assert sum(sizes) == sum(file.size for file in payload_of(package))
    assert plan.saved == 0
    assert list(changed_files(tmp_path / "out", package.block_map)) == []


def test_a_package_without_signature_is_unpacked_too(tmp_path: Path) -> None:
    _, package = opened(made(tmp_path, None, PARTS))
    unpack(package, tmp_path / "out")
    assert not (tmp_path / "out" / "AppxSignature.p7x").exists()


def test_blocks_of_an_older_package_are_not_read(signer: Holder, tmp_path: Path) -> None:
    _, old = opened(made(tmp_path, signer, PARTS))
    unpack(old, tmp_path / "old")
    changed = bytearray(LARGE)
    changed[1_000_000:1_000_010] = b"0123456789"
    parts = [("bin/moved.exe", bytes(changed)), *PARTS[1:], ("new.txt", b"new" * 900)]
    source, new = opened(made(tmp_path, signer, parts, "b.msix"))
    before = source.total
    kept = parse_block_map((tmp_path / "old" / "AppxBlockMap.xml").read_bytes(), "old")
    plans: list[FetchPlan] = []
    unpack(new, tmp_path / "new", older=[(tmp_path / "old", kept)], is_remote=True, planned=plans.append)
    [plan] = plans
    assert {name: (tmp_path / "new" / name).read_bytes() for name, _ in parts} == dict(parts)
    footprint = 60_000
    assert source.total - before <= plan.fetched + footprint
    assert plan.fetched < 150_000 < 2_800_000 < plan.saved
    assert plan.same_files["Assets/Ünïcode (1).png"] == (0, "Assets/Ünïcode (1).png")
    assert "bin/moved.exe" not in plan.same_files


def test_an_older_file_that_was_changed_is_read_from_the_package(signer: Holder, tmp_path: Path) -> None:
    data = made(tmp_path, signer, PARTS)
    _, old = opened(data)
    unpack(old, tmp_path / "old")
    (tmp_path / "old" / "bin" / "tool.exe").write_bytes(b"tampered" * 400_000)
    (tmp_path / "old" / "a.txt").unlink()
    _, new = opened(data)
    unpack(new, tmp_path / "new", older=[(tmp_path / "old", old.block_map)])
    assert (tmp_path / "new" / "bin" / "tool.exe").read_bytes() == LARGE
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"short"


def test_what_was_changed_in_a_folder_is_named(signer: Holder, tmp_path: Path) -> None:
    _, package = opened(made(tmp_path, signer, PARTS))
    out = tmp_path / "out"
    unpack(package, out)
    (out / "a.txt").write_bytes(b"Short")
    (out / "empty.txt").write_bytes(b"more")
    (out / "many" / "7.txt").unlink()
    with open(out / "bin" / "tool.exe", "ab") as file:
        file.write(b"x")
    assert sorted(changed_files(out, package.block_map)) == ["a.txt", "bin/tool.exe", "empty.txt", "many/7.txt"]


def test_a_block_that_was_changed_is_refused(tmp_path: Path) -> None:
    data = bytearray(made(tmp_path, None, [("stored.bin", LARGE)]))
    data[1_500_000] ^= 1
    _, package = opened(bytes(data))
    with pytest.raises(MsixError) as caught:
        unpack(package, tmp_path / "out")
    assert caught.value.code is ErrorCode.AppxBlockHashInvalid
    assert "stored.bin" in caught.value.text


def test_few_requests_open_and_check_a_package(signer: Holder, tmp_path: Path) -> None:
    source, package = opened(made(tmp_path, signer, PARTS))
    assert package.signature is not None
    assert source.total < 250_000 < 3_000_000 < source.size


def test_ranges_are_merged_and_bounded(signer: Holder, tmp_path: Path) -> None:
    _, package = opened(made(tmp_path, signer, [*PARTS, ("more.bin", random.Random(2).randbytes(9_000_000))]))
    plan = fetch_plan(payload_of(package), package.block_map)
    assert len(plan.ranges) < 6
    assert max(length for _, length in plan.ranges) <= 4 << 20
    ends = [offset + length for offset, length in plan.ranges]
    assert all(end <= offset for end, (offset, _) in zip(ends, plan.ranges[1:], strict=False))
    assert plan.total == plan.fetched <= package.package.container.source.size
    assert plan.saved == 0


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_pieces_come_in_order_however_many_threads_read(signer: Holder, workers: int, tmp_path: Path) -> None:
    _, package = opened(made(tmp_path, signer, PARTS))
    files = payload_of(package)
    found: dict[str, bytes] = {}
    for file, data in unpacked(package, files, workers=workers):
        assert len(data) <= 1 << 17
        found[file.name] = found.get(file.name, b"") + data
    assert list(found) == [file.name for file in files]
    assert found["bin/tool.exe"] == LARGE


def test_unpacking_can_be_stopped(signer: Holder, tmp_path: Path) -> None:
    _, package = opened(made(tmp_path, signer, PARTS))

    def stop() -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        unpack(package, tmp_path / "out", go_on=stop)
    assert threading.active_count() < 10


def test_a_folder_that_cannot_be_written_is_an_error_of_the_host(signer: Holder, tmp_path: Path) -> None:
    _, package = opened(made(tmp_path, signer, PARTS))
    (tmp_path / "out").write_text("a file")
    with pytest.raises(HostError):
        unpack(package, tmp_path / "out")


@pytest.fixture
def largest_file(request: pytest.FixtureRequest) -> Iterator[Callable[[int], None]]:
    """Sets how much a file may hold: more fails as on a full disk, what is buffered when the file is closed."""
    resource = pytest.importorskip("resource", reason="needs limits of the system")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_cannot_be_written_at_the_very_end_is_an_error_of_the_host(
    signer: Holder, tmp_path: Path, largest_file: Callable[[int], None]
) -> None:
    _, package = opened(made(tmp_path, signer, [("a.txt", b"short")]))
    unpack(package, tmp_path / "whole")
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "whole").iterdir()}
    last = sizes.pop("AppxSignature.p7x")
    assert last > max(sizes.values())
    largest_file(last - 1)
    with pytest.raises(HostError, match=r"AppxSignature\.p7x"):
        unpack(package, tmp_path / "out")


def test_who_stops_while_nothing_can_be_written_has_stopped(
    signer: Holder, tmp_path: Path, largest_file: Callable[[int], None]
) -> None:
    _, package = opened(made(tmp_path, signer, [(f"{number}.txt", b"some text") for number in range(3)]))

    def stop(size: int) -> None:
        largest_file(1)
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        unpack(package, tmp_path / "out", written=stop)


def test_a_failure_of_reading_ahead_is_the_reader_s(signer: Holder, tmp_path: Path) -> None:
    data = made(tmp_path, signer, PARTS)

    class Failing(Counted):
        def read(self, offset: int, length: int) -> bytes:
            raise HostError("The disk is gone.")

    with ReadAhead(Failing(data), [(0, 1000), (1000, 1000)]) as source, pytest.raises(HostError, match="disk"):
        source.read(500, 1000)


def test_reading_ahead_gives_the_same_bytes() -> None:
    rng = random.Random(3)
    data = rng.randbytes(50_000)
    ranges = [(100, 900), (1000, 50), (5000, 20_000), (30_000, 19_000)]
    with ReadAhead(MemoryBytes(data, "data"), ranges) as source:
        for _ in range(500):
            begin, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
            assert source.read(begin, end - begin) == data[begin:end]


def test_signed_parts_other_than_the_content_are_checked_without_reading_all(signer: Holder, tmp_path: Path) -> None:
    path = make_package(tmp_path / "a.msix", signer, PARTS)
    trust = Trust(people=[signer.der])
    with FileBytes(path) as file:
        assert verify_package(open_package(file), trust, whole=False).signature is not None
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02many/7.txt"[:4]) - 1  # the last byte of an entry of the directory
    data[at] ^= 0x20
    with pytest.raises(MsixError):
        verify_package(open_package(MemoryBytes(bytes(data), "changed")), trust, whole=False)


def test_what_is_parsed_is_what_was_compared_with_the_signature(signer: Holder, tmp_path: Path) -> None:
    """A server may give other bytes at the second time: block map, manifest and signature are read once."""
    source, package = opened(made(tmp_path, signer, PARTS))
    unpack(package, tmp_path / "out")
    for name in ("AppxManifest.xml", "AppxBlockMap.xml", "[Content_Types].xml", "AppxSignature.p7x"):
        part = package.package.container.need(name)
        begin = part.data_offset()
        reads = [at for at, size in source.requests if at < begin + part.entry.packed_size and begin < at + size]
        own = 2 if name == "AppxManifest.xml" else 1  # it is unpacked with the files, and compared block by block again
        assert len(reads) <= own, name
