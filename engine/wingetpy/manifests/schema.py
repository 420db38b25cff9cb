"""The shapes a manifest file can have: its version, its type, and what each type must hold."""

from __future__ import annotations

import functools
import re

import msgspec

from wingetpy.errors import ErrorCode, ManifestError
from wingetpy.manifests.yamltext import Document, refusal

PREVIEW = "0.1.0"
"""The version of manifests from the time before there was one: they may leave it out."""

NEWEST_MAJOR = 1

_VERSION = re.compile(r"(\d{1,5})(?:\.(\d{1,5}))?(?:\.(\d{1,5}))?((?:-[A-Za-z0-9.]+)*)", re.ASCII)

_ALWAYS = ("PackageIdentifier", "PackageVersion")
_REQUIRED: dict[str, tuple[str, ...]] = {
    "singleton": (*_ALWAYS, "PackageLocale", "Publisher", "PackageName", "Installers"),
    "merged": (*_ALWAYS, "PackageLocale", "Publisher", "PackageName", "Installers"),
    "version": (*_ALWAYS, "DefaultLocale"),
    "installer": (*_ALWAYS, "Installers"),
    "defaultLocale": (*_ALWAYS, "PackageLocale", "Publisher", "PackageName"),
    "locale": (*_ALWAYS, "PackageLocale"),
}
_REQUIRED_IN_PREVIEW = (*_ALWAYS, "Publisher", "PackageName", "Installers")


class ManifestVersion(msgspec.Struct, frozen=True):
    """The version of the manifest's own language, `1.6.0`."""

    text: str
    major: int
    minor: int
    patch: int

    @property
    def is_preview(self) -> bool:
        return self.major == 0


def manifest_version(document: Document, name: str) -> ManifestVersion:
    """The version that a file says it is written in.

    Raises:
        ManifestError: UnsupportedManifestVersion for a major version that is yet to come; InvalidManifest for none.
    """
    given = document.get("ManifestVersion")
    if given is None and "PackageIdentifier" in document:
        raise lacks("ManifestVersion", name)
    text = str(given) if given else PREVIEW
    version = _parse(text)
    if version is None:
        reason = f"its ManifestVersion is {text!r}, which is no version of the form 1.6.0"
        raise refusal(name, None, reason, ErrorCode.InvalidManifest)
    if version.major > NEWEST_MAJOR:
        raise ManifestError(
            f"The manifest {name} is written in version {text}; versions up to {NEWEST_MAJOR}.x are understood.",
            code=ErrorCode.UnsupportedManifestVersion,
            target=name,
            remedy="Update this program.",
        )
    return version


@functools.lru_cache(64)
def _parse(text: str) -> ManifestVersion | None:
    numbers = _VERSION.fullmatch(text)
    if numbers is None:
        return None
    major, minor, patch = (int(number or 0) for number in numbers.group(1, 2, 3))
    return ManifestVersion(text, major, minor, patch)


def check_required(document: Document, kind: str, name: str, *, preview: bool = False) -> None:
    """See that a file has the fields without which nothing can be done with it.

    Licence and short description, which the schema requires as well, are not among them: `validate` reports those.

    Raises:
        ManifestError: naming the field, or the type if it is none of the known ones.
    """
    if kind == "shadow":
        raise refusal(name, None, "it is a shadow manifest, which only its source may hold", ErrorCode.InvalidManifest)
    required = _REQUIRED_IN_PREVIEW if preview else _REQUIRED.get(kind)
    if required is None:
        if not kind:
            raise lacks("ManifestType", name)
        raise refusal(name, None, f"its ManifestType {kind!r} is not known", ErrorCode.InvalidManifest)
    for field in required:
        if not document.get(field):
            raise lacks(field, name)


def lacks(field: str, name: str) -> ManifestError:
    return refusal(name, None, f"it lacks the field {field}", ErrorCode.InvalidManifest)
