"""MSIX packages on Windows: its certificate stores, and a source that is built and converted there."""

from __future__ import annotations

from kit.manifests import singleton
from kit.wine_prefix import Prefix

_BUILDS = """
import tempfile
from pathlib import Path
from wingetpy.authoring.preindexed.build import BuildTask, build_source
from wingetpy.hosts.trusted_certificates import machine_trust
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.package import open_package, verify_package
from wingetpy.sources.index.query import Index
from wingetpy.sources.preindexed.conversion import convert
from wingetpy.sources.request import SearchRequest

folder = Path(tempfile.mkdtemp())
(folder / "in").mkdir()
(folder / "in" / "a.yaml").write_text(MANIFEST)
task = BuildTask(folder=folder / "in", output=folder / "out", name="Contoso.Source", publisher_name="CN=Contoso")
build_source(task, lambda what, done, total: None)
build_source(task, lambda what, done, total: None)
with FileBytes(folder / "out" / "source2.msix") as file:
    package = verify_package(open_package(file), machine_trust([folder]), unsigned=True)
    (folder / "publisher.db").write_bytes(package.read_part("Public/index.db", 1 << 20))
convert(folder / "publisher.db", folder / "ours.db", "ours", lambda: None)
index = Index(folder / "ours.db", "ours")
print([hit.id for hit in index.search(SearchRequest(query="tool")).packages])
index.close()
print(len(machine_trust([]).roots) >= 2)
"""


def test_a_source_is_built_and_read_there(wine_prefix: Prefix) -> None:
    code = f"MANIFEST = {singleton('Contoso.Tool')!r}\n{_BUILDS}"
    done = wine_prefix.python("-c", code, timeout=120)
    assert done.stdout.decode().splitlines() == ["['Contoso.Tool']", "True"], done.stdout
