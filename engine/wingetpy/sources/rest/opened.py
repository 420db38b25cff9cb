"""A REST source that was opened for a command: every question is a request, what came in answer is used again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from wingetpy.errors import ErrorCode, ManifestError, NotFound, SourceError
from wingetpy.manifests.merge import Merged
from wingetpy.manifests.model import Manifest
from wingetpy.model.call import Call
from wingetpy.model.text import excerpt, fold
from wingetpy.model.version import Version, is_version
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.keys import KeyKind, PackageKeys, joined, name_and_publisher
from wingetpy.sources.request import PackageVersion, Ranked, SearchRequest
from wingetpy.sources.rest import asking, matches
from wingetpy.sources.rest.contract import (
    CHANNEL,
    KEY_WORDS,
    VERSION,
    AnswerUnusable,
    FoundItem,
    Information,
    SearchBody,
    is_at_least,
    texts,
)
from wingetpy.sources.rest.package import ServedPackage
from wingetpy.sources.rest.server import SEARCH_SECONDS, RestServer
from wingetpy.transfer.no_reply import ByteBudget

_Read = TypeVar("_Read", Manifest, Merged)

MOST_PACKAGES = 100_000
"""Of one search; more are cut off and reported as such."""
KEYS_A_REQUEST = 50
KEY_REQUESTS_AT_ONCE = 8
KEYS_SECONDS = 60.0
"""For recognising all that is installed."""
UNKNOWN = "unknown"


class OpenRest:
    """See `wingetpy.sources.source.OpenSource`.

    Args:
        contract: The version that was agreed on.
        market: The region that the server learns; None where it does not ask for it.
        correlates: Whether it takes part in recognising installed programs.
        call: The command's.
    """

    root = None

    def __init__(
        self,
        details: SourceDetails,
        server: RestServer,
        information: Information,
        contract: str,
        market: str | None,
        *,
        correlates: bool,
        call: Call,
    ) -> None:
        self.details = details
        self._server = server
        self._information = information
        self._contract = contract
        self._market = market
        self._correlates = correlates
        self._call = call
        self._found: dict[str, FoundItem] = {}
        self._served: dict[str, ServedPackage | None] = {}
        self._keys_budget = server.budget()

    @property
    def content(self) -> None:
        return None  # it may change at any moment

    def search(self, request: SearchRequest) -> Ranked:
        """Return everything that matches, best first."""
        return self._answer(asking.whole(request), request, None if asking.patterns(request) else request.count)

    def find_single(self, request: SearchRequest) -> Ranked:
        """Return what an operation on one package may mean by this request, best first."""
        return self._answer(asking.single(request), request, None)

    def versions(self, identifier: str) -> tuple[PackageVersion, ...]:
        """Return the versions of a package, newest first; none if the package is not here."""
        item = self._found.get(fold(identifier))
        if item is not None and not (len(item.versions) == 1 and fold(item.versions[0].package_version) == UNKNOWN):
            return matches.versions(item)
        items = self._by_manifests(identifier)
        return matches.versions(items[0]) if items else ()

    def manifest(self, identifier: str, version: str | None = None) -> Manifest:
        """Return the manifest of a version, asked for now.

        Raises:
            NotFound: no such package or version.
            SourceError: the answer cannot be used; it holds no valid manifest.
        """
        return self._of_version(identifier, version, ServedPackage.manifest)

    def merged(self, identifier: str, version: str | None = None) -> Merged:
        """Return the fields of a version's manifest as they were sent. Raises as `manifest` does."""
        return self._of_version(identifier, version, ServedPackage.merged)

    def _of_version(
        self, identifier: str, version: str | None, read: Callable[[ServedPackage, str], _Read | None]
    ) -> _Read:
        chosen = self._version(identifier, version)
        served = self._served.get(fold(identifier))
        if served is None:
            served = self._manifests(identifier, self._parameters(identifier, chosen))
        try:
            found = read(served, chosen) if served else None
        except (ManifestError, AnswerUnusable) as error:
            self._server.invalid(f"the manifest of {identifier} {chosen} is not valid: {error}")
        if found is None:
            raise self._no_version(identifier, chosen, ())
        return found

    def by_keys(self, kind: KeyKind, values: Iterable[str]) -> dict[str, list[str]]:
        """Return the ids of the packages that have each of the keys: many keys a request, a few requests at once."""
        field = KEY_WORDS.get(kind)
        unsupported = {name.lower() for name in texts(self._information.unsupported_package_match_fields)}
        if not self._correlates or field is None or field.lower() in unsupported:
            return {}
        wanted = list(dict.fromkeys(values))
        asked = [name_and_publisher(value)[0] for value in wanted] if kind is KeyKind.name_and_publisher else wanted
        items = self._with_keys(field, list(dict.fromkeys(text for text in asked if text)))
        owners: dict[str, list[str]] = {}
        known = set(wanted)
        for item in items:
            self._found.setdefault(fold(item.package_identifier), item)
            for value in _keys_of(matches.keys(item), kind) & known:
                owners.setdefault(value, []).append(item.package_identifier)
        return owners

    def keys(self, identifier: str) -> PackageKeys:
        """Return all keys of a package, of all its versions."""
        served = self._package(identifier)
        return served.keys() if served else PackageKeys()

    def _answer(self, body: SearchBody, request: SearchRequest, count: int | None) -> Ranked:
        items, truncated = self._items(body, count)
        self._found.update((fold(item.package_identifier), item) for item in items)
        ranked = matches.ranked(items, request, self.details.name)
        return ranked._replace(truncated=truncated)

    def _items(self, body: SearchBody, count: int | None) -> tuple[list[FoundItem], bool]:
        if (identifier := asking.id_alone(body)) is not None:
            return self._by_manifests(identifier), False
        within = self._supported(body)
        if within.asks_nothing:
            return [], False
        items, truncated = self._searched(within, count, SEARCH_SECONDS)
        if not items and (identifier := asking.id_alone(body, substring=True)) is not None:
            return self._by_manifests(identifier), False  # some servers find an id only by its whole
        return items, truncated

    def _supported(self, body: SearchBody) -> SearchBody:
        return asking.supported(body, self._information, self._contract, self._market, self.details.name)

    def _searched(
        self, body: SearchBody, count: int | None, seconds: float, budget: ByteBudget | None = None
    ) -> tuple[list[FoundItem], bool]:
        """The packages of all pages, and whether there are more than were asked for."""
        most = MOST_PACKAGES if count is None else min(count + 1, MOST_PACKAGES)
        items: list[FoundItem] = []
        for answer in self._server.search(body, seconds, budget):
            if not answer.data:
                self._refuse_unsupported(answer.unsupported_package_match_fields, answer.required_package_match_fields)
            items += answer.data or ()
            if len(items) >= most:
                more = len(items) > most or bool(answer.continuation_token)
                return self._checked(items[:most]), more
        return self._checked(items), False

    def _checked(self, items: Sequence[FoundItem]) -> list[FoundItem]:
        try:
            return list(matches.checked(items))
        except AnswerUnusable as error:
            self._server.invalid(str(error))

    def _by_manifests(self, identifier: str) -> list[FoundItem]:
        served = self._package(identifier)
        if served is None:
            return []
        try:
            item = served.item()
        except AnswerUnusable as error:
            self._server.invalid(f"the manifests of {identifier} are not valid: {error}")
        self._found[fold(identifier)] = item
        return self._checked([item])

    def _package(self, identifier: str) -> ServedPackage | None:
        """All versions of a package, asked for once a command."""
        key = fold(identifier)
        if key not in self._served:
            self._served[key] = self._manifests(identifier, {})
        return self._served[key]

    def _manifests(self, identifier: str, given: dict[str, str]) -> ServedPackage | None:
        name = self.details.name
        parameters = asking.parameters(given, self._information, self._contract, self._market, name)
        answer = self._server.manifests(identifier, parameters)
        if answer.data is None:
            self._refuse_unsupported(answer.unsupported_query_parameters, answer.required_query_parameters)
            return None
        try:
            served = ServedPackage(answer.data, self._contract)
        except AnswerUnusable as error:
            self._server.invalid(f"the answer for {identifier}: {error}")
        if fold(served.identifier) != fold(identifier):
            self._server.invalid(f"it was asked for {identifier} and gave {served.identifier[:100]}")
        return served

    def _refuse_unsupported(
        self, unsupported: Iterable[str | None] | None, required: Iterable[str | None] | None
    ) -> None:
        """Raise the error that an empty answer means if the server says what it lacks."""
        if not is_at_least(self._contract, "1.1.0"):
            return
        if lacks := texts(unsupported):
            asking.refuse(self.details.name, f"it does not support {', '.join(lacks)}")
        if wants := texts(required):
            asking.refuse(self.details.name, f"it requires {', '.join(wants)}")

    def _parameters(self, identifier: str, version: str) -> dict[str, str]:
        item = self._found.get(fold(identifier))
        alike = [one for one in item.versions if one.package_version == version] if item else []
        channel = alike[0].channel if alike and all(one.channel for one in alike) else None
        return {VERSION: version, **({CHANNEL: channel} if channel else {})}

    def _version(self, identifier: str, version: str | None) -> str:
        """Return a version as the source spells it: the same text, or else one that is equal."""
        versions = [known.version for known in self.versions(identifier)]
        if not versions:
            raise NotFound(
                f"The source {self.details.name} has no package {identifier}.",
                code=ErrorCode.NoApplicationsFound,
                target=identifier,
                remedy="Search for the package to see its id.",
            )
        if version is None or version in versions:
            return version or versions[0]
        wanted = Version.parse(version) if is_version(version) else None
        equal = next((known for known in versions if Version.parse(known) == wanted), None)
        if equal is None:
            raise self._no_version(identifier, version, versions)
        return equal

    def _no_version(self, identifier: str, version: str, versions: Sequence[str]) -> NotFound:
        more = " and more" if len(versions) > 5 else ""
        has = f" It has {excerpt(', '.join(versions[:5]))}{more}." if versions else ""
        return NotFound(
            f"No version found matching: {version} of {identifier} in the source {self.details.name}.{has}",
            code=ErrorCode.NoManifestFound,
            target=identifier,
            remedy="Name a version that the source has, or none for the newest.",
        )

    def _with_keys(self, field: str, values: Sequence[str]) -> list[FoundItem]:
        """The packages that have any of many keys; each once."""
        bodies = [
            self._supported(asking.keyed(field, values[first : first + KEYS_A_REQUEST]))
            for first in range(0, len(values), KEYS_A_REQUEST)
        ]
        until = time.monotonic() + KEYS_SECONDS

        def ask(body: SearchBody) -> list[FoundItem]:
            left = until - time.monotonic()
            if left <= 0:
                raise SourceError(
                    f"The source {self.details.name} did not say within {KEYS_SECONDS:g} seconds what is installed.",
                    code=ErrorCode.ServiceUnavailable,
                    target=self.details.name,
                    remedy="Try again later, or name the source to ask.",
                )
            return self._searched(body, None, left, self._keys_budget)[0]

        if len(bodies) < 2:
            answers = [ask(body) for body in bodies]
        else:
            with ThreadPoolExecutor(min(KEY_REQUESTS_AT_ONCE, len(bodies))) as pool:
                answers = list(pool.map(ask, bodies))
        return list({fold(item.package_identifier): item for answer in answers for item in answer}.values())


def _keys_of(keys: PackageKeys, kind: KeyKind) -> set[str]:
    if kind is KeyKind.name_and_publisher:
        return {joined(name, publisher) for name, publisher in keys.names}
    return {*(keys.package_family_names if kind is KeyKind.package_family_name else keys.product_codes)}
