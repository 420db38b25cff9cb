"""Whose signatures of packages this machine trusts: its certificate stores, and a folder of the engine's own.

Windows has stores for authorities and for single publishers ("Trusted People"). Elsewhere the authorities are those of
the system's bundle, which `SSL_CERT_FILE` replaces. On every machine the folders `root` and `people` below a folder
`trust` in the engine's state folder add to them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from wingetpy.msix.chain import Trust
from wingetpy.msix.microsoft_roots import MICROSOFT_ROOTS

ROOTS, PEOPLE = "root", "people"
_ENDINGS = (".pem", ".cer", ".crt", ".der")
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_LARGEST = 16 << 20


def machine_trust(folders: Iterable[Path]) -> Trust:
    """Return what this machine trusts.

    Args:
        folders: Native folders `trust` of the engine; they need not exist.
    """
    return _trust(_system("ROOT"), _system("TrustedPeople"), folders)


def folder_trust(folders: Iterable[Path]) -> Trust:
    """Return what a machine in a folder trusts: Microsoft, and what lies in its own folders; see `machine_trust`."""
    return _trust((), (), folders)


def _trust(roots: Iterable[bytes], people: Iterable[bytes], folders: Iterable[Path]) -> Trust:
    roots, people = [*MICROSOFT_ROOTS, *roots], list(people)
    for folder in folders:
        roots += _in_folder(folder / ROOTS)
        people += _in_folder(folder / PEOPLE)
    return Trust(roots, people)


def microsoft_trust() -> Trust:
    """Return the trust in Microsoft alone, for sources that must come from it."""
    return Trust(MICROSOFT_ROOTS)


if sys.platform == "win32":

    def _system(store: str) -> Iterator[bytes]:
        """Yield the DER of the certificates in a store of Windows."""
        import ssl  # late: start time

        for certificate, encoding, _ in ssl.enum_certificates(store):
            if encoding == "x509_asn":
                yield certificate

else:

    def _system(store: str) -> Iterator[bytes]:
        """Yield the DER of the system's authorities; there is no store of single publishers."""
        if store == "ROOT":
            import ssl  # late: start time

            given = os.environ.get("SSL_CERT_FILE")
            places = (given,) if given else (ssl.get_default_verify_paths().cafile, *_BUNDLES)
            found = next((Path(place) for place in places if place and os.path.isfile(place)), None)
            if found is not None:
                yield from _in_file(found)


def _in_folder(folder: Path) -> list[bytes]:
    """Return the certificates of the files in a folder. A pipe or a device is passed over: reading it may never end."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS and os.path.isfile(path))
    except OSError:  # there is none
        return []
    return [der for path in files for der in _in_file(path)]


def _in_file(path: Path) -> list[bytes]:
    """Return the certificates of a file, PEM or DER; none where it has none that can be read."""
    from cryptography import x509  # late: start time
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST)
        if b"-----BEGIN" in data:
            return [one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(data)]
        return [x509.load_der_x509_certificate(data).public_bytes(Encoding.DER)]
    except (OSError, ValueError):
        return []
