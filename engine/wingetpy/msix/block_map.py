"""AppxBlockMap.xml: the hashes of all parts, in blocks of 64 KiB, and the check of parts against it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.container import Container, PackagePart
from wingetpy.msix.faults import corrupt, invalid
from wingetpy.msix.markup import local_name, namespace, parse_markup
from wingetpy.msix.part_names import (
    BLOCK_MAP,
    BUNDLE_MANIFEST,
    CODE_INTEGRITY,
    CONTENT_TYPES,
    SIGNATURE,
    key_of,
    why_refused,
)

BLOCK = 1 << 16
_NAMESPACE = "http://schemas.microsoft.com/appx/2010/blockmap"
_METHODS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_NOT_LISTED = frozenset(key_of(name) for name in (CONTENT_TYPES, BLOCK_MAP, SIGNATURE, CODE_INTEGRITY))
_LARGEST_BLOCK_MAP = 128 << 20
_LARGEST_HEADER = 1 << 16
_LAST_BYTES = 2
"""A deflated part may end in two bytes that no block counts."""


class MappedFile(msgspec.Struct, frozen=True, gc=False):
    """A part that is listed.

    Attributes:
        name: With backslashes.
        size: Unpacked.
        header: Bytes of its local header; 0 where the block map does not say.
        hashes: Of each block, unpacked.
        packed: Bytes of each block in the zip; None for a part that is stored.
    """

    name: str
    size: int
    header: int
    hashes: tuple[bytes, ...]
    packed: tuple[int, ...] | None


class BlockMap(msgspec.Struct, frozen=True):
    """The block map of a package. `method` is a name that hashlib knows; `files` are by `part_names.key_of`."""

    method: str
    files: dict[str, MappedFile]

    def file(self, name: str) -> MappedFile | None:
        """Return the file of a name, with either slash and in any case; None where it is not listed."""
        return self.files.get(key_of(name))


def read_block_map(container: Container, *, is_bundle: bool) -> BlockMap:
    """Read the block map and compare it with the parts that are there; no part is read.

    Raises:
        MsixError: AppxMissingRequiredFile, AppxInvalidBlockMap.
    """
    block_map = parse_block_map(container.need(BLOCK_MAP).read(_LARGEST_BLOCK_MAP), container.name)
    _compare(container, block_map, is_bundle=is_bundle)
    return block_map


def parse_block_map(text: bytes, package: str) -> BlockMap:
    """Return the block map in a file of its own, as it is kept beside an unpacked package.

    Args:
        text: The file.
        package: What the package is called in messages.

    Raises:
        MsixError: AppxInvalidBlockMap.
    """
    root = parse_markup(text, BLOCK_MAP, package, ErrorCode.AppxInvalidBlockMap)
    method = _METHODS.get(root.get("HashMethod", ""))
    if local_name(root) != "BlockMap" or namespace(root) != _NAMESPACE or method is None:
        raise _fault(package, "it is none, or of an unknown hash")
    files: dict[str, MappedFile] = {}
    for element in root:
        if local_name(element) == "File" and namespace(element) == _NAMESPACE:
            file = _file(element, method, package)
            if reason := why_refused(file.name.replace("\\", "/")):
                raise _fault(package, f"the name '{file.name[:200]}' is refused: {reason}")
            if files.setdefault(key_of(file.name), file) is not file:
                raise _fault(package, f"it lists '{file.name}' twice")
    return BlockMap(method, files)


def check_blocks(
    container: Container, block_map: BlockMap, part: PackagePart, go_on: Callable[[], None] = lambda: None
) -> None:
    """Read a part and compare each block with its hash; see `checked_blocks`."""
    for _ in checked_blocks(container, block_map, part):
        go_on()


def checked_blocks(container: Container, block_map: BlockMap, part: PackagePart) -> Iterator[bytes]:
    """Yield the content of a part in blocks, each of which was compared with its hash.

    Raises:
        MsixError: AppxBlockHashInvalid, AppxCorruptContent.
    """
    hashes = iter(block_map.files[key_of(part.name)].hashes)
    waiting = b""
    for data in part.blocks(BLOCK):
        waiting += data
        while len(waiting) >= BLOCK:
            yield _checked(container, block_map.method, part, waiting[:BLOCK], next(hashes, b""))
            waiting = waiting[BLOCK:]
    if waiting:
        yield _checked(container, block_map.method, part, waiting, next(hashes, b""))


def _checked(container: Container, method: str, part: PackagePart, block: bytes, wanted: bytes) -> bytes:
    if hashlib.new(method, block).digest() != wanted:
        reason = f"its part '{part.name}' is not the one that was signed"
        raise corrupt(container.name, reason, ErrorCode.AppxBlockHashInvalid)
    return block


def _compare(container: Container, block_map: BlockMap, *, is_bundle: bool) -> None:
    """Check that the block map lists the parts that are there, with their sizes, and nothing else."""
    listed = set(block_map.files)
    listable = [BUNDLE_MANIFEST] if is_bundle else [part.name for part in container.parts]
    wanted = {key_of(name) for name in listable} - _NOT_LISTED
    if surplus := sorted(listed - wanted):
        raise _fault(container.name, f"it lists '{surplus[0]}', which is no part or may not be listed")
    if lacking := sorted(wanted - listed):
        raise _fault(container.name, f"it does not list '{lacking[0]}'")
    for key in wanted:
        part = container.part(key)
        if part is not None:
            _compare_file(container.name, block_map.files[key], part)


def _compare_file(package: str, file: MappedFile, part: PackagePart) -> None:
    blocks = -(-file.size // BLOCK)
    if file.size != part.size or len(file.hashes) != blocks:
        raise _fault(package, f"the size or the number of blocks of '{file.name}' is wrong")
    if file.packed is None:
        if not part.is_stored and part.size:
            raise _fault(package, f"'{file.name}' is compressed and its blocks have no size")
    elif not part.is_stored and part.entry.packed_size - sum(file.packed) not in (0, _LAST_BYTES):
        raise _fault(package, f"the blocks of '{file.name}' have another size than the part")


def _file(element: Element, method: str, package: str) -> MappedFile:
    name = element.get("Name", "")
    blocks = [child for child in element if local_name(child) == "Block"]
    length = hashlib.new(method).digest_size
    hashes = []
    for block in blocks:
        try:
            digest = base64.b64decode(block.get("Hash", ""), validate=True)
        except (binascii.Error, ValueError):
            digest = b""
        if len(digest) != length:
            raise _fault(package, f"a hash of '{name}' is none")
        hashes.append(digest)
    sizes = [block.get("Size") for block in blocks]
    packed = None if None in sizes or not sizes else tuple(_number(size or "") for size in sizes)
    size, header = _number(element.get("Size", "")), _number(element.get("LfhSize", "0"))
    if not name or min(size, *(packed or (0,))) < 0 or not (header == 0 or 30 <= header <= _LARGEST_HEADER):
        raise _fault(package, f"the name or a size of '{name}' is not valid")
    return MappedFile(name, size, header, tuple(hashes), packed)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else -1


def _fault(package: str, reason: str) -> MsixError:
    return invalid(package, f"in its block map, {reason}", ErrorCode.AppxInvalidBlockMap)
