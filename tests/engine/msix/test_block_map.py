"""Block maps and content types that do not fit their package: each is refused, before a file is unpacked."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile

import pytest

from kit.msix import manifest_text
from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.block_map import BLOCK, parse_block_map
from wingetpy.msix.byte_source import MemoryBytes
from wingetpy.msix.package import VerifiedPackage, open_package, verify_package
from wingetpy.msix.payload import check_payload

FILE = b"content" * 20_000
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/vnd.ms-appx.manifest+xml"/>'
    '<Default Extension="bin" ContentType="application/octet-stream"/>'
    '<Override PartName="/AppxBlockMap.xml" ContentType="application/vnd.ms-appx.blockmap+xml"/></Types>'
)


def _listed(name: str, data: bytes, method: str = "sha256") -> str:
    blocks = "".join(
        f'<Block Hash="{base64.b64encode(hashlib.new(method, data[at : at + BLOCK]).digest()).decode()}"/>'
        for at in range(0, len(data), BLOCK)
    )
    return f'<File Name="{name}" Size="{len(data)}" LfhSize="{30 + len(name)}">{blocks}</File>'


def _map(method: str = "sha256") -> str:
    uri = {
        "sha256": "http://www.w3.org/2001/04/xmlenc#sha256",
        "sha384": "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "sha512": "http://www.w3.org/2001/04/xmlenc#sha512",
    }[method]
    files = _listed("AppxManifest.xml", manifest_text().encode(), method) + _listed("a.bin", FILE, method)
    return f'<BlockMap xmlns="http://schemas.microsoft.com/appx/2010/blockmap" HashMethod="{uri}">{files}</BlockMap>'


def checked(block_map: str, types: str = TYPES, content: bytes = FILE) -> VerifiedPackage:
    """Make a package of stored parts, open it and check all of it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        package.writestr("a.bin", content)
        package.writestr("AppxManifest.xml", manifest_text())
        package.writestr("AppxBlockMap.xml", block_map)
        package.writestr("[Content_Types].xml", types)
    opened = open_package(MemoryBytes(target.getvalue(), "made.msix"))
    verified = verify_package(opened, None, unsigned=True)
    check_payload(verified)
    return verified


@pytest.mark.parametrize("method", ["sha256", "sha384", "sha512"])
def test_each_hash_of_the_format_is_taken(method: str) -> None:
    assert checked(_map(method)).block_map.method == method


def _hash(at: int) -> str:
    return base64.b64encode(hashlib.sha256(FILE[at : at + BLOCK]).digest()).decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("xmlenc#sha256", "xmldsig#sha1"),
        ("2010/blockmap", "2099/blockmap"),
        ("<BlockMap", "<Other"),
        ('Name="a.bin"', 'Name="b.bin"'),
        ('Name="a.bin"', 'Name="appxmanifest.xml"'),
        ('Name="a.bin"', 'Name=""'),
        ('Name="a.bin"', 'Name="[Content_Types].xml"'),
        (f'Size="{len(FILE)}"', f'Size="{len(FILE) + 1}"'),
        (f'Size="{len(FILE)}"', 'Size="-1"'),
        (f'Size="{len(FILE)}"', 'Size="99999999999999999999"'),
        (f'Size="{len(FILE)}"', 'Size="²"'),
        ('LfhSize="35"', 'LfhSize="29"'),
        ('LfhSize="35"', 'LfhSize="65537"'),
        (f'<Block Hash="{_hash(0)}"/>', ""),
        (_hash(0), "AAAA"),
        (_hash(0), "not base64 at all"),
    ],
)
def test_a_block_map_that_does_not_fit_is_refused(old: str, new: str) -> None:
    text = _map()
    assert old in text
    changed = text.replace(old, new, 1) if not old.startswith("<BlockMap") else text.replace("BlockMap", "Other")
    with pytest.raises(MsixError) as caught:
        checked(changed)
    assert caught.value.code is ErrorCode.AppxInvalidBlockMap, caught.value.text
    assert "made.msix" in caught.value.text


def test_a_file_that_is_not_listed_is_refused() -> None:
    with pytest.raises(MsixError) as caught:
        checked(_map().replace(_listed("a.bin", FILE), ""))
    assert caught.value.code is ErrorCode.AppxInvalidBlockMap


@pytest.mark.parametrize("place", [0, 70_000, len(FILE) - 1])
def test_a_file_that_was_changed_is_refused(place: int) -> None:
    changed = FILE[:place] + bytes((FILE[place] ^ 1,)) + FILE[place + 1 :]
    with pytest.raises(MsixError) as caught:
        checked(_map(), content=changed)
    assert caught.value.code is ErrorCode.AppxBlockHashInvalid
    assert "a.bin" in caught.value.text


def test_a_local_header_that_is_longer_than_listed_is_noticed() -> None:
    with pytest.raises(MsixError) as caught:
        checked(_map().replace('LfhSize="35"', 'LfhSize="34"'))
    assert caught.value.code is ErrorCode.AppxCorruptContent
    with pytest.raises(MsixError) as caught:
        checked(_map().replace('LfhSize="35"', 'LfhSize="36"'))
    assert caught.value.code in (ErrorCode.AppxCorruptContent, ErrorCode.AppxBlockHashInvalid)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2006/content-types", "2099/content-types"),
        ("<Types", "<Types2"),
        ("blockmap+xml", "manifest+xml"),
        ("manifest+xml", "bundlemanifest+xml"),
        ('Extension="bin"', 'Extension="XML"'),
        ('ContentType="application/octet-stream"', ""),
        ('<Default Extension="bin"', '<Strange Extension="bin"'),
        ("</Types>", ""),
    ],
)
def test_content_types_that_contradict_the_parts_are_refused(old: str, new: str) -> None:
    assert old in TYPES
    with pytest.raises(MsixError) as caught:
        checked(_map(), TYPES.replace(old, new, 1))
    assert caught.value.code is ErrorCode.AppxCorruptContent
    assert "Content_Types" in caught.value.text


def test_a_block_map_beside_a_folder_is_read_without_its_package() -> None:
    block_map = parse_block_map(_map().encode(), "folder")
    assert block_map.file("A.BIN") is not None
    assert block_map.file("b.bin") is None
