"""What can be said of a package: a superset of Microsoft.WinGet/Package, with its names and defaults."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wingetpy.desired.properties import READ_ONLY, SECRET, WRITE_ONLY, Properties, given, optional
from wingetpy.model.technology import InstallMode
from wingetpy.operations.request import LongText, ScopeWish, Text
from wingetpy.sources.request import MatchOption

MatchWord = Literal["equals", "equalsCaseInsensitive", "startsWithCaseInsensitive", "containsCaseInsensitive"]
_MATCHES: dict[MatchWord, MatchOption] = {
    "equals": MatchOption.equals,
    "equalsCaseInsensitive": MatchOption.equals_case_insensitive,
    "startsWithCaseInsensitive": MatchOption.starts_with,
    "containsCaseInsensitive": MatchOption.contains,
}
_MODES: dict[str, InstallMode] = {"default": "Default", "silent": "Silent", "interactive": "Interactive"}
_SCOPES: dict[str, ScopeWish] = {"user": "User", "machine": "Machine"}


class WantedPin(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The pin of a package. `version` is the range of a gating pin, such as 1.2.*"""

    type: Literal["none", "pinning", "blocking", "gating"]
    version: Text | UnsetType = UNSET


class PackageProperties(Properties, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A package. What is marked as write-only says how it is installed, and is not compared."""

    id: Annotated[str, Meta(description="The package's id.", min_length=1, max_length=1000)]
    source: Annotated[Text, Meta(description="The name of the source that it comes from.")] | UnsetType = UNSET
    version: (
        Annotated[Text, Meta(description="The version; a lower one than the installed removes that first.")] | UnsetType
    ) = UNSET
    version_range: (
        Annotated[Text, Meta(description="Conditions on the version, such as >=1.2 <2 or 1.4.*")] | UnsetType
    ) = UNSET
    use_latest: (
        Annotated[bool, Meta(description="Whether it is, or should be, the newest version that fits.")] | UnsetType
    ) = UNSET
    scope: (
        Annotated[
            Literal["user", "machine", "any"],
            Meta(description="Which installation is meant: for the user, or for the machine."),
        ]
        | UnsetType
    ) = UNSET
    pin: Annotated[WantedPin, Meta(description="The pin that it has, or should have.")] | UnsetType = UNSET
    match_option: (
        Annotated[MatchWord, Meta(description="How the id is compared.", extra_json_schema=WRITE_ONLY)] | UnsetType
    ) = UNSET
    install_mode: (
        Annotated[
            Literal["default", "silent", "interactive"],
            Meta(description="What its installer shows.", extra_json_schema=WRITE_ONLY),
        ]
        | UnsetType
    ) = UNSET
    accept_agreements: (
        Annotated[
            bool,
            Meta(
                description="Whether the agreements of source and package are accepted.", extra_json_schema=WRITE_ONLY
            ),
        ]
        | UnsetType
    ) = UNSET
    architecture: Annotated[Text, Meta(extra_json_schema=WRITE_ONLY)] | UnsetType = UNSET
    installer_type: Annotated[Text, Meta(extra_json_schema=WRITE_ONLY)] | UnsetType = UNSET
    locale: Annotated[Text, Meta(extra_json_schema=WRITE_ONLY)] | UnsetType = UNSET
    location: Annotated[LongText, Meta(extra_json_schema=WRITE_ONLY)] | UnsetType = UNSET
    override: (
        Annotated[
            LongText,
            Meta(description="Arguments in place of the manifest's.", extra_json_schema=WRITE_ONLY | SECRET),
        ]
        | UnsetType
    ) = UNSET
    custom: (
        Annotated[LongText, Meta(description="Further arguments.", extra_json_schema=WRITE_ONLY | SECRET)] | UnsetType
    ) = UNSET
    skip_dependencies: Annotated[bool, Meta(extra_json_schema=WRITE_ONLY)] | UnsetType = UNSET
    name: Annotated[str, Meta(extra_json_schema=READ_ONLY)] | UnsetType = UNSET
    available_version: Annotated[str, Meta(extra_json_schema=READ_ONLY)] | UnsetType = UNSET

    @property
    def match(self) -> MatchOption:
        return _MATCHES[given(self.match_option, "equalsCaseInsensitive")]

    @property
    def mode(self) -> InstallMode:
        return _MODES[given(self.install_mode, "default")]

    @property
    def scope_wish(self) -> ScopeWish | None:
        return _SCOPES.get(given(self.scope, "any"))

    @property
    def version_text(self) -> str | None:
        return optional(self.version)

    @property
    def accepts(self) -> bool:
        return given(self.accept_agreements, False)
