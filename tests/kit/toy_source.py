"""A kind of source that exists for the tests only: a service that answers requests, here in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from wingetpy.errors import ConsentMissing, ErrorCode, NotFound, SourceError
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.read import read_manifest
from wingetpy.model.call import Call
from wingetpy.model.proxy import Proxy
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.sources.details import SourceDetails, SourceUpdate
from wingetpy.sources.keys import KeyKind, PackageKeys, joined, name_keys, publisher_key
from wingetpy.sources.match import MatchField, MatchType, rank, resolve
from wingetpy.sources.request import Hit, PackageVersion, Ranked, SearchRequest
from wingetpy.sources.source import Source, SourceAccess, SourceHome, SourceLocation

_LONGEST_SECONDS = 30.0


class Asked(NamedTuple):
    """A request as the service saw it."""

    what: str
    proxy: Proxy | None
    header: str | None


@dataclass
class Service:
    """What the toy source asks.

    Attributes:
        manifests: Manifest texts by id and version.
        agreements: Must be accepted before anything is answered; empty for none.
        most: How many packages a search answers.
        is_down: It answers nothing.
        gate: Until it is set, no request but that for its information is answered; None for a quick service.
    """

    manifests: dict[str, dict[str, str]] = field(default_factory=dict)
    agreements: str = ""
    most: int = 100
    is_down: bool = False
    gate: threading.Event | None = None
    asked: list[Asked] = field(default_factory=list)


class ToyKind:
    """The line of the table: `toy://` and the name of a service."""

    type = "Test.Toy"
    is_live = True
    arguments = "toy:// and the name of a service"

    def __init__(self, services: Mapping[str, Service]) -> None:
        self._services = services

    def recognises(self, argument: str) -> bool:
        return argument.startswith("toy://")

    def spelled(self, argument: str) -> str:
        return argument

    def recognises_installed(self, argument: str) -> bool:
        return True

    def locate(self, argument: str, call: Call, access: SourceAccess) -> SourceLocation:
        name = argument.removeprefix("toy://").strip("/").lower()
        if name not in self._services:
            raise SourceError(f"There is no service {name}.", target=argument)
        _ask(self._services[name], "information", call, access)
        return SourceLocation(f"toy://{name}", f"Toy: {name}")

    def make(self, details: SourceDetails, home: SourceHome) -> Source:
        return ToySource(details, home, self._services[details.argument.removeprefix("toy://")])

    def last_update(self, folder: Path) -> float | None:
        file = folder / "checked"
        return file.stat().st_mtime if file.exists() else None


class ToySource:
    def __init__(self, details: SourceDetails, home: SourceHome, service: Service) -> None:
        self.details = details
        self._home = home
        self._service = service

    def open(self, call: Call, access: SourceAccess) -> OpenToySource:
        _ask(self._service, "information", call, access)
        return OpenToySource(self.details, self._service, call, access)

    def update(self, call: Call, access: SourceAccess) -> SourceUpdate:
        _ask(self._service, "information", call, access)
        self._home.folder.mkdir(parents=True, exist_ok=True)
        (self._home.folder / "checked").touch()
        return SourceUpdate(name=self.details.name, changed=False, seconds=0.0)

    def close(self) -> None:
        """Nothing is open."""


class OpenToySource:
    """Answers one command: each question is a request with the call's proxy and the caller's header."""

    root = None

    def __init__(self, details: SourceDetails, service: Service, call: Call, access: SourceAccess) -> None:
        self.details = details
        self._service = service
        self._call = call
        self._access = access

    def search(self, request: SearchRequest) -> Ranked:
        found = sorted((hit for hit in self._hits("search") if self._matches(hit[1], request)), key=lambda hit: hit[0])
        kept = found[: self._service.most]
        return Ranked([ranked for ranked, _ in kept], [hit for _, hit in kept], len(kept) < len(found))

    def find_single(self, request: SearchRequest) -> Ranked:
        wanted = fold(request.query or request.id or request.name or "")
        found = [(0, hit) for _, hit in self._hits("single") if wanted in (fold(hit.id), fold(hit.name))]
        return Ranked([ranked for ranked, _ in found], [hit for _, hit in found])

    @property
    def content(self) -> None:
        return None  # the service may publish at any time

    def versions(self, identifier: str) -> tuple[PackageVersion, ...]:
        return tuple(PackageVersion(version) for version in self._versions(identifier))

    def manifest(self, identifier: str, version: str | None = None) -> Manifest:
        versions = self._versions(identifier)
        wanted = next((one for one in versions if version in (None, one)), None)
        if wanted is None:
            raise NotFound(f"There is no {identifier} {version}.", code=ErrorCode.NoManifestFound)
        return read_manifest([("manifest", self._package(identifier)[wanted].encode())])

    def by_keys(self, kind: KeyKind, values: Iterable[str]) -> dict[str, list[str]]:
        asked = set(values)
        owners: dict[str, list[str]] = {}
        for identifier in self._service.manifests:
            for value in asked & _values(self.keys(identifier), kind):
                owners.setdefault(value, []).append(identifier)
        return owners

    def keys(self, identifier: str) -> PackageKeys:
        manifest = self.manifest(identifier)
        publisher = publisher_key(manifest.localization.publisher or "")
        names = frozenset((name, publisher) for name in name_keys(manifest.localization.package_name or ""))
        codes = frozenset(fold(one.product_code) for one in manifest.installers if one.product_code)
        return PackageKeys(product_codes=codes, names=names)

    def _hits(self, what: str) -> list[tuple[int, Hit]]:
        _ask(self._service, what, self._call, self._access)
        return [(rank(MatchType.wildcard, MatchField.unknown), self._hit(one)) for one in self._service.manifests]

    def _hit(self, identifier: str) -> Hit:
        name = self.manifest(identifier).localization.package_name or identifier
        return Hit(identifier, name, "", "\n".join(self._versions(identifier)), self.details.name, None, None)

    def _matches(self, hit: Hit, request: SearchRequest) -> bool:
        fields = ((MatchField.id, hit.id), (MatchField.package_name, hit.name))
        return resolve(request.query or request.id or request.name or "", fields).field is not MatchField.unknown

    def _versions(self, identifier: str) -> list[str]:
        return sorted(self._package(identifier), key=Version.parse, reverse=True)

    def _package(self, identifier: str) -> dict[str, str]:
        _ask(self._service, f"package {identifier}", self._call, self._access)
        packages = {fold(one): versions for one, versions in self._service.manifests.items()}
        return packages.get(fold(identifier), {})


def _values(keys: PackageKeys, kind: KeyKind) -> set[str]:
    if kind is KeyKind.name_and_publisher:
        return {joined(name, publisher) for name, publisher in keys.names}
    return set(keys.product_codes) if kind is KeyKind.product_code else set()


def _ask(service: Service, what: str, call: Call, access: SourceAccess) -> None:
    service.asked.append(Asked(what, call.proxy, access.header))
    if service.gate is not None and what != "information":
        service.gate.wait(_LONGEST_SECONDS)
    if service.is_down:
        raise SourceError("The service does not answer.", code=ErrorCode.SourceOpenFailed)
    if service.agreements and not access.accept_agreements:
        raise ConsentMissing(
            f"The source asks for agreement to:\n{service.agreements}", code=ErrorCode.SourceAgreementsNotAccepted
        )
