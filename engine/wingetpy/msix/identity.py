"""The identity of a package: five parts, and the names made of them."""

from __future__ import annotations

import hashlib
import re
import string
from functools import lru_cache
from typing import Self

import msgspec

from wingetpy.errors import BadRequest, ErrorCode

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_NAME = re.compile(r"[-.A-Za-z0-9]{3,50}")
_RESOURCE = re.compile(r"[-.A-Za-z0-9]{0,30}|~")
_PUBLISHER_ID = re.compile(f"[{_ALPHABET}]{{13}}", re.IGNORECASE)
_VERSION = re.compile(r"(?:0|[1-9][0-9]{0,4})(?:\.(?:0|[1-9][0-9]{0,4})){3}")
_DEVICES = ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
_LARGEST_PART = 0xFFFF
_LONGEST_PUBLISHER = 8192
_SUBJECT_TYPES = (
    "CN|L|O|OU|E|C|S|STREET|T|G|I|SN|DC|SERIALNUMBER|Description|PostalCode|POBox|Phone|X21Address|dnQualifier|"
    r"OID\.(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))+"
)
_RELATIVE_NAME = rf'(?:{_SUBJECT_TYPES})=(?:[^,+="<>#;]+|"(?:[^"]|"")*")'
_PUBLISHER = re.compile(rf"{_RELATIVE_NAME}(?:, {_RELATIVE_NAME})*")
UNSIGNED_NAMESPACE = "OID.2.25.311729368913984317654407730594956997722=1"
"""Ends the publisher of a package that is not signed."""
ARCHITECTURES = ("x86", "x64", "arm", "arm64", "x86a64", "neutral")
BUNDLE_RESOURCE = "~"
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class PackageIdentity(msgspec.Struct, frozen=True):
    """Who a package is.

    Attributes:
        publisher: As the manifest has it: the subject of the signer.
        version: `1.2.3.4`.
        architecture: `neutral` where the manifest names none.
        resource: Empty where there is none; `~` of a bundle.
    """

    name: str
    publisher: str
    version: str
    architecture: str = "neutral"
    resource: str = ""

    @property
    def publisher_id(self) -> str:
        return publisher_id(self.publisher)

    @property
    def family_name(self) -> str:
        """`Microsoft.WindowsTerminal_8wekyb3d8bbwe`."""
        return f"{self.name}_{self.publisher_id}"

    @property
    def full_name(self) -> str:
        """Name, version, architecture, resource and publisher id; two underscores where there is no resource."""
        return f"{self.name}_{self.version}_{self.architecture}_{self.resource}_{self.publisher_id}"

    @property
    def version_number(self) -> int:
        """The version in 64 bits: the greater, the newer."""
        return packed_version(self.version)

    @property
    def is_unsigned_publisher(self) -> bool:
        """Whether its publisher is one of packages that are not signed."""
        return self.publisher.endswith(UNSIGNED_NAMESPACE)

    def fault(self) -> str:
        """Return what no package may have, as a clause; empty for a good identity."""
        if why := name_fault(self.name):
            return f"its name '{self.name}' {why}"
        if not 1 <= len(self.publisher) <= _LONGEST_PUBLISHER or _PUBLISHER.fullmatch(self.publisher) is None:
            return f"its publisher '{self.publisher[:100]}' is no name of a subject"
        if not is_version(self.version):
            return f"its version '{self.version}' has not four numbers up to {_LARGEST_PART}"
        if self.architecture not in ARCHITECTURES:
            return f"its architecture '{self.architecture}' is unknown"
        if not _is_resource(self.resource):
            return f"its resource id '{self.resource}' is not valid"
        return ""


