"""The REST contract of winget: its versions, its words and the shapes of its messages.

Source: the OpenAPI documents of microsoft/winget-cli-restsource (1.0 to 1.10) and what the reference client reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from wingetpy.model.decoding import json_decoder
from wingetpy.sources.keys import KeyKind
from wingetpy.sources.request import MatchOption

CONTRACTS = (
    "1.0.0",
    "1.1.0",
    "1.4.0",
    "1.5.0",
    "1.6.0",
    "1.7.0",
    "1.9.0",
    "1.10.0",
    "1.12.0",
    "1.28.0",
)
"""The versions that this client speaks, in their order."""

PACKAGE_ID = "PackageIdentifier"
PACKAGE_NAME = "PackageName"
MONIKER = "Moniker"
COMMAND = "Command"
TAG = "Tag"
FAMILY_NAME = "PackageFamilyName"
PRODUCT_CODE = "ProductCode"
NAME_AND_PUBLISHER = "NormalizedPackageNameAndPublisher"
MARKET = "Market"
VERSION = "Version"
CHANNEL = "Channel"

MATCH_WORDS = {
    MatchOption.equals: "Exact",
    MatchOption.equals_case_insensitive: "CaseInsensitive",
    MatchOption.starts_with: "StartsWith",
    MatchOption.contains: "Substring",
}
KEY_WORDS = {
    KeyKind.package_family_name: FAMILY_NAME,
    KeyKind.product_code: PRODUCT_CODE,
    KeyKind.name_and_publisher: NAME_AND_PUBLISHER,
}
"""What a key is called on the wire. Upgrade codes cannot be asked for."""

LONGEST_IDENTIFIER = 1000
LONGEST_AGREEMENTS = 16_000
"""Letters: a person must be able to read all that is agreed to."""

_Texts = tuple[str | None, ...] | None
T = TypeVar("T")


class Member(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The base of all that a server sends: unknown members are ignored, null is nothing."""


class ServedTerm(Member, frozen=True, rename="pascal", kw_only=True):
    agreement_label: str | None = None
    agreement: str | None = None
    agreement_url: str | None = None


class ServedTerms(Member, frozen=True, rename="pascal", kw_only=True):
    agreements_identifier: str | None = None
    agreements: tuple[ServedTerm, ...] | None = None

    @property
    def length(self) -> int:
        """Letters of all texts together."""
        parts = ((one.agreement_label, one.agreement, one.agreement_url) for one in self.agreements or ())
        return sum(len(text or "") for one in parts for text in one)


class EntraInfo(Member, frozen=True, rename="pascal", kw_only=True):
    resource: str | None = None
    scope: str | None = None


class SignIn(Member, frozen=True, rename="pascal", kw_only=True):
    authentication_type: str | None = None
    microsoft_entra_id_authentication_info: EntraInfo | None = None


class Information(Member, frozen=True, rename="pascal", kw_only=True):
    """What a server says about itself."""

    source_identifier: str
    server_supported_versions: tuple[str, ...]
    source_agreements: ServedTerms | None = None
    unsupported_package_match_fields: _Texts = None
    required_package_match_fields: _Texts = None
    unsupported_query_parameters: _Texts = None
    required_query_parameters: _Texts = None
    authentication: SignIn | None = None

    @property
    def wants_market(self) -> bool:
        """Whether it must learn the region of this machine."""
        wanted = (*texts(self.required_package_match_fields), *texts(self.required_query_parameters))
        return MARKET.lower() in {name.lower() for name in wanted}

    def check(self) -> None:
        """Require what a source cannot do without, within what is kept of it and shown to a person.

        Raises:
            AnswerUnusable: it lacks a part, or one is too long.
        """
        if not self.source_identifier or not texts(self.server_supported_versions):
            raise AnswerUnusable("it names no identifier or no version of the contract")
        terms = self.source_agreements
        if terms and not terms.agreements_identifier:
            raise AnswerUnusable("its agreements have no identifier")
        identifiers = (self.source_identifier, (terms.agreements_identifier if terms else None) or "")
        if any(len(one) > LONGEST_IDENTIFIER or not one.isprintable() for one in identifiers):
            raise AnswerUnusable(f"an identifier is longer than {LONGEST_IDENTIFIER} letters, or not printable")
        if terms and terms.length > LONGEST_AGREEMENTS:
            raise AnswerUnusable(f"its agreements are longer than {LONGEST_AGREEMENTS:,} letters")


