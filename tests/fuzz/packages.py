"""MSIX packages, opened, verified and unpacked; their XML alone; and the packed version data of a source, which begins
in another way."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from fuzz.target import Outlives
from wingetpy.msix.app_installer import parse_app_installer
from wingetpy.msix.applicability import MachineFit, choose_packages
from wingetpy.msix.block_map import parse_block_map
from wingetpy.msix.bundle import verify_contained
from wingetpy.msix.byte_source import MemoryBytes
from wingetpy.msix.fetch_plan import fetch_plan
from wingetpy.msix.manifest import parse_manifest
from wingetpy.msix.package import open_package, verify_package
from wingetpy.msix.payload import check_payload, payload_of
from wingetpy.sources.preindexed.mszip import decompress
from wingetpy.sources.preindexed.version_data import read_version_data

_MOST = 1 << 22
_MSZIP = bytes.fromhex("0a51e5c0")


_PC = MachineFit(architecture="x64", os_version="10.0.22631.0", languages=("de-DE", "en-US"))


def _xml(case: bytes) -> str:
    if b"AppInstaller" in case:
        return parse_app_installer(case, "fuzz").main.identity.full_name
    if b"BlockMap" in case:
        return parse_block_map(case, "fuzz").method
    return parse_manifest(case, "fuzz").kind.name


class Target:
    """See `target.Target`."""

    seconds = 15.0
    megabytes = 1024
    most_bytes = 60_000
    tokens: Sequence[bytes] = (
        b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PKCX", b"APPXAXPC", b"AXCD",
        b"\xff" * 4, b"\xff" * 8, b"\x30\x82", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80", b"\xa0\x80", b"\x04\x00",
        b"AppxManifest.xml", b"AppxBlockMap.xml", b"AppxSignature.p7x", b"AppxMetadata/AppxBundleManifest.xml",
        b"ProcessorArchitecture", b"MinVersion", b"IsStub", b"LfhSize", b"Offset", b"ms-resource:", b"EXBH",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\x00\x00\x80\x00", b"CK", _MSZIP,
    )  # fmt: skip

    def __init__(self, folder: Path) -> None:
        pass

    def run(self, case: bytes) -> str:
        if case.startswith(_MSZIP):
            try:
                if len(decompress(case, _MOST)) > _MOST:
                    raise Outlives("it became more than is allowed")
                return f"{len(read_version_data(case, 'fuzz'))} versions"
            except ValueError as error:
                return str(error)[:20]
        if case.lstrip().startswith(b"<"):
            return _xml(case)
        package = open_package(MemoryBytes(case, "fuzz"), beside=lambda name: MemoryBytes(case, name))
        package.signature_sha256()
        streamed = verify_package(package, None, unsigned=True, whole=False)
        if sum(file.size for file in payload_of(streamed)) > _MOST:
            return "large"
        fetch_plan(payload_of(streamed), streamed.block_map, [streamed.block_map])
        check_payload(streamed)
        verified = verify_package(package, None, unsigned=True)
        for part in package.container.parts:
            if part.name.endswith(".txt"):
                verified.read_part(part.name, _MOST)
        for _, contained in package.contained:
            verify_contained(verified, contained, covered=True)
        if package.bundle is not None:
            choose_packages(package.bundle, _PC)
        return "signed" if verified.signature else "not signed"

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """A part of another package in the place of one of this, at times."""
        if rng.random() < 0.7 or not others:
            return None
        other = rng.choice(others)
        start, end = sorted(rng.randrange(len(case) + 1) for _ in range(2))
        return case[:start] + other[start:end] + case[end:]
