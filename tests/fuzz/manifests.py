"""Manifests as the index, `show` and the installs read them: one file or several, apart by a line `=====`."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from fuzz.target import Outlives, nothing_left
from kit.place import Place
from wingetpy.errors import EngineError, ErrorCode, ManifestError
from wingetpy.manifests.read import read_manifest
from wingetpy.manifests.summary import summarize
from wingetpy.protocol.messages import encode
from wingetpy.sources.index.package import Collected
from wingetpy.sources.index.reading import Reader
from wingetpy.sources.index.version_file import read_version_file
from wingetpy.sources.index.walk import ManifestFolder
from wingetpy.sources.index.writer import IndexWriter

_BETWEEN = b"\n=====\n"
_MOST_FILES = 6


class Target:
    """See `target.Target`."""

    seconds = 15.0
    megabytes = 1024
    most_bytes = 40_000
    tokens: Sequence[bytes] = (
        b"&a ", b"*a", b"<<: *a", b"!!binary ", b"!!python/object:os.system ", b"? ", b"| \n  x", b">-\n  y", b"---\n",
        b"...\n", b"%YAML 1.1\n", b"# ", b"'", b'"', b'"\\u0000"', b'"\\uD800"', b"\xef\xbb\xbf", b"\xff\xfe", b"\x00",
        b"\xc2\x85", b"\xe2\x80\xa8", b"[", b"]", b"{", b"}", b"[]", b"{}", b"~", b"null", b"1.10.0", b"0.1.0",
        b"2.0.0", b"1.99.0", b"singleton", b"merged", b"version", b"installer", b"defaultLocale", b"locale", b"zip",
        b"portable", b"msix", b"msstore", b"font", b"exe", b"Installers:\n- ",
        b"AppsAndFeaturesEntries:\n- DisplayName: a\n", b"NestedInstallerFiles:\n- RelativeFilePath: ..\\x\n",
        b"Dependencies:\n  PackageDependencies:\n  - PackageIdentifier: A.B\n",
        b"Localization:\n- PackageLocale: de\n", b"Markets:\n  AllowedMarkets: [US]\n", b"ExcludedMarkets: [DE]\n",
        b"a: &b [*b]\n", b"InstallationMetadata:\n  Files:\n  - RelativeFilePath: a\n",
        b"Authentication:\n  AuthenticationType: none\n",
        b"ExpectedReturnCodes:\n- InstallerReturnCode: 99999999999\n  ReturnResponse: x\n",
        b"InstallerSwitches:\n  Silent: x\n", b"< unknown", b"> 1", b"latest", b"1.0-beta",
        "İıßﬃ\u200b\U0001f600".encode(), _BETWEEN, b"2024-02-30", b"true", b"-1",
    )  # fmt: skip

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "case"
        self._folder.mkdir()
        self._place = Place(folder / "place")
        self._whole = folder

    def run(self, case: bytes) -> str:
        files = {f"{number}.yaml": data for number, data in enumerate(case.split(_BETWEEN)[:_MOST_FILES])}
        with nothing_left(self._whole, but=("place",)):
            for name, data in files.items():
                (self._folder / name).write_bytes(data)
            try:
                return f"{self._indexed(files)}, {self._shown(files)}"
            finally:
                for path in self._folder.iterdir():
                    path.unlink()

    def _indexed(self, files: dict[str, bytes]) -> str:
        for name, data in files.items():
            self._summed_up(name, data)
        collected = Collected()
        collected.add(Reader(str(self._folder)).read(list(files)))
        with IndexWriter(self._folder / "index.db", fresh=True) as writer:
            writer.add_folders([ManifestFolder("", tuple(files), b"")])
            writer.add_packages(collected.packages())
            writer.add_faults(collected.faults)
            _, packages, versions, _ = writer.counted()
        reasons = {fault.reason.partition(":")[0][:20] for fault in collected.faults}
        return f"{packages} of {versions} indexed {sorted(reasons)}"

    def _summed_up(self, name: str, data: bytes) -> None:
        quick = read_version_file(data)
        try:
            slow = summarize(data, name)
        except ManifestError:
            if quick is not None:
                raise Outlives("the quick reader of version files takes what is refused") from None
            return
        if quick is not None and quick != slow:
            raise Outlives(f"the quick reader of version files reads {quick}, not {slow}")

    def _shown(self, files: dict[str, bytes]) -> str:
        try:
            manifest = read_manifest(list(files.items()))
            encode(manifest)
        except EngineError as error:
            _must_be_known(error)
            read = "refused"
        else:
            read = "read"
        for method, params in (("package/show", {}), ("package/plan", {"Operation": "Install"})):
            try:
                encode(self._place.ask(method, Manifest=str(self._folder), **params))
                encode(self._place.call.rows)
            except EngineError as error:
                _must_be_known(error)
                if read == "refused":
                    raise
                return f"read, {method} {error.symbol}"
        if read == "refused":
            raise Outlives("what read_manifest refuses was shown")
        return read

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """Files mixed."""
        if rng.random() > 0.1:
            return None
        files = case.split(_BETWEEN) + rng.choice(others).split(_BETWEEN)
        rng.shuffle(files)
        return _BETWEEN.join(files[:_MOST_FILES])


def _must_be_known(error: EngineError) -> None:
    if error.code is ErrorCode.InternalError:
        raise Outlives(error.text)
