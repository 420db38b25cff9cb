"""Installers that lie in a folder: what the manifest says of them against what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wingetpy.errors import EngineError
from wingetpy.manifests.installer import Installer
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.inspected import Inspected
from wingetpy.manifests.validate.package_rules import package_flaws
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.package import open_package
from wingetpy.transfer.hashing import hash_file


class InstallerFiles:
    """A folder of installers, each under the last name of its URL. Installers that are not there are not checked."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        """What the installers of a manifest are otherwise than it says; paths from its root."""
        for place, installer in enumerate(manifest.installers):
            path = self._path_of(installer)
            if path is not None:
                for flaw in _flaws_of(installer, manifest.package_version, path):
                    yield flaw._replace(path=("Installers", place, *flaw.path))

    def _path_of(self, installer: Installer) -> Path | None:
        try:
            name = unquote(urlsplit(installer.installer_url).path).replace("\\", "/").rpartition("/")[2]
            path = self._folder / name
            return path if name and path.is_file() else None
        except (OSError, ValueError):  # no URL, or no name of a file
            return None


def _flaws_of(installer: Installer, version: str, path: Path) -> Iterator[Flaw]:
    try:
        yield from _hash_flaws(installer, path)
        if installer.effective_type == "msix" and not installer.is_archive:
            with FileBytes(path) as file:
                yield from package_flaws(installer, version, open_package(file))
    except EngineError as error:
        yield Flaw("InstallerFailedToProcess", ("InstallerUrl",), error.text)


def _hash_flaws(installer: Installer, path: Path) -> Iterator[Flaw]:
    if installer.installer_sha256:
        found = hash_file(path).sha256
        if found != installer.installer_sha256.upper():
            yield Flaw("InstallerHashDiffers", ("InstallerSha256",), f"The file {path.name} has {found}.")
