"""A source that is built: what is written, what is left, who signs."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from kit.certificates import authority, new_key, publisher
from kit.manifests import singleton
from kit.sources import Shelf
from wingetpy.authoring.preindexed.build import BuildTask, Built, build_source
from wingetpy.authoring.preindexed.package import version_of
from wingetpy.authoring.preindexed.signing import Publisher, read_publisher
from wingetpy.errors import BadRequest, Cancelled, HostError, SourceError
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.chain import Trust
from wingetpy.msix.package import open_package, verify_package

DAY = timedelta(days=1)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Contoso.Editor", "1.0")
    shelf.put_set("Contoso.Parts", "2.0")
    return shelf


def build(shelf: Shelf, output: Path, **changes: object) -> Built:
    values: dict[str, object] = {
        "folder": shelf.root,
        "output": output,
        "name": "Contoso.Source",
        "publisher_name": "CN=Contoso, O=Contoso, C=US",
        **changes,
    }
    return build_source(BuildTask(**values), lambda what, done, total: None)  # type: ignore[arg-type]


def files_of(folder: Path) -> dict[str, int]:
    """The files below a folder, with what changes when one is written."""
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_files_are_named_by_their_hash_and_written_once(shelf: Shelf, tmp_path: Path) -> None:
    built = build(shelf, tmp_path / "out")
    assert (built.packages, built.versions, built.written, built.skipped) == (2, 2, 4, ())
    before = files_of(tmp_path / "out")
    assert {name.split(os.sep)[0] for name in before} == {"source.msix", "source2.msix", "manifests", "packages"}
    shelf.put("Contoso.Editor", "1.1")
    again = build(shelf, tmp_path / "out")
    after = files_of(tmp_path / "out")
    assert again.written == 2
    assert {name: after[name] for name in before if not name.endswith(".msix")} == {
        name: time for name, time in before.items() if not name.endswith(".msix")
    }


def test_each_build_is_newer_than_the_one_before(shelf: Shelf, tmp_path: Path) -> None:
    versions = [build(shelf, tmp_path / "out").identity.version_number for _ in range(3)]
    assert versions == sorted(set(versions))


def test_a_version_says_its_time() -> None:
    noon = datetime(2026, 11, 21, 12, 34, tzinfo=UTC).timestamp()
    assert version_of(noon, None) == "2026.1121.1334.0"
    assert version_of(noon, "2026.1121.1334.0") == "2026.1121.1334.1"
    assert version_of(noon, "2027.101.100.65535") == "2027.101.101.0"


def test_broken_manifests_are_left_out_with_the_reason(shelf: Shelf, tmp_path: Path) -> None:
    shelf.write("broken/broken.yaml", "PackageIdentifier: [\n")
    shelf.write("half/half.yaml", "PackageIdentifier: Half.Set\nPackageVersion: '1'\nDefaultLocale: en-US\n"
                                  "ManifestType: version\nManifestVersion: 1.6.0\n")  # fmt: skip
    built = build(shelf, tmp_path / "out")
    assert built.packages == 2
    assert {file.path for file in built.skipped} == {"broken/broken.yaml", "half/half.yaml"}
    assert all(file.reason for file in built.skipped)


def test_installers_that_no_client_can_fetch_are_left_out(shelf: Shelf, tmp_path: Path) -> None:
    shelf.write("near.yaml", singleton("Near.Tool", url="file:packages/tool.exe"))
    built = build(shelf, tmp_path / "out")
    (skipped,) = built.skipped
    assert (built.packages, skipped.path) == (2, "near.yaml")
    assert "file: address" in skipped.reason


@pytest.mark.parametrize("identifier", ["../../../escaped.x", "a/../../../../escaped.x", "..", "a\\..\\x.y"])
def test_a_manifest_whose_identifier_leads_elsewhere_is_left_out(identifier: str, shelf: Shelf, tmp_path: Path) -> None:
    shelf.write(
        "evil.yaml",
        re.sub("(?m)^PackageIdentifier:.*", lambda _: f"PackageIdentifier: '{identifier}'", singleton("Near.Tool")),
    )
    out = tmp_path / "deep" / "out"
    out.mkdir(parents=True)
    before = {*tmp_path.rglob("*")}
    built = build(shelf, out)
    (skipped,) = built.skipped
    assert (built.packages, skipped.path) == (2, "evil.yaml")
    assert "cannot be the name of a folder" in skipped.reason
    assert all(out in made.parents for made in {*tmp_path.rglob("*")} - before)


def test_without_a_certificate_the_packages_are_for_another_tool_to_sign(shelf: Shelf, tmp_path: Path) -> None:
    build(shelf, tmp_path / "out", publisher_name="CN=Key in a safe")
    for name in ("source.msix", "source2.msix"):
        with FileBytes(tmp_path / "out" / name) as file:
            package = verify_package(open_package(file), None, unsigned=True)
            assert package.package.identity.publisher == "CN=Key in a safe"
            assert package.signature is None


@pytest.mark.parametrize("name", ["a", "Contoso Source", "con", "Contoso.Source."])
def test_a_name_that_no_package_may_have_is_refused(shelf: Shelf, name: str, tmp_path: Path) -> None:
    with pytest.raises(BadRequest) as caught:
        build(shelf, tmp_path / "out", name=name)
    assert name in caught.value.text
    assert not (tmp_path / "out").exists()


def test_a_folder_without_packages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest):
        build(Shelf(tmp_path / "empty"), tmp_path / "out")


def test_a_folder_that_is_not_there_is_named(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        build(shelf, tmp_path / "out", folder=tmp_path / "nothing")
    assert str(tmp_path / "nothing") in caught.value.text


def test_an_output_that_cannot_be_written_is_named(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(HostError) as caught:
        build(shelf, tmp_path / "out")
    assert "out" in caught.value.text


def test_a_build_that_is_stopped_leaves_the_package_before(shelf: Shelf, tmp_path: Path) -> None:
    build(shelf, tmp_path / "out")
    before = (tmp_path / "out" / "source2.msix").read_bytes()
    shelf.put("New.Tool")

    def report(what: str, done: int, total: int) -> None:
        if what.startswith("Writing source"):
            raise Cancelled("stopped")

    task = BuildTask(folder=shelf.root, output=tmp_path / "out", name="Contoso.Source", publisher_name="CN=Contoso")
    with pytest.raises(Cancelled):
        build_source(task, report)
    assert (tmp_path / "out" / "source2.msix").read_bytes() == before
    assert not list((tmp_path / "out").glob("*.new")) + list((tmp_path / "out").glob("*.db"))


@pytest.mark.parametrize("form", ["pfx", "pem", "one pem"])
def test_a_publisher_is_read_from_any_file(form: str, shelf: Shelf, tmp_path: Path) -> None:
    root = authority()
    signer = publisher(authority("Between", root, number=3))
    if form == "pfx":
        read = read_publisher(signer.write_pfx(tmp_path, "secret"), None, b"secret")
    else:
        chain, key = signer.write_pem(tmp_path)
        if form == "one pem":
            chain.write_bytes(chain.read_bytes() + key.read_bytes())
        read = read_publisher(chain, None if form == "one pem" else key, None)
    build(shelf, tmp_path / "out", publisher=read, publisher_name=read.name)
    with FileBytes(tmp_path / "out" / "source2.msix") as file:
        assert verify_package(open_package(file), Trust([root.der])).signature is not None


def _wrong_password(folder: Path) -> Publisher:
    return read_publisher(publisher().write_pfx(folder, "secret"), None, b"other")


def _nothing_in_it(folder: Path) -> Publisher:
    (folder / "a.pfx").write_bytes(b"nothing")
    return read_publisher(folder / "a.pfx", None, None)


def _no_key(folder: Path) -> Publisher:
    return read_publisher(publisher().write_pem(folder)[0], None, None)


def _another_key(folder: Path) -> Publisher:
    chain, key = publisher().write_pem(folder)
    key.write_bytes(new_key(number=5).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return read_publisher(chain, key, None)


def _for_servers(folder: Path) -> Publisher:
    chain, key = publisher(usages=(ExtendedKeyUsageOID.SERVER_AUTH,)).write_pem(folder)
    return read_publisher(chain, key, None)


def _expired(folder: Path) -> Publisher:
    now = datetime.now(UTC)
    chain, key = publisher(not_before=now - 9 * DAY, not_after=now - DAY).write_pem(folder)
    return read_publisher(chain, key, None)


@pytest.mark.parametrize(
    "wrong",
    [_wrong_password, _nothing_in_it, _no_key, _another_key, _for_servers, _expired],
    ids=lambda one: one.__name__,
)
def test_a_certificate_that_cannot_sign_is_refused_before_anything_is_written(wrong: object, tmp_path: Path) -> None:
    assert callable(wrong)
    with pytest.raises(BadRequest) as caught:
        wrong(tmp_path)
    assert str(tmp_path) in caught.value.text
    assert caught.value.remedy


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(HostError) as caught:
        read_publisher(tmp_path / "none.pfx", None, None)
    assert "none.pfx" in caught.value.text
