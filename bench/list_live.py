"""A list of 400 installed programs with a REST source whose server takes 200 ms for each answer.

    python bench/list_live.py [--rounds 5]

The server is `source serve` over 200 manifests in this process, over TLS, made slow in front. The peer is the same
number of answers one after the other. Also: how many requests were under way at once, at most 8; how soon a list
is there, with what the other sources know, when the server never answers: LIST_PATIENCE and not much more; and how soon
then the first rows are, of 100 programs that a folder before it knows, beside the whole list without that server.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import trustme

import catalogue
from measured import line
from wingetpy.authoring.rest_app import RestApplication
from wingetpy.authoring.rest_server import rest_server
from wingetpy.authoring.served_folder import ServedFolder
from wingetpy.commands.engine import Engine
from wingetpy.commands.package_get import LIST_PATIENCE
from wingetpy.commands.registry import invoke, load
from wingetpy.correlation.correlate import correlate
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.inventory.arp import UNINSTALL_KEY
from wingetpy.inventory.installed import installed_entries
from wingetpy.sources.catalog import Sources

ANSWER_SECONDS = 0.2
MOST_AT_ONCE = 8
ENTRIES, PACKAGES, KNOWN = 400, 200, 100
LIMIT = 0.4
"""Of the time of the same answers one after the other."""
FIRST_LIMIT = 1.5
MANIFEST = """PackageIdentifier: Bench.Tool{number}
PackageVersion: 2.0
PackageLocale: en-US
Publisher: Bench
PackageName: Tool number {number}
License: MIT
ShortDescription: For the bench
Installers:
- Architecture: x64
  InstallerType: exe
  InstallerUrl: https://localhost/tool{number}.exe
  InstallerSha256: {hash}
  ProductCode: {code}-{number}
ManifestType: singleton
ManifestVersion: 1.6.0
"""


class SlowServer:
    """A WSGI application in front of another one: every answer takes ANSWER_SECONDS, or never comes."""

    def __init__(self, application: RestApplication) -> None:
        self._application = application
        self._lock = threading.Lock()
        self._under_way = 0
        self.answered = self.most_at_once = 0
        self.stuck = threading.Event()
        self.release = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._lock:
            self._under_way += 1
            self.answered += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            if self.stuck.is_set() and environ["PATH_INFO"] != "/information":
                self.release.wait(60)
            time.sleep(ANSWER_SECONDS)
            return self._application(environ, start_response)
        finally:
            with self._lock:
                self._under_way -= 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print("what | ours | peer | ratio | limit")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # the server still runs
        place = Path(folder)
        write_manifests(place / "manifests")
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(place / "ca.pem"))
        authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(place / "server.pem"))
        os.environ["SSL_CERT_FILE"] = str(place / "ca.pem")
        slow = SlowServer(RestApplication(ServedFolder(str(place / "manifests"), place / "served")))
        with rest_server(slow, "localhost", 0, place / "server.pem", None) as server:  # type: ignore[arg-type]
            threading.Thread(target=server.serve_forever, daemon=True).start()
            return measured(slow, f"https://localhost:{server.port}", place, rounds)


def measured(slow: SlowServer, url: str, place: Path, rounds: int) -> int:
    """Print the lines; whether one is over its limit."""
    host = SandboxHost(place / "machine")
    register(host)
    sources = Sources(host.state_folder())
    sources.add(catalogue.Silent(), "live", url, "Microsoft.Rest")
    took: list[float] = []
    for _ in range(rounds):
        slow.answered = 0
        started = time.perf_counter()
        found = correlate(installed_entries(host), sources.open(catalogue.Silent()))
        took.append(time.perf_counter() - started)
        assert sum(one.package is not None for one in found) == PACKAGES
    text = f"list {ENTRIES} entries, {slow.answered} requests to a REST source of {1000 * ANSWER_SECONDS:g} ms"
    over = line(text, statistics.median(took), slow.answered * ANSWER_SECONDS, LIMIT, "s")
    over = line("requests under way at once", slow.most_at_once, MOST_AT_ONCE, 1.0, "") or over
    over = without_the_server(slow, sources, host) or over
    return int(first_rows(slow, url, place, rounds) or over)


def without_the_server(slow: SlowServer, sources: Sources, host: SandboxHost) -> bool:
    slow.stuck.set()
    started = time.perf_counter()
    found = correlate(installed_entries(host), sources.open(catalogue.Silent(), patience=LIST_PATIENCE))
    took = time.perf_counter() - started
    slow.release.set()
    assert len(found) == ENTRIES
    return line("list while the server does not answer", took, LIST_PATIENCE, 1.3, "s")


class FirstRows(catalogue.Silent):
    """A call that keeps when its first rows came, and how many; `then` is called once they have."""

    forced = False

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self._then = then
        self._began = time.perf_counter()
        self.seconds = 0.0
        self.count = 0

    def items(self, rows: object) -> None:
        if not self.count and isinstance(rows, Sequence) and rows:
            self.seconds, self.count = time.perf_counter() - self._began, len(rows)
            self._then()


def first_rows(slow: SlowServer, url: str, place: Path, rounds: int) -> bool:
    """Print the time to the first rows of a list; each is the first one of an engine. The two lists take turns."""
    write_manifests(place / "known", range(PACKAGES, PACKAGES + KNOWN), code="own")
    hosts = [SandboxHost(place / name) for name in ("alone", "both")]
    for host in hosts:
        register(host)
        Sources(host.state_folder()).add(catalogue.Silent(), "local", str(place / "known"), "WinGetPy.Folder")
    Sources(hosts[1].state_folder()).add(catalogue.Silent(), "live", url, "Microsoft.Rest")
    alone: list[float] = []
    took: list[float] = []
    for _ in range(rounds):
        alone.append(listed(hosts[0], FirstRows()).seconds)
        slow.release.clear()
        slow.stuck.set()
        call = listed(hosts[1], FirstRows(slow.release.set))
        assert call.count == KNOWN, f"{call.count} rows at once"
        took.append(call.seconds)
    what = f"first {KNOWN} rows of a list while the server does not answer (peer: the whole list without it)"
    return line(what, statistics.median(took), statistics.median(alone), FIRST_LIMIT, "s")


def listed(host: SandboxHost, call: FirstRows) -> FirstRows:
    parameters = msgspec.convert({}, load("package/get").parameters)
    engine = Engine(host)
    found = invoke(engine, "package/get", parameters, call)
    engine.sources.close()
    assert found.count == ENTRIES  # type: ignore[attr-defined]
    return call


def write_manifests(folder: Path, numbers: Iterable[int] = range(PACKAGES), code: str = "bench-tool") -> None:
    folder.mkdir()
    for number in numbers:
        (folder / f"{number}.yaml").write_text(MANIFEST.format(number=number, code=code, hash="0" * 64))


def register(host: SandboxHost) -> None:
    """Put the served packages on the machine, and as many programs of nobody."""
    for number in range(ENTRIES):
        key = f"bench-tool-{number}" if number < PACKAGES else f"own-{number}"
        values = {"DisplayName": f"Program {number}", "DisplayVersion": "1.0", "Publisher": f"Somebody {number}",
                  "UninstallString": f"C:\\{number}\\uninstall.exe"}  # fmt: skip
        for title, text in values.items():
            host.registry.set_value(Hive.machine, f"{UNINSTALL_KEY}\\{key}", title, RegistryValue("sz", text))


if __name__ == "__main__":
    sys.exit(main())
