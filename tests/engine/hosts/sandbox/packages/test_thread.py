"""A package is added, seen and removed."""

from __future__ import annotations

from kit.package_store import PackageStore
from wingetpy.hosts.packages import SignatureKind


def test_an_added_package_is_unpacked_seen_and_gone_when_it_is_removed(store: PackageStore) -> None:
    answer = store.add(store.package(parts={"tool.exe": b"MZ" * 60_000, "data/text.txt": b"text", "empty": b""}))
    assert answer.succeeded, answer.error_text
    assert answer.is_registered
    package = store.one()
    assert (package.version, package.display_name, package.publisher) == ("1.0.0.0", "Contoso.Tool", store.publisher)
    assert package.signature_kind is SignatureKind.developer
    assert package.status.is_ok
    assert store.content(package) == {"tool.exe": b"MZ" * 60_000, "data/text.txt": b"text", "empty": b""}
    assert store.data(package).joinpath("LocalState").is_dir()
    assert store.folders() == [package.full_name]
    data = store.data(package)
    assert store.remove(package.full_name).succeeded
    assert store.mine() == store.all() == store.folders() == []
    assert not data.exists()
