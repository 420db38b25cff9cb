"""The packed file of a package's versions."""

from __future__ import annotations

import struct

import pytest

from wingetpy.sources.preindexed.mszip import BLOCK, compress, decompress
from wingetpy.sources.preindexed.version_data import VersionData, read_version_data, write_version_data

MOST = 1 << 24
HASH = "ab" * 32


def data(version: str, path: str = "manifests/a.yaml", minimum: str = "", maximum: str = "") -> VersionData:
    return VersionData(version=version, arp_minimum=minimum, arp_maximum=maximum, path=path, sha256=HASH)


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 7])
def test_what_was_packed_is_unpacked(size: int) -> None:
    content = bytes(n * n % 251 for n in range(size))
    assert decompress(compress(content), MOST) == content


def test_blocks_use_what_came_before_them() -> None:
    import random

    once = random.Random(7).randbytes(BLOCK // 2)
    assert len(compress(once * 6)) < len(once) * 2


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = compress(bytes(BLOCK * 40))
    with pytest.raises(ValueError, match="are allowed"):
        decompress(bomb, BLOCK)


def test_a_head_that_lies_about_the_size_is_refused() -> None:
    packed = bytearray(compress(b"x" * 100))
    for size in (1 << 60, 99, 101):
        struct.pack_into("<Q", packed, 8, size)
        with pytest.raises(ValueError, match=r"damaged|allowed|size"):
            decompress(bytes(packed), MOST)


def test_no_change_of_a_byte_is_anything_but_an_error_or_other_content() -> None:
    good = compress(b"versions: " + bytes(range(256)) * 200)
    for place in range(0, len(good), 7):
        changed = good[:place] + bytes((good[place] ^ 0x55,)) + good[place + 1 :]
        try:
            assert len(decompress(changed, MOST)) <= MOST
        except ValueError as error:
            assert str(error)  # noqa: PT017


def test_versions_come_newest_first() -> None:
    packed = write_version_data([data("1.9"), data("1.10", minimum="1.10.0", maximum="1.10.5"), data("1.0-beta")])
    found = read_version_data(packed, "a")
    assert [one.version for one in found] == ["1.10", "1.9", "1.0-beta"]
    assert (found[0].arp_minimum, found[0].arp_maximum, found[1].arp_minimum) == ("1.10.0", "1.10.5", "")


def test_any_text_comes_back() -> None:
    odd = data('1 "x" \\ #', path="manifests/a b/ü: {x}.yaml")
    assert read_version_data(write_version_data([odd]), "a") == (odd,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "sV: 1.0\nvD: []",
        "sV: 2.0\nvD:\n- {v: '1', rP: a, s256H: " + HASH + "}",
        "sV: 1.0\nvD: text",
        "sV: 1.0\nvD:\n- text",
        "sV: 1.0\nvD:\n- {v: '1', rP: a, s256H: abc}",
        "sV: 1.0\nvD:\n- {v: '', rP: a, s256H: " + HASH + "}",
        "sV: 1.0\nvD:\n- {v: '< unknown', rP: a, s256H: " + HASH + "}",
        "sV: 1.0\nvD:\n- {v: '1', s256H: " + HASH + "}",
        "sV: 1.0\nvD:\n- {v: [1], rP: a, s256H: " + HASH + "}",
        "sV: 1.0\nvD: &a [*a]",
        "\t:",
    ],
)
def test_what_is_no_version_data_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_version_data(compress(text.encode()), "a")


def test_later_fields_are_ignored() -> None:
    text = f"sV: 1.1\nmore: x\nvD:\n- {{v: '1', rP: a, s256H: {HASH}, later: [y]}}"
    assert read_version_data(compress(text.encode()), "a")[0].version == "1"
