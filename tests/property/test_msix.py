"""Names of packages and parts come back from what is written of them; a package unpacks to what it was made of."""

from __future__ import annotations

import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.msix import make_package
from wingetpy.errors import MsixError
from wingetpy.msix.block_map import BLOCK, BlockMap, MappedFile
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.fetch_plan import fetch_plan
from wingetpy.msix.identity import ARCHITECTURES, FamilyName, FullName, PackageIdentity, name_fault, publisher_id
from wingetpy.msix.package import open_package, verify_package
from wingetpy.msix.part_names import decoded, encoded, key_of, why_refused
from wingetpy.msix.payload import PayloadFile, payload_of
from wingetpy.msix.unpack import unpack

_plain = string.ascii_letters + string.digits + "-."
names = st.text(_plain, min_size=3, max_size=50).filter(lambda text: not name_fault(text))
versions = st.lists(st.integers(0, 65_535), min_size=4, max_size=4).map(lambda parts: ".".join(map(str, parts)))
publishers = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=',+="<>#;'), min_size=1, max_size=40
)
resources = st.one_of(st.just("~"), st.text(_plain, max_size=30))
identities = st.builds(
    PackageIdentity,
    name=names,
    publisher=publishers.map(lambda text: f"CN={text}"),
    version=versions,
    architecture=st.sampled_from(ARCHITECTURES),
    resource=resources,
).filter(lambda identity: not identity.fault())
parts = st.lists(st.text(max_size=12), min_size=1, max_size=3).map("/".join)


@given(identities)
def test_the_names_of_an_identity_are_read_as_they_were_made(identity: PackageIdentity) -> None:
    full = FullName.parse(identity.full_name)
    assert full is not None
    assert str(full) == identity.full_name
    assert (full.name, full.version, full.resource) == (identity.name, identity.version, identity.resource)
    family = FamilyName.parse(identity.family_name)
    assert family is not None
    assert str(family) == identity.family_name == full.family_name
    assert full.version_number == identity.version_number
    assert 30 <= len(identity.full_name) <= 127
    assert 17 <= len(identity.family_name) <= 64


@given(st.text(max_size=80))
def test_any_text_is_a_name_or_none(text: str) -> None:
    for kind in (FullName, FamilyName):
        parsed = kind.parse(text)
        if parsed is not None:
            assert kind.parse(str(parsed)) == parsed
            assert str(parsed).lower() == text.lower()


@given(st.text(max_size=200))
def test_any_publisher_has_an_id(text: str) -> None:
    assert FamilyName.parse(f"Any_{publisher_id(text)}") is not None


@given(parts)
def test_a_part_name_comes_back(name: str) -> None:
    if not why_refused(name):
        assert decoded(encoded(name), "made.msix") == name


@given(st.binary(max_size=60))
def test_any_bytes_are_a_part_name_or_refused(raw: bytes) -> None:
    try:
        name = decoded(raw, "made.msix")
    except MsixError:
        return
    assert not name.startswith("/")
    assert ".." not in name.split("/")


def _file(name: str, content: list[int], offset: int) -> PayloadFile:
    """Return a file of whole blocks, of which each is named by a number."""
    hashes = tuple(number.to_bytes(32, "big") for number in content)
    packed = tuple(20_000 + number * 1_000 for number in content)
    return PayloadFile(name, MappedFile(name, len(content) * BLOCK, 40, hashes, packed), offset, False)


_contents = st.lists(st.lists(st.integers(0, 12), max_size=30), max_size=6)


@given(_contents, _contents)
def test_a_plan_reads_every_block_that_is_not_there_and_few_others(new: list[list[int]], old: list[list[int]]) -> None:
    files, offset = [], 100
    for number, content in enumerate(new):
        files.append(_file(f"{number}.dll", content, offset))
        offset += sum(20_000 + one * 1_000 for one in content) + 90
    older = BlockMap("sha256", {str(at): _file(f"{at}.dll", one, 0).mapped for at, one in enumerate(old)})
    plan = fetch_plan(files, BlockMap("sha256", {}), [older])
    there = {number.to_bytes(32, "big") for content in old for number in content}
    for block in (block for file in files for block in file.blocks()):
        covered = any(
            begin <= block.offset and block.offset + block.packed <= begin + size for begin, size in plan.ranges
        )
        assert covered or block.hash in plan.present
        assert (block.hash in plan.present) == (block.hash in there)
    assert all(size <= 4 << 20 for _, size in plan.ranges)
    ends = [begin + size for begin, size in plan.ranges]
    assert all(end < begin for end, (begin, _) in zip(ends, plan.ranges[1:], strict=False))


def _clash(names: list[str]) -> bool:
    """Whether two of the names are the same without case, or one is a folder of another."""
    keys = [key_of(name) for name in names]
    return len(set(keys)) != len(keys) or any(one.startswith(f"{other}/") for one in keys for other in keys)


_files = st.dictionaries(
    st.lists(st.text(string.ascii_lowercase + " äß+%#", min_size=1, max_size=8), min_size=1, max_size=3).map("/".join),
    st.one_of(st.binary(max_size=300), st.integers(0, 200_000).map(lambda size: b"ab\x00" * (size // 3))),
    max_size=6,
)


@settings(max_examples=40)
@given(_files)
def test_a_package_unpacks_to_what_it_was_made_of(files: dict[str, bytes]) -> None:
    wanted = {name: data for name, data in files.items() if not why_refused(name)}
    with tempfile.TemporaryDirectory() as folder:
        path = make_package(Path(folder, "a.msix"), None, wanted.items())
        with FileBytes(path) as source:
            if _clash(list(wanted)):
                with pytest.raises(MsixError, match=r"twice|below another part"):
                    open_package(source)
                return
            package = open_package(source)
            verified = verify_package(package, None, unsigned=True)
            unpack(verified, Path(folder, "out"))
            assert {file.name for file in payload_of(verified)} == {"AppxManifest.xml", *wanted}
        assert {name: Path(folder, "out", name).read_bytes() for name in wanted} == wanted