class FullName(msgspec.Struct, frozen=True):
    """The parts of a package's full name."""

    name: str
    version: str
    architecture: str
    resource: str
    publisher_id: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the parts of `Name_1.2.3.4_x64__publisherid`, in any case; None for anything else."""
        parts = text.split("_")
        if len(parts) != 5:
            return None
        name, version, architecture, resource, publisher = parts
        good = (
            not name_fault(name)
            and is_version(version)
            and architecture.lower() in ARCHITECTURES
            and _is_resource(resource)
            and _PUBLISHER_ID.fullmatch(publisher)
        )
        return cls(name, version, architecture.lower(), resource, publisher.lower()) if good else None

    @classmethod
    def need(cls, text: str) -> Self:
        """Return the parts of a full name. Raises BadRequest (InvalidParameter) for anything else."""
        parts = cls.parse(text)
        if parts is None:
            raise _no_name(text, "full", "Name_1.2.3.4_x64__8wekyb3d8bbwe")
        return parts

    def __str__(self) -> str:
        return f"{self.name}_{self.version}_{self.architecture}_{self.resource}_{self.publisher_id}"

    @property
    def version_number(self) -> int:
        """The version in 64 bits: the greater, the newer."""
        return packed_version(self.version)

    @property
    def family_name(self) -> str:
        return f"{self.name}_{self.publisher_id}"


class FamilyName(msgspec.Struct, frozen=True):
    """The parts of a package family name."""

    name: str
    publisher_id: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the parts of `Name_publisherid`, in any case; None for anything else."""
        name, _, publisher = text.partition("_")
        good = not name_fault(name) and _PUBLISHER_ID.fullmatch(publisher)
        return cls(name, publisher.lower()) if good else None

    @classmethod
    def need(cls, text: str) -> Self:
        """Return the parts of a family name. Raises BadRequest (InvalidParameter) for anything else."""
        parts = cls.parse(text)
        if parts is None:
            raise _no_name(text, "family", "Name_8wekyb3d8bbwe")
        return parts

    def __str__(self) -> str:
        return f"{self.name}_{self.publisher_id}"


@lru_cache(maxsize=64)
def publisher_id(publisher: str) -> str:
    """Return the 13 letters that stand for a publisher: 64 bits of the hash of its UTF-16 text, and a zero bit."""
    digest = hashlib.sha256(publisher.encode("utf-16-le", "surrogatepass")).digest()
    number = int.from_bytes(digest[:8], "big") << 1
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))


def is_family_name(text: str) -> bool:
    """Return whether a text can be a package family name."""
    return FamilyName.parse(text) is not None


def is_version(text: str) -> bool:
    """Return whether a text is four numbers up to 65535, without leading zeros."""
    return _VERSION.fullmatch(text) is not None and all(int(part) <= _LARGEST_PART for part in text.split("."))


def packed_version(text: str) -> int:
    """Return a version of four numbers in 64 bits."""
    number = 0
    for part in text.split("."):
        number = number << 16 | int(part)
    return number


def name_fault(name: str) -> str:
    """Return why a text is no name of a package, as the end of a clause; empty for a good name."""
    if _NAME.fullmatch(name) is None:
        return "has not 3 to 50 letters, digits, dots and dashes"
    return "is reserved" if _is_reserved(name) else ""


def same_name(one: str, other: str) -> bool:
    """Return whether two family or full names mean the same: case does not count, of ASCII letters alone."""
    return name_key(one) == name_key(other)


def name_key(name: str) -> str:
    """Return what is equal for names that mean the same."""
    return name.translate(_LOWER)


def _is_resource(text: str) -> bool:
    return _RESOURCE.fullmatch(text) is not None and (text in ("", BUNDLE_RESOURCE) or not _is_reserved(text))


def _no_name(text: str, kind: str, example: str) -> BadRequest:
    return BadRequest(
        f"'{text[:200]}' is no package {kind} name.",
        code=ErrorCode.InvalidParameter,
        target=text[:200],
        remedy=f"Give a name such as {example}.",
    )


def _is_reserved(text: str) -> bool:
    folded = text.lower()
    begins = folded.partition(".")[0]
    return folded.endswith(".") or begins in _DEVICES or folded.startswith("xn--") or folded in (".", "..")
