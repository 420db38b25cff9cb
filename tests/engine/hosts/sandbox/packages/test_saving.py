"""What a newer version shares with an older one is neither read nor stored again."""

from __future__ import annotations

from random import Random

from kit.package_store import PackageStore
from wingetpy.msix.byte_source import ByteSource

SAME = Random(1).randbytes(1_500_000)
REMOTE = "https://example.org/tool.msix"


class Counted:
    """Counts the bytes that are read of a source."""

    def __init__(self, source: ByteSource) -> None:
        self.name, self.size, self.count = source.name, source.size, 0
        self._source = source

    def read(self, offset: int, length: int) -> bytes:
        self.count += length
        return self._source.read(offset, length)


def counted(store: PackageStore) -> list[Counted]:
    """Have what is opened counted."""
    made: list[Counted] = []

    def wrap(source: ByteSource) -> ByteSource:
        made.append(Counted(source))
        return made[-1]

    store.wrap = wrap
    return made


def test_identical_files_become_one_on_the_disk(store: PackageStore) -> None:
    assert store.stage(store.package(parts={"same.bin": SAME, "tool.exe": b"1"})).succeeded
    newer = store.package(version="2.0.0.0", parts={"moved/same.bin": SAME, "tool.exe": b"2"})
    assert store.stage(newer).succeeded
    older, newer_one = (
        store.native(one) for one in sorted(store.machine.packages.find(all_users=True), key=lambda one: one.version)
    )
    assert (older / "same.bin").samefile(newer_one / "moved" / "same.bin")
    assert (newer_one / "tool.exe").read_bytes() == b"2"


def test_only_blocks_that_changed_are_fetched(store: PackageStore) -> None:
    assert store.add(store.package(parts={"data.bin": SAME})).succeeded
    changed = SAME[:700_000] + b"!" + SAME[700_001:]
    store.aliases[REMOTE] = store.package(version="2.0.0.0", parts={"data.bin": changed})
    sources = counted(store)
    answer = store.add(REMOTE)
    assert answer.succeeded, answer.error_text
    assert store.content(store.one()) == {"data.bin": changed}
    [source] = sources
    assert source.count < 0.2 * source.size
    assert answer.total_bytes is not None
    assert answer.saved_bytes is not None
    assert answer.fetched_bytes is not None
    assert answer.saved_bytes > 0.9 * answer.total_bytes
    assert answer.fetched_bytes + answer.saved_bytes == answer.total_bytes


def test_what_is_saved_is_said_from_the_beginning_and_linked_files_are_done(store: PackageStore) -> None:
    parts = {"data.bin": SAME[:300_000], "same.bin": SAME}
    assert store.add(store.package(parts=parts)).succeeded
    store.steps.clear()
    answer = store.add(store.package(version="2.0.0.0", parts={**parts, "data.bin": SAME[:300_001]}))
    told = [step for step in store.steps if step.saved_bytes and step.saved_bytes == answer.saved_bytes]
    assert (told[0].bytes_done, told[-1].bytes_done) == (0, told[-1].total_bytes)


def test_a_damaged_older_package_damages_no_newer_one(store: PackageStore) -> None:
    assert store.stage(store.package(parts={"same.bin": SAME, "data.bin": SAME[:300_000]})).succeeded
    for name in ("same.bin", "data.bin"):
        path = store.native(store.one(all_users=True)) / name
        path.write_bytes(b"!" + path.read_bytes()[1:])
    store.aliases[REMOTE] = store.package(version="2.0.0.0", parts={"same.bin": SAME, "data.bin": SAME[:300_001]})
    assert store.add(REMOTE).succeeded
    assert store.one().status.is_ok
    assert store.content(store.one()) == {"same.bin": SAME, "data.bin": SAME[:300_001]}


def test_a_package_of_the_same_publisher_serves_as_well(store: PackageStore) -> None:
    assert store.add(store.package("Contoso.Other", parts={"same.bin": SAME})).succeeded
    answer = store.add(store.package(parts={"same.bin": SAME}))
    assert answer.saved_bytes is not None
    assert answer.saved_bytes > 1_400_000
