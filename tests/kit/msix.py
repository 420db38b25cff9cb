"""Packages and bundles to test with: made here, and those of the reference's tests where they are at hand.

    signer = publisher()                                   # kit.certificates; trusted by Trust(people=[signer.der])
    make_package(path, signer, [("tool.exe", b"MZ")], name="Contoso.Tool", version="1.0.0.0", traits=Traits(...))
    make_bundle(path, signer, [x64, x86, german], name="Contoso.Tool", version="1.0.0.0")

`python -m kit.msix_file` (with `tests` on the path) writes one for runs outside of the tests.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from kit.certificates import Holder
from kit.msix_manifests import Traits
from kit.msix_manifests import manifest_text as manifest_text
from kit.time_stamps import AddStamp
from kit.wine_prefix import SHARED
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.distinguished import publisher_of
from wingetpy.msix.manifest import PackageManifest
from wingetpy.msix.pack import PackageWriter, write_package
from wingetpy.msix.package import open_package
from wingetpy.msix.part_names import BUNDLE_MANIFEST, STUBS
from wingetpy.msix.sign import signer_of
from wingetpy.msix.signature import BUNDLE_SUBJECT

_TOOL = (("tool.exe", b"MZ" * 60_000),)
_BUNDLE = """<?xml version="1.0" encoding="utf-8"?>
<Bundle xmlns="http://schemas.microsoft.com/appx/2013/bundle" xmlns:b4="http://schemas.microsoft.com/appx/2018/bundle"
  xmlns:b5="http://schemas.microsoft.com/appx/2019/bundle" SchemaVersion="5.0" IgnorableNamespaces="b4 b5">
  <Identity Name="{name}" Publisher={publisher} Version="{version}"/>
  <Packages>
{packages}
  </Packages>
</Bundle>
"""


def publisher_text(signer: Holder | None) -> str:
    """Return the publisher of packages that a holder signs."""
    return publisher_of(signer.certificate.subject) if signer else "CN=Contoso"


def make_package(
    target: Path,
    signer: Holder | None,
    parts: Iterable[tuple[str, bytes | Path]] = _TOOL,
    *,
    name: str = "Contoso.Tool",
    version: str = "1.2.3.4",
    publisher: str | None = None,
    traits: Traits | None = None,
    stamp: AddStamp | None = None,
) -> Path:
    """Write a package; its publisher is the signer's subject unless another one is given. `stamp`: of `time_stamps`."""
    text = manifest_text(name, publisher or publisher_text(signer), version, traits=traits)
    sign = signer_of(signer.key, signer.chain) if signer else None

    def sign_and_stamp(digests: dict[bytes, bytes]) -> bytes:
        assert sign is not None
        return stamp(sign(digests)) if stamp else sign(digests)

    write_package(target, [("AppxManifest.xml", text.encode()), *parts], sign_and_stamp if sign else None)
    return target


def make_bundle(
    target: Path,
    signer: Holder | None,
    packages: Iterable[Path],
    *,
    stubs: Iterable[Path] = (),
    name: str = "Contoso.Tool",
    version: str = "2026.1.2.3",
    publisher: str | None = None,
    is_flat: bool = False,
) -> Path:
    """Write a bundle of packages that were written before.

    Args:
        target: The bundle.
        signer: Signs the bundle; the packages were signed when they were written.
        packages: With an application, or with resources.
        stubs: Packages that stand for the application.
        name, version, publisher: Of the bundle; see `make_package`.
        is_flat: The packages stay beside the bundle.
    """
    lines = []
    with open(target, "w+b") as file:
        writer = PackageWriter(file)
        for package, is_stub in [*((one, False) for one in packages), *((one, True) for one in stubs)]:
            part = f"{STUBS}{package.name}" if is_stub else package.name
            offset = 0
            if not is_flat:
                offset = writer.add(part, io.BytesIO(package.read_bytes()), listed=False, stored=True)
            lines.append(_bundled(package, part, offset, is_stub=is_stub))
        text = _BUNDLE.format(
            name=name,
            publisher=quoteattr(publisher or publisher_text(signer)),
            version=version,
            packages="\n".join(lines),
        )
        writer.add(BUNDLE_MANIFEST, io.BytesIO(text.encode()), listed=True)
        writer.end_package(signer_of(signer.key, signer.chain, BUNDLE_SUBJECT) if signer else None, is_bundle=True)
    return target


def _bundled(package: Path, part: str, offset: int, *, is_stub: bool) -> str:
    """Return what a bundle's manifest says of a package."""
    with FileBytes(package) as source:
        manifest = open_package(source).manifest
    assert manifest is not None, "a bundle holds packages, not bundles"
    own = manifest.identity
    kind = "resource" if manifest.is_resource else "application"
    words = f'Type="{kind}" Version="{own.version}" Architecture="{own.architecture}" FileName="{_windows(part)}"'
    words += f' Size="{package.stat().st_size}"'
    words += f' Offset="{offset}"' if offset else ""
    words += f' ResourceId="{own.resource}"' if own.resource else ""
    words += ' b5:IsStub="true"' if is_stub else ""
    return f"    <Package {words}>{_resources(manifest)}{_families(manifest)}</Package>"


def _resources(manifest: PackageManifest) -> str:
    listed = "".join(
        f'<Resource Language="{one.language}"/>' if one.language else f'<Resource Scale="{one.scale}"/>'
        for one in manifest.resources
    )
    return f"<Resources>{listed}</Resources>" if listed else ""


def _families(manifest: PackageManifest) -> str:
    listed = "".join(
        f'<b4:TargetDeviceFamily Name="{one.name}" MinVersion="{one.minimum}" MaxVersionTested="{one.tested}"/>'
        for one in manifest.dependencies.device_families
    )
    return f"<b4:Dependencies>{listed}</b4:Dependencies>" if listed else ""


def _windows(part: str) -> str:
    return part.replace("/", "\\")


def package_of_others(file: str) -> Path:
    """Return a package of the reference's tests; the test is skipped where it is not at hand."""
    for folder in (SHARED / "data" / "msix-packages", SHARED / "data" / "peer-packages"):
        if (folder / file).is_file():
            return folder / file
    pytest.skip(f"needs {file} below {SHARED / 'data'}")
