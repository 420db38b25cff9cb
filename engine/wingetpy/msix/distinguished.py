"""The subject of a certificate as Windows writes it, and as a package names its publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.x509 import Name, NameAttribute

_NAMES = {
    "2.5.4.3": "CN",
    "2.5.4.7": "L",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "1.2.840.113549.1.9.1": "E",
    "2.5.4.6": "C",
    "2.5.4.8": "S",
    "2.5.4.9": "STREET",
    "2.5.4.12": "T",
    "2.5.4.42": "G",
    "2.5.4.43": "I",
    "2.5.4.4": "SN",
    "0.9.2342.19200300.100.1.25": "DC",
    "2.5.4.5": "SERIALNUMBER",
    "2.5.4.13": "Description",
    "2.5.4.17": "PostalCode",
    "2.5.4.18": "POBox",
    "2.5.4.20": "Phone",
    "2.5.4.24": "X21Address",
    "2.5.4.46": "dnQualifier",
}
_QUOTED = frozenset(',+="\n<>#;')


def publisher_of(subject: Name) -> str:
    """Return a subject as a package names its publisher: the most precise part first, `S=` for a state."""
    return ", ".join(" + ".join(_written(one) for one in relative) for relative in reversed(subject.rdns))


def _written(attribute: NameAttribute[str | bytes]) -> str:
    oid = attribute.oid.dotted_string
    value = attribute.value if isinstance(attribute.value, str) else attribute.value.hex()
    if not value or not _QUOTED.isdisjoint(value) or value != value.strip():
        value = '"' + value.replace('"', '""') + '"'
    return f"{_NAMES.get(oid, f'OID.{oid}')}={value}"