class InformationAnswer(Member, frozen=True, rename="pascal", kw_only=True):
    data: Information


class FoundVersion(Member, frozen=True, rename="pascal", kw_only=True):
    package_version: str
    channel: str | None = None
    package_family_names: _Texts = None
    product_codes: _Texts = None
    upgrade_codes: _Texts = None
    apps_and_features_entry_versions: _Texts = None


class FoundItem(Member, frozen=True, rename="pascal", kw_only=True):
    """One package of an answer to a search."""

    package_identifier: str
    package_name: str
    publisher: str
    versions: tuple[FoundVersion, ...]


class SearchAnswer(Member, frozen=True, rename="pascal", kw_only=True):
    data: tuple[FoundItem, ...] | None = None
    continuation_token: str | None = None
    required_package_match_fields: _Texts = None
    unsupported_package_match_fields: _Texts = None


class ManifestAnswer(Member, frozen=True, rename="pascal", kw_only=True):
    data: dict[str, Any] | None = None
    required_query_parameters: _Texts = None
    unsupported_query_parameters: _Texts = None


class RequestMatch(msgspec.Struct, frozen=True):
    KeyWord: str
    MatchType: str


class FieldMatch(msgspec.Struct, frozen=True):
    """A filter or an inclusion: a field of the package and how it has to fit."""

    PackageMatchField: str
    RequestMatch: RequestMatch


class SearchBody(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The body of a search: (the query or any inclusion) and all filters. Names are those of the wire."""

    MaximumResults: int | None = None
    FetchAllManifests: bool = False
    Query: RequestMatch | None = None
    Inclusions: tuple[FieldMatch, ...] = ()
    Filters: tuple[FieldMatch, ...] = ()

    @property
    def asks_nothing(self) -> bool:
        return self.Query is None and not self.Inclusions and not self.Filters and not self.FetchAllManifests


class AnswerUnusable(Exception):
    """An answer that is not as the contract says; the text says why."""


def decoded(body: bytes, shape: type[T]) -> T:
    """Decode an answer.

    Raises:
        AnswerUnusable: it is no JSON, or of another shape.
    """
    try:
        return json_decoder(shape).decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise AnswerUnusable(str(error) or type(error).__name__) from error


def texts(values: Iterable[str | None] | None) -> tuple[str, ...]:
    """Return a list of the wire without what is null or empty, each once."""
    return tuple(dict.fromkeys(value for value in values or () if value))


def visible(text: str | None) -> str:
    """Return a text for a person, without what a terminal would obey."""
    return "".join(letter for letter in text or "" if letter.isprintable() or letter == "\n")


def negotiate(server: Sequence[str], client: Sequence[str] = CONTRACTS) -> str | None:
    """Return the highest version that both speak, as the client spells it; None for none.

    Versions are the same if major and minor are.
    """
    offered = {_minor(text) for text in server} - {None}
    common = [text for text in client if _minor(text) in offered]
    return max(common, key=lambda text: _minor(text) or (0, 0), default=None)


def is_at_least(version: str, other: str) -> bool:
    """Return whether a negotiated version is another one or later."""
    return (_minor(version) or (0, 0)) >= (_minor(other) or (0, 0))


def _minor(text: str) -> tuple[int, int] | None:
    major, _, rest = text.strip().partition(".")
    minor = rest.partition(".")[0]
    if not (major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
        return None
    return (int(major), int(minor)) if len(major) < 9 and len(minor) < 9 else None
