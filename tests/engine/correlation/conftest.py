"""Small sources of manifests, and installed programs to find in them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.sources import Shelf
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.scope import Scope
from wingetpy.sources.catalog import FRESH_MINUTES, NO_ACCESS
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.folder.kind import FolderKind
from wingetpy.sources.folder.source import FolderSource
from wingetpy.sources.source import OpenSource, SourceHome


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
        installer = f"InstallerSha256: {sha256}"
        Shelf(tmp_path / source).put(
            identifier, version, name=name, publisher=publisher, more=more, installer=installer
        )

    return put


@pytest.fixture
def sources(tmp_path: Path):
    """`sources("main", ...)`: the sources opened as one; the first has the identifier `Main`, and so on."""
    opened: list[FolderSource] = []

    def open_all(*names: str, priorities: Sequence[int] = ()) -> CompositeSource:
        call = Listener()
        these: list[OpenSource] = []
        for place, name in enumerate(names or ("main",)):
            (tmp_path / name).mkdir(exist_ok=True)
            details = SourceDetails(
                name=name,
                type=FolderKind.type,
                argument=str(tmp_path / name),
                identifier=name.capitalize(),
                priority=priorities[place] if priorities else 0,
            )
            source = FolderSource(details, SourceHome(tmp_path / "cache" / name, 1, lambda: FRESH_MINUTES))
            opened.append(source)
            these.append(source.open(call, NO_ACCESS))
        return CompositeSource(these, call)

    open_all.kept = opened  # type: ignore[attr-defined]
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
