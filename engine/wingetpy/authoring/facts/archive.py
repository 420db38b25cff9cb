"""Archives: which installer in them is meant, and what it is."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.archives.limits import Limits
from wingetpy.archives.unpack import listed, unpack
from wingetpy.authoring.facts.installer_facts import InstallerFacts, damaged
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.errors.remedies import NESTED_FILE

_INSTALLERS = (".exe", ".msi", ".msix", ".appx", ".msixbundle", ".appxbundle")
_FONTS = (".ttf", ".otf", ".ttc", ".otc", ".fnt")
_MOST_SHOWN = 20
_MOST_NAMES = 100_000
_LARGEST_NESTED = 4 << 30


class Nested(msgspec.Struct, frozen=True):
    """Which files of an archive are meant.

    Attributes:
        named: By the caller; each must be there.
        likely: What an older manifest names: the first of these lists that is all there.
    """

    named: tuple[str, ...] = ()
    likely: tuple[tuple[str, ...], ...] = ()


NO_WISH = Nested()

ReadFile = Callable[[Path, str], InstallerFacts]
"""Reads a file that is no archive, by path and name."""


def read_archive(path: Path, name: str, nested: Nested, read: ReadFile) -> InstallerFacts:
    """Read a zip, and the installer in it.

    Args:
        name: What it is called in messages.
        nested: The files in it that are meant, if that is known; else the only one that can be.
        read: Reads that file.

    Raises:
        BadRequest: several files may be meant, or one that is named is not in it.
        ArchiveUnsafe, ArchiveUnreadable: as unpacking does.
        EngineError: the file in it is no installer.
    """
    with tempfile.TemporaryDirectory(prefix="wingetpy-") as folder:
        limits = Limits(free=min(shutil.disk_usage(folder).free, _LARGEST_NESTED), names=_MOST_NAMES)
        chosen = _chosen(listed(path, limits, name=name), nested, name)
        first = chosen[0]
        unpack(path, Path(folder), limits, name=name, only=lambda one: one == first)
        facts = read(Path(folder, *first.parts), f"{name}!{first}")
    if facts.installer_type == "zip":
        raise damaged(name, "an archive of an installer", f"its file {first} is an archive, too")
    how = "given, or as before" if nested != NO_WISH else "the only installers in the archive"
    return msgspec.structs.replace(
        facts,
        installer_type="zip",
        nested_installer_type=facts.installer_type,
        nested_paths=tuple(map(str, chosen)),
        origins={
            **facts.origins,
            "InstallerType": "the signature of a zip",
            "NestedInstallerType": f"{first}: {facts.origins['InstallerType']}",
            "NestedInstallerFiles": how,
        },
    )


def _chosen(names: Sequence[PureWindowsPath], nested: Nested, archive: str) -> list[PureWindowsPath]:
    known = {str(one).casefold(): one for one in names}
    for likely in nested.likely:
        if likely and all(str(PureWindowsPath(one)).casefold() in known for one in likely):
            return [known[str(PureWindowsPath(one)).casefold()] for one in likely]
    if nested.named:
        wanted = [str(PureWindowsPath(one)) for one in nested.named]
        if missing := next((one for one in wanted if one.casefold() not in known), None):
            raise BadRequest(
                f"The archive '{archive}' has no file '{missing}'. {_some(_candidates(names) or names)}",
                code=ErrorCode.NestedInstallerNotFound,
                target=archive,
                remedy=NESTED_FILE,
            )
        return [known[one.casefold()] for one in wanted]
    candidates = _candidates(names)
    if len(candidates) == 1 or (candidates and all(_suffix(one) in _FONTS for one in candidates)):
        return list(candidates)
    what = "no installer" if not candidates else f"{len(candidates)} files that may be the installer"
    raise BadRequest(
        f"The archive '{archive}' has {what}. {_some(candidates or names)}",
        target=archive,
        remedy=NESTED_FILE,
    )


def _candidates(names: Sequence[PureWindowsPath]) -> list[PureWindowsPath]:
    installers = [one for one in names if _suffix(one) in _INSTALLERS]
    return installers or [one for one in names if _suffix(one) in _FONTS]


def _suffix(path: PureWindowsPath) -> str:
    return os.path.splitext(path.name)[1].lower()


def _some(names: Sequence[PureWindowsPath]) -> str:
    if not names:
        return "It is empty."
    more = len(names) - _MOST_SHOWN
    shown = ", ".join(str(one) for one in names[:_MOST_SHOWN])
    return f"It has {shown}{f' and {more} more' if more > 0 else ''}."
