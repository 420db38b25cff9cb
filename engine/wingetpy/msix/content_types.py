"""[Content_Types].xml: what kind of content each part has. Every part of a package needs a kind."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.container import Container
from wingetpy.msix.faults import corrupt
from wingetpy.msix.markup import local_name, namespace, read_markup
from wingetpy.msix.part_names import BLOCK_MAP, BUNDLE_MANIFEST, CONTENT_TYPES, MANIFEST, SIGNATURE, key_of

_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_LARGEST = 1 << 20
_KINDS = {
    MANIFEST: "application/vnd.ms-appx.manifest+xml",
    BLOCK_MAP: "application/vnd.ms-appx.blockmap+xml",
    SIGNATURE: "application/vnd.ms-appx.signature",
    BUNDLE_MANIFEST: "application/vnd.ms-appx.bundlemanifest+xml",
}


def check_content_types(container: Container) -> None:
    """Check that a package says what its own parts are.

    Raises:
        MsixError: AppxMissingRequiredFile, AppxCorruptContent.
    """
    root = read_markup(container.need(CONTENT_TYPES), container.name, ErrorCode.AppxCorruptContent, most=_LARGEST)
    if local_name(root) != "Types" or namespace(root) != _NAMESPACE:
        raise _fault(container, f"its root <{local_name(root)}> is not one of content types")
    by_ending: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for element in root:
        kind = element.get("ContentType", "")
        if local_name(element) == "Default":
            table, key = by_ending, element.get("Extension", "").lower()
        elif local_name(element) == "Override":
            table, key = by_name, key_of(element.get("PartName", "")).lstrip("/")
        else:
            raise _fault(container, f"it has an element <{local_name(element)}>")
        if not key or not kind or table.setdefault(key, kind) is not kind:
            raise _fault(container, f"'{key[:200]}' is there twice, or without a type")
    for name, wanted in _KINDS.items():
        if container.part(name) is None:
            continue
        found = by_name.get(key_of(name)) or by_ending.get(name.rpartition(".")[2].lower())
        if found is None or found.lower() != wanted:
            raise _fault(container, f"'{name}' has the type {found or 'none'}")


def _fault(container: Container, reason: str) -> MsixError:
    return corrupt(container.name, f"in its {CONTENT_TYPES}, {reason}")
