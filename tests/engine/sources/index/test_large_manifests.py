"""Manifests with more of everything than anybody needs: the time for an index grows with their size only.

How fast that is, `bench/growth.py` says; what grows with the square of the size does not end within the limits here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.calls import Listener
from kit.manifests import HASH
from kit.sources import Shelf, opened
from wingetpy.errors import ErrorCode, ManifestError
from wingetpy.manifests.read import read_manifest
from wingetpy.manifests.summary import summarize
from wingetpy.sources.catalog import Sources
from wingetpy.sources.request import SearchRequest

HEAD = "PackageIdentifier: Some.Tool\nPackageVersion: 1.0\nPackageLocale: en-US\nPublisher: P\nPackageName: N\n"
TAIL = "ManifestType: singleton\nManifestVersion: 1.6.0\n"
INSTALLER = f"- Architecture: x64\n  InstallerType: exe\n  InstallerUrl: http://a/b\n  InstallerSha256: {HASH}\n"


@pytest.mark.timeout(90)  # it took 106 s
def test_a_hundred_thousand_tags_are_indexed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Some.Tool", tags=[f"tag{number}" for number in range(100_000)])
    source = opened(tmp_path / "state", shelf)
    assert len(source.search(SearchRequest(tag="tag99999")).rows) == 1


@pytest.mark.timeout(60)
def test_what_installers_inherit_is_summed_up_once() -> None:
    many = "Commands:\n" + "".join(f"- c{number}\n" for number in range(8000))
    entries = "AppsAndFeaturesEntries:\n" + "".join(f"- DisplayName: n{number}\n" for number in range(8000))
    data = (HEAD + many + entries + "Installers:\n" + INSTALLER * 8000 + TAIL).encode()
    summary = summarize(data, "large.yaml")
    assert len(summary.commands) == len(summary.arp_names) == 8000


def test_names_and_publishers_are_not_multiplied_without_bound(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "manifests")
    entries = "".join(f"- DisplayName: name {n}x\n  Publisher: publisher {n}x\n" for n in range(1500))
    shelf.put("Some.Tool", more="AppsAndFeaturesEntries:\n" + entries)
    source = opened(tmp_path / "state", shelf)
    assert len(source.source("shelf").keys("Some.Tool").names) == 200 * 200  # type: ignore[attr-defined]


def test_what_all_installers_inherit_is_bounded() -> None:
    data = HEAD + f"ReleaseDate: '{'x' * 100_000}'\nInstallers:\n" + INSTALLER * 700 + TAIL
    with pytest.raises(ManifestError, match="inherits more than") as refused:
        read_manifest([("large.yaml", data.encode())])
    assert refused.value.code is ErrorCode.InvalidManifest


def test_a_version_without_a_place_in_the_order_is_a_fault_of_its_file(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Good.Tool", more="AppsAndFeaturesEntries:\n- DisplayVersion: '< unknown'\n- DisplayVersion: '1'")
    path = shelf.put("Bad.Tool", "< unknown", path="bad.yaml")
    sources = Sources(tmp_path / "state", processes=1)
    sources.add(Listener(), "shelf", str(shelf.root))
    update = sources.update(Listener(), sources.list("shelf")[0])
    assert (update.packages, update.skipped) == (1, 1)
    assert "cannot be ordered" in update.broken[0].reason
    with pytest.raises(ManifestError, match="PackageVersion"):
        read_manifest([(str(path), path.read_bytes())])
