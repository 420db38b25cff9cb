"""A small machine that deploys MSIX packages, and packages of two versions to deploy on it."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path, PureWindowsPath

from kit.certificates import Holder, publisher
from kit.manifests import singleton
from kit.msix import make_package
from kit.msix_manifests import Traits
from kit.shop import Shop
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.inventory.installed import installed_entries
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.read import read_manifest
from wingetpy.msix.byte_source import MemoryBytes
from wingetpy.msix.package import OpenedPackage, open_package

ID = "Contoso.App"
_LARGE = 3 << 20


def trust(root: Path, signer: Holder) -> None:
    """Have a sandbox trust the packages of a publisher."""
    people = root / "Packages" / "trust" / "people"
    people.mkdir(parents=True, exist_ok=True)
    (people / f"{signer.certificate.serial_number}.cer").write_bytes(signer.der)


def write_app(target: Path, signer: Holder, version: str, **traits: object) -> OpenedPackage:
    """Write a version of an application: a large file that all versions have, and a small one of this version."""
    large = random.Random(1).randbytes(_LARGE)
    parts = [("app.exe", f"MZ {version}".encode()), ("data/large.bin", large)]
    given = {"applications": ("App",), "display_name": "An App", **traits}
    make_package(target, signer, parts, name=ID, version=version, traits=Traits(**given))  # type: ignore[arg-type]
    return open_package(MemoryBytes(target.read_bytes(), target.name))


def manifest_text(file: Path, package: OpenedPackage, url: str = "", **more: str) -> str:
    """The manifest of a package; `url` is the folder that it is downloaded from, else where it lies."""
    return singleton(
        ID,
        package.identity.version,
        name="An App",
        kind="msix",
        url=f"{url}/{file.name}" if url else file.as_uri(),
        sha256=hashlib.sha256(file.read_bytes()).hexdigest().upper(),
        installer={"Architecture": "neutral", "PackageFamilyName": package.identity.family_name, **more},
    )


class MsixShop(Shop):
    """See `Shop`; the machine trusts the publisher of the packages."""

    def __init__(self, folder: Path, facts: SandboxFacts | None = None) -> None:
        super().__init__(folder, facts)
        self.signer = publisher()
        trust(self.root, self.signer)

    def app(self, version: str, url: str = "", **more: str) -> Manifest:
        """Make a version of the application, and its manifest; on a server it is known by its signature."""
        file = self.folder / f"app-{version}.msix"
        package = write_app(file, self.signer, version)
        if url:
            more = {"SignatureSha256": package.signature_sha256() or "", **more}
        return read_manifest([("test.yaml", manifest_text(file, package, url, **more).encode())])

    def entry(self) -> InstalledEntry | None:
        """The application as the machine lists it."""
        found = [one for one in installed_entries(self.host) if one.local_id.startswith(f"MSIX\\{ID}_")]
        assert len(found) <= 1, found
        return found[0] if found else None

    def version(self) -> str | None:
        entry = self.entry()
        return entry.version if entry else None

    def files_of(self, entry: InstalledEntry) -> PureWindowsPath:
        """The folder with what is installed."""
        assert entry.install_location is not None
        return PureWindowsPath(entry.install_location)
