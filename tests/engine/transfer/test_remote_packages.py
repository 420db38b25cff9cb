"""A package on a web server is checked by a few requests, and only what is new of it is transferred."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.certificates import Holder, publisher
from kit.msix import make_bundle, make_package
from kit.msix_manifests import Traits
from kit.range_server import Ranges, range_server
from wingetpy.errors import Cancelled, ErrorCode, MsixError
from wingetpy.msix.applicability import MachineFit, choose_packages
from wingetpy.msix.bundle import verify_contained
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.chain import Trust
from wingetpy.msix.fetch_plan import FetchPlan
from wingetpy.msix.package import open_package, verify_package
from wingetpy.msix.unpack import changed_files, unpack
from wingetpy.transfer.remote_bytes import RemoteBytes

OLD = [(f"bin/{number}.dll", random.Random(number).randbytes(700_000)) for number in range(12)]


@pytest.fixture(scope="module")
def signer() -> Holder:
    return publisher()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Ranges]:
    folder = tmp_path / "served"
    folder.mkdir()
    with range_server(folder) as served:
        yield served


def test_an_update_transfers_what_is_new(signer: Holder, server: Ranges, tmp_path: Path) -> None:
    trust = Trust(people=[signer.der])
    with FileBytes(make_package(tmp_path / "old.msix", signer, OLD)) as source:
        old = verify_package(open_package(source), trust)
        unpack(old, tmp_path / "old")
    parts = [*OLD[:-1], ("bin/new.dll", random.Random(99).randbytes(300_000))]
    size = make_package(server.folder / "new.msix", signer, parts, version="2.0.0.0").stat().st_size
    with RemoteBytes(f"{server.address}/new.msix", Listener()) as remote:
        new = verify_package(open_package(remote), trust, whole=False)
        assert len(server.requests) <= 4
        plans: list[FetchPlan] = []
        older = [(tmp_path / "old", old.block_map)]
        unpack(new, tmp_path / "new", older=older, is_remote=True, planned=plans.append)
        [plan] = plans
    assert list(changed_files(tmp_path / "new", new.block_map)) == []
    assert len(server.requests) <= 8
    assert server.sent < 700_000 < 7_000_000 < plan.saved < size


def test_a_whole_package_comes_in_large_ranges(signer: Holder, server: Ranges, tmp_path: Path) -> None:
    size = make_package(server.folder / "a.msix", signer, OLD).stat().st_size
    with RemoteBytes(f"{server.address}/a.msix", Listener()) as remote:
        package = verify_package(open_package(remote), Trust(people=[signer.der]), whole=False)
        unpack(package, tmp_path / "out", is_remote=True)
    assert {name: (tmp_path / "out" / name).read_bytes() for name, _ in OLD} == dict(OLD)
    assert len(server.requests) <= 9
    assert server.sent < size + 400_000


def test_of_a_bundle_only_the_chosen_packages_are_transferred(signer: Holder, server: Ranges, tmp_path: Path) -> None:
    each = [
        make_package(tmp_path / f"{architecture}.msix", signer, OLD, traits=Traits(architecture=architecture))
        for architecture in ("x86", "x64", "arm64")
    ]
    size = make_bundle(server.folder / "a.msixbundle", signer, each).stat().st_size
    fit = MachineFit(architecture="x64")
    with RemoteBytes(f"{server.address}/a.msixbundle", Listener()) as remote:
        bundle = verify_package(
            open_package(remote, choose=lambda manifest: choose_packages(manifest, fit)),
            Trust(people=[signer.der]),
            whole=False,
        )
        [(entry, contained)] = bundle.package.contained
        assert entry.architecture == "x64"
        package = verify_contained(bundle, contained, covered=False)
        unpack(package, tmp_path / "out", is_remote=True)
    assert list(changed_files(tmp_path / "out", package.block_map)) == []
    assert server.sent < size / 2


def test_a_package_that_changes_on_the_server_is_never_taken(signer: Holder, server: Ranges, tmp_path: Path) -> None:
    path = make_package(server.folder / "a.msix", signer, OLD)
    server.has_tags = False
    with RemoteBytes(f"{server.address}/a.msix", Listener()) as remote:
        package = verify_package(open_package(remote), Trust(people=[signer.der]), whole=False)
        data = bytearray(path.read_bytes())
        data[1_000_000] ^= 1
        path.write_bytes(data)
        with pytest.raises(MsixError) as caught:
            unpack(package, tmp_path / "out", is_remote=True)
    assert caught.value.code is ErrorCode.AppxBlockHashInvalid


def test_reading_a_package_from_a_server_can_be_cancelled(signer: Holder, server: Ranges, tmp_path: Path) -> None:
    make_package(server.folder / "a.msix", signer, OLD)
    with RemoteBytes(f"{server.address}/a.msix", Listener()) as remote:
        package = verify_package(open_package(remote), Trust(people=[signer.der]), whole=False)
        pieces = iter(range(3))

        def go_on() -> None:
            if next(pieces, None) is None:
                raise Cancelled("stop")

        with pytest.raises(Cancelled):
            unpack(package, tmp_path / "out", is_remote=True, go_on=go_on)
