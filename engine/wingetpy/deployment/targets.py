"""A text as a target: a name of a package, a path or a URI (reference, 4.2)."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from wingetpy.deployment.faults import invalid_argument
from wingetpy.deployment.support import PackageVerb, TargetKind, require_support
from wingetpy.hosts.packages.file_uri import file_uri, is_on_server
from wingetpy.msix.identity import FullName, is_family_name

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_PRODUCT = re.compile(r"ms-uup:///?product/(?P<id>[^/?#]+)", re.IGNORECASE)
_KINDS = {
    "file": TargetKind.file_uri,
    "http": TargetKind.http_uri,
    "https": TargetKind.http_uri,
    "ms-uup": TargetKind.product_uri,
}
_REMEDY = "Give the whole path, a URI (file:, http:, https:, ms-uup:), a package family name or a package full name."


class PackageTarget(msgspec.Struct, frozen=True, kw_only=True):
    """What a verb is asked to work on.

    Attributes:
        text: As it was given.
        value: The name, the URI (of a path, too) or the id of the product.
    """

    kind: TargetKind
    text: str
    value: str


def parse_target(verb: PackageVerb, text: str) -> PackageTarget:
    """Return what a text names.

    Raises:
        BadRequest: it names nothing, or nothing that the verb takes; with the code of the seed's cell.
    """
    target = _parsed(text)
    require_support(verb, target.kind, text)
    if target.kind is TargetKind.filename:
        whole = file_uri(str(Path(text).absolute()))
        if whole is None:
            raise _no_target(text)
        return msgspec.structs.replace(target, value=whole)
    return target


def parse_uri(verb: PackageVerb, uri: str) -> PackageTarget:
    """Return what a URI names: as `parse_target`, and nothing else is taken."""
    if _SCHEME.match(uri) is None:
        raise invalid_argument(f"'{uri}' is no URI.", uri, _REMEDY)
    return parse_target(verb, uri)


def family_target(text: str) -> PackageTarget:
    """Return a package family as a target. Raises BadRequest for any other text."""
    if not is_family_name(text):
        raise invalid_argument(
            f"'{text}' is no package family name.",
            text,
            "Give a name like Contoso.App_1a2b3c4d5e6f7.",
        )
    return PackageTarget(kind=TargetKind.family_name, text=text, value=text)


def full_name_target(text: str) -> PackageTarget:
    """Return a package as a target. Raises BadRequest for any text but a full name."""
    if FullName.parse(text) is None:
        raise invalid_argument(
            f"'{text}' is no package full name.", text, "Give a name like Contoso.App_1.2.3.4_x64__1a2b3c4d5e6f7."
        )
    return PackageTarget(kind=TargetKind.full_name, text=text, value=text)


def _parsed(text: str) -> PackageTarget:
    if is_family_name(text):
        return family_target(text)
    if FullName.parse(text) is not None:
        return full_name_target(text)
    if (path := file_uri(text)) is not None:
        return PackageTarget(kind=TargetKind.path, text=text, value=path)
    if scheme := _SCHEME.match(text):
        kind = _KINDS.get(scheme[1].lower())
        if kind is None:
            raise invalid_argument(f"'{text}' has a scheme that no verb takes: {scheme[1]}.", text, _REMEDY)
        if kind is TargetKind.product_uri:
            return PackageTarget(kind=kind, text=text, value=_product(text))
        if kind is TargetKind.http_uri and not is_on_server(text):
            raise invalid_argument(f"'{text}' names no file on a server.", text, _REMEDY)
        return PackageTarget(kind=kind, text=text, value=text)
    if not _is_filename(text):
        raise _no_target(text)
    return PackageTarget(kind=TargetKind.filename, text=text, value=text)


def _product(text: str) -> str:
    found = _PRODUCT.match(text)
    if found is None:
        raise invalid_argument(f"'{text}' names no product.", text, "Give ms-uup:///Product/ and its id.")
    return found["id"].lower()


def _is_filename(text: str) -> bool:
    """Whether a text can be a file's name, alone or with folders before it."""
    return bool(text.strip()) and not any(sign in text for sign in '\0<>"|?*\n\r') and not text.endswith(("/", "\\"))


def _no_target(text: str) -> Exception:
    return invalid_argument(f"'{text}' names no package.", text, _REMEDY)
