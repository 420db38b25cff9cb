"""A pre-indexed source that a test publishes on a server of its own, and a machine's list of sources to add it to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kit.calls import Listener
from kit.certificates import Holder, publisher
from kit.sources import Shelf
from kit.static_server import Served, server_certificate, static_server
from wingetpy.authoring.preindexed.build import BuildTask, Built, build_source
from wingetpy.authoring.preindexed.signing import Publisher
from wingetpy.msix.distinguished import publisher_of
from wingetpy.sources.catalog import Sources
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.index.generation import Generation, IndexFolder

TYPE = "Microsoft.PreIndexed.Package"


class Published:
    """A folder of manifests, the source built of it, and the server that gives it.

    Attributes:
        shelf: The manifests.
        output: What is served.
        signer: Who signs the packages.
    """

    def __init__(self, folder: Path, root: Holder, served: Served) -> None:
        self.shelf = Shelf(folder / "manifests")
        self.output = served.folder
        self.served = served
        self.root = root
        self.signer = publisher(root)
        self.state = folder / "state"
        self.sources = Sources(self.state, processes=1)
        self.call = Listener()
        self._built = 0

    def build(self, *, name: str = "Contoso.Source", only_2: bool = True, version: str = "") -> Built:
        """Build the source of the manifests as they are now; each time as a newer package."""
        self._built += 1
        task = BuildTask(
            folder=self.shelf.root,
            output=self.output,
            name=name,
            publisher_name=publisher_of(self.signer.certificate.subject),
            version=version or f"2026.1121.{self._built}.0",
            publisher=Publisher(self.signer.key, tuple(self.signer.chain)),
            only_2=only_2,
        )
        return build_source(task, lambda what, done, total: None)

    def add(self, name: str = "ours") -> SourceDetails:
        """Add the source to the machine's list."""
        return self.sources.add(self.call, name, self.served.address, TYPE)

    def open(self) -> CompositeSource:
        """Open what is in the list, for a new command."""
        self.call = Listener()
        return self.sources.open(self.call)

    @property
    def index(self) -> IndexFolder:
        """Where the index of the source named `ours` lies."""
        (details,) = self.sources.list("ours")
        return IndexFolder(self.state / "cache" / details.identifier)

    def age(self, minutes: float) -> None:
        """Let the index be so old."""
        current = self.index.current()
        assert current is not None
        self.index.make_current(msgspec.structs.replace(current, checked=time.time() - minutes * 60))

    def wait_for_an_index_after(self, before: Generation | None, seconds: float = 60.0) -> None:
        """Wait until another index is the current one."""
        end = time.monotonic() + seconds
        while self.index.current() == before:
            assert time.monotonic() < end, "the index was not refreshed"
            time.sleep(0.05)

    def put_in_place(self, name: str, content: bytes) -> None:
        """Let the server give other content for a file."""
        before = self.served.replace
        self.served.replace = lambda path: content if path == name else before(path)

    def stop_answering(self) -> None:
        """Let the server have no file any more."""
        self.served.folder.rename(self.served.folder.with_name("gone"))


@contextmanager
def published(folder: Path, root: Holder) -> Iterator[Published]:
    """Serve an empty folder that `build` fills. `root` is trusted by the system (`trusted_by_system`)."""
    output = folder / "served"
    output.mkdir()
    with static_server(output, server_certificate(root)) as served:
        source = Published(folder, root, served)
        try:
            yield source
        finally:
            source.sources.close()
