"""A REST source that a test scripts: what it says about itself, what a search finds, which manifests there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from kit.calls import Listener
from kit.secure_server import Answer, Asked, Authority, Site, site
from wingetpy.model.proxy import CallerAccess
from wingetpy.sources.catalog import Sources
from wingetpy.sources.composite import CompositeSource

HASH = "ab" * 32
Json = dict[str, Any]


def package(identifier: str, *versions: str, name: str = "", **fields: Any) -> Json:
    """Return a package as an answer to a search holds it; `fields` are of each version."""
    return {
        "PackageIdentifier": identifier,
        "PackageName": name or identifier.rpartition(".")[2],
        "Publisher": identifier.partition(".")[0],
        "Versions": [{"PackageVersion": version, **fields} for version in versions or ("1.0",)],
    }


def manifest(
    version: str = "1.0", *, name: str = "Tool", url: str = "https://example.org/tool.exe", **fields: Any
) -> Json:
    """Return one version of a package as an answer for its manifests holds it; `fields` are the installer's."""
    return {
        "PackageVersion": version,
        "DefaultLocale": {
            "PackageLocale": "en-US",
            "Publisher": "Somebody",
            "PackageName": name,
            "License": "MIT",
            "ShortDescription": "For tests",
        },
        "Installers": [
            {
                "Architecture": "x64",
                "InstallerType": "portable",
                "InstallerUrl": url,
                "InstallerSha256": HASH,
                **fields,
            }
        ],
    }


@dataclass
class Service:
    """What the server knows.

    Attributes:
        information: Members of its information besides the identifier.
        headers: Of the answer with its information.
        pages: The packages that a search answers, page by page, whatever is searched for.
        manifests: The versions of each package.
        overrides: Answers instead, by the first word of the path: `information`, `manifestSearch`, `packageManifests`.
    """

    information: Json = field(default_factory=lambda: {"ServerSupportedVersions": ["1.0.0", "1.10.0"]})
    headers: tuple[tuple[str, str], ...] = ()
    pages: list[list[Json]] = field(default_factory=lambda: [[]])
    manifests: dict[str, list[Json]] = field(default_factory=dict)
    overrides: dict[str, Any] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Answer:
        parts = urlsplit(asked.path)
        word, _, rest = parts.path.strip("/").partition("/")
        if (override := self.overrides.get(word)) is not None:
            given = override(asked) if callable(override) else override
            assert isinstance(given, Answer)
            return given
        if word == "information":
            return Answer.json({"Data": {"SourceIdentifier": "Test.Rest", **self.information}}, 200, *self.headers)
        if word == "manifestSearch":
            number = int(asked.headers.get("continuationtoken") or 0)
            found: Json = {"Data": self.pages[number]}
            if number + 1 < len(self.pages):
                found["ContinuationToken"] = str(number + 1)
            return Answer.json(found) if self.pages[number] else Answer(204, ())
        assert word == "packageManifests", asked.path
        return self._manifests(unquote(rest), parse_qs(parts.query))

    def _manifests(self, identifier: str, query: dict[str, list[str]]) -> Answer:
        versions = self.manifests.get(identifier, [])
        if "Version" in query:
            versions = [one for one in versions if one["PackageVersion"] == query["Version"][0]]
        if not versions:
            return Answer(204, ())
        return Answer.json({"Data": {"PackageIdentifier": identifier, "Versions": versions}})


@dataclass
class Served:
    """A scripted source that the engine has, and what it was asked."""

    site: Site
    sources: Sources
    call: Listener

    def open(self) -> CompositeSource:
        return self.sources.open(self.call, "rest")

    def searches(self) -> list[Any]:
        return [one.json for one in self.site.asked if one.path == "/manifestSearch"]


@contextmanager
def served(service: Service, authority: Authority, state: Path, access: CallerAccess | None = None) -> Iterator[Served]:
    """Serve a scripted source and add it as `rest`."""
    with site(service.answer, authority) as known:
        sources, call = Sources(state), Listener(access=access or CallerAccess())
        sources.add(call, "rest", known.url, "Microsoft.Rest")
        try:
            yield Served(known, sources, call)
        finally:
            sources.close()
