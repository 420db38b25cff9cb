"""Packages to test with: made here, and those of the reference's tests where they are at hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from kit.certificates import Holder
from kit.wine_prefix import SHARED
from wingetpy.msix.distinguished import publisher_of
from wingetpy.msix.pack import write_package
from wingetpy.msix.sign import signer_of

_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<Package xmlns="http://schemas.microsoft.com/appx/manifest/foundation/windows10">
  <Identity Name="{name}" Publisher="{publisher}" Version="{version}"{more}/>
  <Properties><DisplayName>{name}</DisplayName><PublisherDisplayName>Contoso</PublisherDisplayName></Properties>
  <Dependencies>
    <TargetDeviceFamily Name="Windows.Desktop" MinVersion="10.0.17763.0" MaxVersionTested="10.0.19041.0"/>
  </Dependencies>
</Package>
"""


def manifest_text(
    name: str = "Contoso.Tool", publisher: str = "CN=Contoso", version: str = "1.2.3.4", more: str = ""
) -> str:
    """Return an AppxManifest.xml."""
    quoted = publisher.replace("&", "&amp;").replace('"', "&quot;")
    return _MANIFEST.format(name=name, publisher=quoted, version=version, more=more)


def make_package(
    target: Path,
    signer: Holder | None,
    parts: Iterable[tuple[str, bytes]] = (("tool.exe", b"MZ" * 60_000),),
    *,
    name: str = "Contoso.Tool",
    version: str = "1.2.3.4",
    publisher: str | None = None,
) -> Path:
    """Write a package; its publisher is the signer's subject unless another one is given."""
    own = publisher or (publisher_of(signer.certificate.subject) if signer else "CN=Contoso")
    text = manifest_text(name, own, version)
    sign = signer_of(signer.key, signer.chain) if signer else None
    write_package(target, [("AppxManifest.xml", text.encode()), *parts], sign)
    return target


def package_of_others(file: str) -> Path:
    """Return a package of the reference's tests; the test is skipped where it is not at hand."""
    for folder in (SHARED / "data" / "msix-packages", SHARED / "data" / "peer-packages"):
        if (folder / file).is_file():
            return folder / file
    pytest.skip(f"needs {file} below {SHARED / 'data'}")
