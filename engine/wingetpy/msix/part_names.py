"""Names of parts: percent-encoded in the zip, with slashes; decoded, with backslashes, in the block map."""

from __future__ import annotations

import re

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.model.file_names import why_name_is_refused
from wingetpy.msix.faults import invalid

CONTENT_TYPES = "[Content_Types].xml"
MANIFEST = "AppxManifest.xml"
BLOCK_MAP = "AppxBlockMap.xml"
SIGNATURE = "AppxSignature.p7x"
CODE_INTEGRITY = "AppxMetadata/CodeIntegrity.cat"
BUNDLE_MANIFEST = "AppxMetadata/AppxBundleManifest.xml"
STUBS = "AppxMetadata/Stub/"

_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_LEFT_ALONE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/")
_PIECE = re.compile(r"/\[[0-9]+\](?:\.last)?\.piece$", re.IGNORECASE)
_OF_WINDOWS = "microsoft.system.package.metadata/"
_LONGEST = 32_767
_LONGEST_SEGMENT = 255


def key_of(name: str) -> str:
    """Return what is equal for names that mean the same part: case and the kind of slash do not count."""
    return name.replace("\\", "/").casefold()


def encoded(name: str) -> bytes:
    """Return a part's name, with slashes, as it is written into a zip."""
    if name == CONTENT_TYPES:
        return name.encode()
    return b"".join(bytes((byte,)) if byte in _LEFT_ALONE else b"%%%02X" % byte for byte in name.encode())


def decoded(raw: bytes, package: str) -> str:
    """Return a part's name, with slashes, of what a zip says.

    Args:
        raw: The name in the zip.
        package: What the package is called in messages.

    Raises:
        MsixError: AppxCorruptContent, AppxInterleavingNotAllowed, AppxRelationshipsNotAllowed; it cannot be a part of
            a package.
    """
    if raw == CONTENT_TYPES.encode():
        return CONTENT_TYPES
    plain = _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), raw)
    if b"%" in _ESCAPE.sub(b"", raw):
        raise _refused(raw, package, "it has a percent sign that escapes nothing")
    try:
        name = plain.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(raw, package, "it is not UTF-8") from error
    if _PIECE.search(name):
        raise _refused(raw, package, "it is a piece of a part", ErrorCode.AppxInterleavingNotAllowed)
    if is_relationship(name):
        raise _refused(raw, package, "it holds relationships", ErrorCode.AppxRelationshipsNotAllowed)
    if reason := why_refused(name):
        raise _refused(raw, package, reason)
    return name


def why_refused(name: str) -> str:
    """Return why a name, with slashes, cannot be a part; empty if it can."""
    if not name or len(name) > _LONGEST or "\\" in name:
        return "it is empty, too long or has a backslash"
    for segment in name.split("/"):
        if not segment or segment in (".", "..") or len(segment) > _LONGEST_SEGMENT:
            return "a name in it is empty, dots alone or too long"
        if reason := why_name_is_refused(segment):
            return f"'{segment}' {reason}"
    if is_relationship(name):
        return "it holds relationships"
    if key_of(name).startswith(_OF_WINDOWS):
        return "it lies in a folder of Windows itself"
    return ""


def is_relationship(name: str) -> bool:
    """Return whether a name, with slashes, is one of relationships between parts."""
    return name.lower().endswith(".rels") and "_rels" in name.lower().split("/")[:-1]


def _refused(raw: bytes, package: str, reason: str, code: ErrorCode = ErrorCode.AppxCorruptContent) -> MsixError:
    shown = raw[:200].decode("utf-8", "replace")
    return invalid(package, f"its part '{shown}' has a name that is refused: {reason}", code)
