"""The package around an index: its manifest, and which version it is."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

from wingetpy.errors import EngineError
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.identity import PackageIdentity, packed_version
from wingetpy.msix.package import open_package

INDEX = "Public/index.db"
_LOGO = "Assets/Logo.png"
_LARGEST_PART = 0xFFFF
_MANIFEST = """<?xml version="1.0" encoding="utf-8"?>
<Package xmlns="http://schemas.microsoft.com/appx/manifest/foundation/windows10"
 xmlns:uap="http://schemas.microsoft.com/appx/manifest/uap/windows10"
 xmlns:uap3="http://schemas.microsoft.com/appx/manifest/uap/windows10/3" IgnorableNamespaces="uap uap3">
  <Identity Name={name} Publisher={publisher} Version={version} ProcessorArchitecture="neutral"/>
  <Properties>
    <DisplayName>{title}</DisplayName><PublisherDisplayName>{title}</PublisherDisplayName>
    <Logo>Assets\\Logo.png</Logo>
  </Properties>
  <Dependencies>
    <TargetDeviceFamily Name="Windows.Universal" MinVersion="10.0.17763.0" MaxVersionTested="10.0.19041.0"/>
  </Dependencies>
  <Applications>
    <Application Id="SourceData">
      <uap:VisualElements DisplayName={name} Description={name} BackgroundColor="#ffffff" AppListEntry="none"
       Square150x150Logo="Assets\\Logo.png" Square44x44Logo="Assets\\Logo.png"/>
      <Extensions>
        <uap3:Extension Category="windows.appExtension">
          <uap3:AppExtension Name="com.microsoft.winget.source" Id="IndexDB" PublicFolder="Public"
           DisplayName={name} Description={name}/>
        </uap3:Extension>
      </Extensions>
    </Application>
  </Applications>
  <Resources><Resource Language="und"/></Resources>
</Package>
"""


def package_parts(identity: PackageIdentity, index: Path) -> list[tuple[str, bytes | Path]]:
    """Return the parts of a source's package."""
    text = _MANIFEST.format(
        name=quoteattr(identity.name),
        title=identity.name,
        publisher=quoteattr(identity.publisher),
        version=quoteattr(identity.version),
    )
    return [(_LOGO, _logo()), (INDEX, index), ("AppxManifest.xml", text.encode())]


def version_of(now: float, before: str | None) -> str:
    """Return the version of a package that is made now: clients read the time from it, and take newer ones only.

    Args:
        now: Unix seconds.
        before: The version of the package that is replaced; None for none.
    """
    time = datetime.fromtimestamp(now, UTC)
    made = f"{time.year}.{time.month * 100 + time.day}.{(time.hour + 1) * 100 + time.minute}.0"
    if before is None or packed_version(made) > packed_version(before):
        return made
    number = packed_version(before) + 1
    return ".".join(str(number >> shift & _LARGEST_PART) for shift in (48, 32, 16, 0))


def version_at(path: Path) -> str | None:
    """Return the version of the package in a file; None where there is no package."""
    try:
        with FileBytes(path) as file:
            return open_package(file).identity.version
    except EngineError:  # it is replaced, whatever it is
        return None


def _logo() -> bytes:
    """Return a white picture of 50 by 50 dots, which Windows wants every package to have."""
    row = b"\x00" + b"\xff" * 50
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 50, 50, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * 50)),
        (b"IEND", b""),
    )
    made = b"\x89PNG\r\n\x1a\n"
    for kind, data in parts:
        made += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return made
