"""Small sources of manifests, and installed programs to find in them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.call import Progress
from wingetpy.model.scope import Scope
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.details import FOLDER_TYPE, SourceDetails
from wingetpy.sources.folder import FolderSource


class QuietCall:
    """Listens to nobody and is never cancelled."""

    cancelled = False
    proxy = None

    def items(self, rows: Sequence[object]) -> None: ...
    def progress(self, progress: Progress) -> None: ...
    def message(self, level: str, text: str, code: str | None = None) -> None: ...


@pytest.fixture
def manifest(tmp_path: Path):
    """`manifest("Some.Tool", "1.0", more="...")`: put a singleton into a source; `more` is YAML at its root."""

    def put(
        identifier: str,
        version: str = "1.0",
        *,
        name: str = "Tool",
        publisher: str = "Somebody",
        more: str = "",
        source: str = "main",
        sha256: str = "A" * 64,
    ) -> None:
        folder = tmp_path / source
        folder.mkdir(exist_ok=True)
        (folder / f"{identifier}-{version}.yaml").write_text(
            f"PackageIdentifier: {identifier}\nPackageVersion: '{version}'\nPackageLocale: en-US\n"
            f"Publisher: {publisher}\nPackageName: {name}\nLicense: MIT\nShortDescription: A tool\n{more}\n"
            "Installers:\n- Architecture: x64\n  InstallerType: exe\n  InstallerUrl: https://example.org/tool.exe\n"
            f"  InstallerSha256: {sha256}\nManifestType: singleton\nManifestVersion: 1.6.0\n",
            "utf-8",
        )

    return put


@pytest.fixture
def sources(tmp_path: Path):
    """`sources("main", ...)`: the sources opened as one; the first has the identifier `Main`, and so on."""
    opened: list[FolderSource] = []

    def open_all(*names: str, priorities: Sequence[int] = ()) -> CompositeSource:
        call = QuietCall()
        these: list[FolderSource] = []
        for place, name in enumerate(names or ("main",)):
            (tmp_path / name).mkdir(exist_ok=True)
            details = SourceDetails(
                name=name,
                type=FOLDER_TYPE,
                argument=str(tmp_path / name),
                identifier=name.capitalize(),
                priority=priorities[place] if priorities else 0,
            )
            source = FolderSource(details, tmp_path / "cache", 1)
            source.open(call)
            these.append(source)
        opened.extend(these)
        return CompositeSource(these, call)

    yield open_all
    for source in opened:
        source.close()


@pytest.fixture
def entry():
    """`entry("Tool", "1.0", ...)`: an installed program of the machine."""

    def make(name: str = "Tool", version: str = "1.0", **more: object) -> InstalledEntry:
        values = {
            "product_code": name,
            "publisher": "Somebody",
            "scope": Scope.machine,
            "installer_type": "exe",
            "architecture": "x64",
        } | more
        values.setdefault("local_id", f"ARP\\{values['scope']}\\X64\\{values['product_code']}")
        return InstalledEntry(name=name, version=version, **values)

    return make
