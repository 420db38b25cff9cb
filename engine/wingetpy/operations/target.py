"""The package that an operation is about, and what was chosen of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from wingetpy.installers.technology import Origin
from wingetpy.manifests.model import Manifest
from wingetpy.selection.choose import Choice
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import PackageReference

LOCAL = Origin(name="", identifier="*DefaultSource")
"""The origin of a manifest that was given as a file; the reference's own identifier for it."""


def _no_folders(_version: str) -> tuple[Path, ...]:
    return ()


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A package that an operation is about.

    Attributes:
        versions: Newest first.
        manifest: Reads the manifest of one of them from its source, at each call.
        folders: The native folders that hold the files of a version's manifest, and may hold its installer.
        reference: None for a manifest that was given as a file; so `opened`.
    """

    identifier: str
    origin: Origin
    versions: tuple[str, ...]
    manifest: Callable[[str], Manifest]
    folders: Callable[[str], tuple[Path, ...]] = _no_folders
    reference: PackageReference | None = None
    opened: CompositeSource | None = None

    def closed(self) -> Target:
        """Return the same package without its open source, from which nothing can be read any more."""
        if self.reference is None:
            return self
        return msgspec.structs.replace(self, opened=None, manifest=_closed, folders=_no_folders)


def _closed(version: str) -> Manifest:
    raise AssertionError(f"the source of a kept plan is opened again before {version} is read")


class ChosenVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version and the choice among its installers, which may be none."""

    manifest: Manifest
    choice: Choice
