"""What the engine is asked during the soak, and how each request may end when nothing is wrong."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from kit.archives import zipped
from kit.manifests import nested_files, singleton
from kit.sources import Shelf
from soak_engine import Asked, Ended

FILLERS = 300
"""Packages that are only searched for."""
PACKAGES = ("Test.Tool", "Test.Other", "Test.Box", "Test.Net", "Test.NetBox")
LOOSE = "Test.Loose"
"""A package that no source has: it is installed from a manifest."""
VERSIONS = ("1.0", "2.0", "3.0")
OK = frozenset({"Ok"})
CANCELLED = frozenset({"Cancelled", "CtrlSignalReceived"})

INSTALL = {"Ok", "AlreadyInstalled"}
UPDATE = {"Ok", "UpdateNotApplicable", "NoApplicableUpgrade", "NoApplicationsFound"}
UNINSTALL = {"Ok", "NoApplicationsFound"}
SECOND_SOURCE = {"SourceNameDoesNotExist"}
"""Other requests add and remove it."""


class Request(NamedTuple):
    method: str
    params: Any
    expected: Iterable[str] = OK


def fill(source: Path, files: Path, address: str) -> None:
    """Write the packages: portables and archives, with their installers in the source or on the web server."""
    shelf = Shelf(source)
    files.mkdir(parents=True)
    for version in VERSIONS:
        box: dict[str, bytes | str] = {f"lib/{number}.txt": f"{number} of {version}" * 500 for number in range(12)}
        shelf.program("Tool", version)
        shelf.program("Other", version)
        shelf.archive("Box", version, {"bin/tool.exe": version, **box})
        _on_the_web(shelf, files, address, "Net", version, random.Random(version).randbytes(3 << 20))
        large = zipped({"bin/tool.exe": random.Random(version).randbytes(2 << 20), **box})
        _on_the_web(shelf, files, address, "NetBox", version, large)
    _on_the_web(Shelf(files.parent / "loose"), files, address, "Loose", "1.0", b"loose" * 100_000)
    for number in range(FILLERS):
        shelf.put(f"Filler.App{number}", name=f"Application {number}", tags=("filler", f"tag{number % 7}"))


def _on_the_web(shelf: Shelf, files: Path, address: str, name: str, version: str, content: bytes) -> None:
    file = f"{name}-{version}"
    (files / file).write_bytes(content)
    archived = name.endswith("Box")
    fields = nested_files({"bin\\tool.exe": name.lower()}) if archived else {"Commands": [name.lower()]}
    text = singleton(
        f"Test.{name}",
        version,
        kind="zip" if archived else "portable",
        url=f"{address}/{file}",
        sha256=hashlib.sha256(content).hexdigest(),
        installer=fields,
    )
    shelf.write(f"Test.{name}-{version}.yaml", text)


class Mix:
    """Chooses requests.

    Args:
        choice: Makes them the same for the same seed.
        source: The folder of the source `Shelf`.
        second: The folder and the archive that a second source is added from, by turns.
        ask: Sends a request that another one's answer asked for: a plan is carried out.
    """

    def __init__(
        self, choice: random.Random, source: Path, second: tuple[Path, Path], ask: Callable[[Request], object]
    ) -> None:
        self._choice = choice
        self._source = source
        self._second = second
        self._ask = ask
        self._kinds: dict[Callable[[], Request], int] = {
            self._find: 20,
            self._get: 12,
            self._show: 8,
            self._plan: 12,
            self._install: 24,
            self._update: 10,
            self._uninstall: 14,
            self._sources: 12,
            self._other: 8,
            self._bad: 8,
        }

    def next(self) -> Request:
        """Return a request of any kind."""
        [make] = self._choice.choices(list(self._kinds), list(self._kinds.values()))
        return make()

    def broken_line(self) -> bytes:
        """Return a line whose id cannot be read."""
        lines = (
            b'{"jsonrpc"',
            b"\xff\xfe",
            b"[1,2]",
            b"null",
            b"\xef\xbb\xbf{}",
            b'{"id":' + b"[" * 3000,
            b"x" * 100_000,
        )
        return self._choice.choice(lines)

    def too_long_line(self) -> bytes:
        """Return a line over the limit of 16 MiB."""
        return b'{"jsonrpc":"2.0","id":1,"method":"' + b"x" * (17 << 20) + b'"}'

    def follow(self, ended: Ended) -> None:
        """Carry out some of the plans that were made."""
        plan = ended.final.get("result") or {}
        if ended.asked.method != "package/plan" or "PlanId" not in plan or self._choice.random() < 0.4:
            return
        method = f"package/{ended.asked.params['Operation'].lower()}"
        known = {"Install": INSTALL, "Update": UPDATE, "Uninstall": UNINSTALL}[ended.asked.params["Operation"]]
        self._ask(Request(method, {"PlanId": plan["PlanId"], "LockWaitSeconds": 100.0}, {*known, "PlanStale"}))

    def _find(self) -> Request:
        chosen = self._choice.choice(
            [
                {"Query": self._choice.choice(["Test", "application", "1", "a", "filler", "nothing at all", "*", "é"])},
                {"Id": f"Filler.App{self._choice.randrange(FILLERS)}"},
                {"Id": "Filler.*9?"},
                {"Tag": "tag3", "Count": 5},
                {"Name": "Application 12", "MatchOption": "StartsWithCaseInsensitive"},
                {"Query": "extra", "Source": "Second"},
                {"Query": "x" * 1000},
            ]
        )
        return Request("package/find", chosen, OK | (SECOND_SOURCE if "Source" in chosen else frozenset()))

    def _get(self) -> Request:
        chosen = self._choice.choice([{}, {"UpdateAvailable": True}, {"Query": "test"}, {"Id": "Test.*", "Count": 2}])
        return Request("package/get", chosen)

    def _show(self) -> Request:
        if self._choice.random() < 0.1:
            return Request("package/show", {"Id": "No.Such"}, {"NoApplicationsFound"})
        if self._choice.random() < 0.1:
            return Request("package/show", {"Id": "Test.Tool", "Version": "9"}, {"NoManifestFound"})
        return Request("package/show", {"Id": self._package(), "Version": self._choice.choice(VERSIONS)})

    def _plan(self) -> Request:
        operation = self._choice.choice(("Install", "Update", "Uninstall"))
        expected = {"Install": INSTALL, "Update": UPDATE, "Uninstall": UNINSTALL}[operation]
        return Request("package/plan", {"Operation": operation, "Id": self._package()}, expected)

    def _install(self) -> Request:
        params: dict[str, Any] = {"Id": self._package()}
        chance = self._choice.random()
        if chance < 0.3:
            params["Version"] = self._choice.choice(VERSIONS)
        elif chance < 0.4:
            params["Force"] = True
        elif chance < 0.5:
            params = {"Manifest": str(self._source.parent / "loose" / f"{LOOSE}-1.0.yaml")}
        return self._limited("package/install", params, INSTALL)

    def _update(self) -> Request:
        if self._choice.random() < 0.3:
            return self._limited("package/update", {"All": True}, UPDATE)
        return self._limited("package/update", {"Id": self._package()}, UPDATE)

    def _uninstall(self) -> Request:
        chosen = self._choice.choice((*PACKAGES, LOOSE))
        params = {"Id": chosen} | self._choice.choice(({}, {}, {"Purge": True}, {"Force": True}))
        return self._limited("package/uninstall", params, UNINSTALL)

    def _limited(self, method: str, params: dict[str, Any], expected: set[str]) -> Request:
        """A change that waits for others, for a moment or for long, and may have a time limit."""
        if self._choice.random() < 0.2:
            return Request(method, params | {"LockWaitSeconds": 0.05}, expected | {"InstallInProgress"})
        if self._choice.random() < 0.1:
            limit = {"TimeoutSeconds": self._choice.choice((0.01, 1, 5))}
            return Request(method, params | limit, expected | {"Timeout", "InstallInProgress"})
        return Request(method, params | {"LockWaitSeconds": 100.0}, expected)

    def _sources(self) -> Request:
        second, taken = {"Name": "Second"}, "SourceNameAlreadyExists"
        add = second | {"Argument": str(self._choice.choice(self._second))}
        return self._choice.choice(
            [
                Request("source/list", {}),
                Request("source/export", {}),
                Request("source/add", add, {"Ok", taken}),
                Request("source/add", second | {"Argument": "/nowhere"}, {"SourceOpenFailed", taken}),
                Request("source/update", {}, OK | SECOND_SOURCE),
                Request("source/update", {"Name": "Shelf"}),
                Request("source/update", second, OK | SECOND_SOURCE),
                Request("source/edit", second | {"Priority": self._choice.randrange(5)}, OK | SECOND_SOURCE),
                Request("source/remove", second, OK | SECOND_SOURCE),
                Request("source/reset", second, OK | SECOND_SOURCE),
            ]
        )

    def _other(self) -> Request:
        return self._choice.choice(
            [
                Request("engine/info", {}),
                Request("setting/get", {}),
                Request("setting/export", {}),
                Request("manifest/hash", {"Path": str(self._source / "files" / "Test.Box-1.0.zip")}),
                Request("manifest/hash", {"Path": str(self._source / "none")}, {"FileNotFound"}),
                Request("manifest/hash", {"Path": __file__, "Msix": True}, {"MsixNotAPackage"}),
            ]
        )

    def _bad(self) -> Request:
        invalid = {"InvalidParams"}
        return self._choice.choice(
            [
                Request("package/find", {"Query": 5}, invalid),
                Request("package/find", {"Query": "x" * 2000}, invalid),
                Request("package/install", {"Scope": "Everywhere"}, invalid),
                Request("package/plan", {"Id": "Test.Tool"}, invalid),
                Request("package/find", [1], invalid),
                Request("package/none", {}, {"MethodNotFound"}),
                Request("package/install", {"Id": "Test.Tool", "Architecture": "z80"}, {"InvalidClArguments"}),
                Request("package/update", {}, {"InvalidClArguments"}),
                Request(
                    "package/install",
                    {"Manifest": __file__},
                    {"InvalidManifest"},
                ),
                Request("package/install", {"PlanId": "none"}, {"PlanStale"}),
                Request("source/remove", {}, {"InvalidClArguments"}),
            ]
        )

    def _package(self) -> str:
        return self._choice.choice(PACKAGES)


def second_sources(folder: Path, archive: Path) -> tuple[Path, Path]:
    """Write a small source as a folder and as an archive."""
    shelf = Shelf(folder)
    for number in range(20):
        shelf.put(f"Extra.App{number}")
    archive.write_bytes(zipped({path.name: path.read_bytes() for path in folder.rglob("*.yaml")}))
    return folder, archive


def strange(ended: Ended, faults: set[str]) -> str | None:
    """Return what is wrong with an answer, None where it is one of those that the request may have.

    Args:
        faults: Outcomes that what was wrong meanwhile allows.
    """
    allowed = ended.asked.expected | faults | (CANCELLED if ended.asked.cancelled else frozenset())
    if ended.outcomes <= allowed:
        return None
    return f"{_described(ended.asked)}: {sorted(ended.outcomes - allowed)}: {ended.text}"


def _described(asked: Asked) -> str:
    return f"{asked.method} {json.dumps(asked.params)[:300]}{' (cancelled)' if asked.cancelled else ''}"
