"""Which packages of a source are taken, and that what was kept before stays when one is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kit.certificates import authority, publisher, subject
from kit.msix import make_package
from kit.published import Published
from kit.sources import found
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.transfer.exchange import Exchange, NoReply, Question

INTEGRITY = ErrorCode.SourceDataIntegrityFailure


def _unsigned(source: Published) -> None:
    make_package(source.output / "source2.msix", None, name="Contoso.Source", publisher="CN=Contoso, O=Contoso, C=US")


def _untrusted(source: Published) -> None:
    source.signer = publisher(authority(number=9))
    source.build()


def _other_name(source: Published) -> None:
    source.build(name="Fabrikam.Source")


def _other_publisher(source: Published) -> None:
    source.signer = publisher(source.root, subject("Fabrikam"))
    source.build()


def _expired(source: Published) -> None:
    now, day = datetime.now(UTC), timedelta(days=1)
    source.signer = publisher(source.root, not_before=now - 9 * day, not_after=now - day)
    source.build()


def _changed(source: Published) -> None:
    source.build()
    path = source.output / "source2.msix"
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)


def _no_package(source: Published) -> None:
    (source.output / "source2.msix").write_bytes(b"no package")


WRONG = [_unsigned, _untrusted, _other_name, _other_publisher, _expired, _changed, _no_package]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_package_that_is_not_the_sources_is_refused_and_the_index_stays(
    source: Published, wrong: Callable[[Published], None]
) -> None:
    details = source.add()
    wrong(source)
    with pytest.raises(SourceError) as caught:
        source.sources.update(source.call, details)
    assert caught.value.code is INTEGRITY, caught.value.text
    assert caught.value.remedy
    assert "ours" in caught.value.text
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts"]
    assert not list(source.index.path.glob("*.building"))


@pytest.mark.parametrize("wrong", [_unsigned, _untrusted, _expired, _changed, _no_package])
def test_such_a_source_is_not_added(source: Published, wrong: Callable[[Published], None]) -> None:
    wrong(source)
    with pytest.raises(SourceError) as caught:
        source.add()
    assert caught.value.code is INTEGRITY, caught.value.text
    assert source.sources.list() == ()


def test_a_search_warns_once_and_answers_from_the_last_good_index(source: Published) -> None:
    source.add()
    _untrusted(source)
    source.age(6)
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts"]
    (warning,) = source.call.warnings()
    assert "not trusted" in warning
    assert source.call.codes() == [INTEGRITY.hex]
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts"]
    assert source.call.warnings() == []


def test_an_older_package_does_not_replace_a_newer_one(source: Published) -> None:
    details = source.add()
    old = (source.output / "source2.msix").read_bytes()
    source.shelf.put("New.Tool")
    source.build()
    assert source.sources.update(source.call, details).changed
    (source.output / "source2.msix").write_bytes(old)
    assert not source.sources.update(source.call, details).changed
    assert "New.Tool" in found(source.open())


def _without_pointer(source: Published) -> None:
    source.index.forget()


def _without_description(source: Published) -> None:
    (source.index.path / "package.json").write_bytes(b"{")


def _without_both(source: Published) -> None:
    _without_pointer(source)
    _without_description(source)


def _with_damaged_index(source: Published) -> None:
    current = source.index.current()
    assert current is not None
    (source.index.path / current.file).write_bytes(b"no index" * 1000)


def _of_another_format(source: Published) -> None:
    current = source.index.current()
    assert current is not None
    source.index.make_current(msgspec.structs.replace(current, format=1))


def _newer_and_older(source: Published) -> bytes:
    """Publish a newer package, update to it, and put the older one back; return the newer one."""
    details = source.add()
    old = (source.output / "source2.msix").read_bytes()
    source.shelf.put("New.Tool")
    source.build()
    assert source.sources.update(source.call, details).changed
    newer = (source.output / "source2.msix").read_bytes()
    (source.output / "source2.msix").write_bytes(old)
    source.sources.close()
    return newer


@pytest.mark.parametrize("damage", [_without_pointer, _without_both, _with_damaged_index, _of_another_format])
def test_an_older_package_is_refused_after_local_damage(source: Published, damage: Callable[[Published], None]) -> None:
    newer = _newer_and_older(source)
    damage(source)
    with pytest.raises(
        SourceError, match=r"has the version 2026\.1121\.1\.0, and had 2026\.1121\.2\.0 before"
    ) as caught:
        source.open()
    assert caught.value.code is INTEGRITY
    (source.output / "source2.msix").write_bytes(newer)
    assert "New.Tool" in found(source.open())


def test_a_damaged_description_does_not_let_an_older_package_replace_the_index(source: Published) -> None:
    _newer_and_older(source)
    _without_description(source)
    (details,) = source.sources.list("ours")
    assert not source.sources.update(source.call, details).changed
    assert "New.Tool" in found(source.open())


def test_an_older_package_is_taken_by_a_source_that_is_added_again(source: Published) -> None:
    _newer_and_older(source)
    source.sources.remove("ours")
    source.add()
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts"]


def test_a_publisher_can_be_trusted_by_a_file_in_the_engines_folder(source: Published) -> None:
    source.signer = publisher(name=subject("Alone"))
    source.build()
    with pytest.raises(SourceError):
        source.add()
    trusted = source.state / "trust" / "people"
    trusted.mkdir(parents=True)
    (trusted / "alone.cer").write_bytes(source.signer.der)
    assert source.add().identifier.startswith("Contoso.Source_")


def test_an_authority_can_be_trusted_so_too(source: Published) -> None:
    root = authority("Own Root", number=8)
    source.signer = publisher(root)
    source.build()
    trusted = source.state / "trust" / "root"
    trusted.mkdir(parents=True)
    (trusted / "root.der").write_bytes(root.der)
    (trusted / "broken.pem").write_bytes(b"-----BEGIN nothing")
    assert source.add().identifier.startswith("Contoso.Source_")


def test_a_source_that_must_come_from_microsoft_is_of_nobody_else(source: Published) -> None:
    details = msgspec.structs.replace(source.add(), trust_level="StoreOrigin")
    source.build()
    with pytest.raises(SourceError) as caught:
        source.sources.update(source.call, details)
    assert caught.value.code is INTEGRITY


def test_a_bundle_is_no_source(source: Published) -> None:
    import zipfile

    with zipfile.ZipFile(source.output / "source2.msix", "w") as bundle:
        bundle.writestr("AppxMetadata/AppxBundleManifest.xml", _BUNDLE)
    with pytest.raises(SourceError) as caught:
        source.add()
    assert caught.value.code is ErrorCode.PackageIsBundle


_BUNDLE = """<Bundle xmlns="http://schemas.microsoft.com/appx/2013/bundle"><Identity Name="Contoso.Source"
 Publisher="CN=Contoso" Version="1.0.0.0"/><Packages><Package Type="application" Version="1.0.0.0" FileName="a.msix"/>
</Packages></Bundle>"""


def test_a_server_that_is_gone_leaves_the_index(source: Published) -> None:
    source.add()
    source.age(6)
    source.stop_answering()
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts"]
    (warning,) = source.call.warnings()
    assert "has no file" in warning


def test_without_a_server_the_newest_version_is_known_and_shown_where_it_is_kept(source: Published) -> None:
    from wingetpy.sources.request import PackageReference

    source.add()
    opened = source.open()
    editor = PackageReference("ours", "Contoso.Editor")
    opened.manifest(editor)
    source.stop_answering()
    assert opened.manifest(editor).package_version == "2.0"
    parts = PackageReference("ours", "Contoso.Parts")
    assert [one.version for one in opened.versions(parts)] == ["1.10"]
    assert len(source.call.warnings()) == 1
    with pytest.raises(SourceError) as caught:
        opened.manifest(parts)
    assert caught.value.code is ErrorCode.SourceDataMissing


def test_a_certificate_of_the_server_that_is_not_trusted_is_named(
    source: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(SourceError) as caught:
        source.add()
    assert "certificate" in caught.value.text


def test_without_an_index_a_server_that_cannot_be_reached_is_asked_once_a_minute(
    source: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.add()
    source.index.forget()
    asked = []

    def ask(self: Exchange, question: Question, *_: object, **__: object) -> None:
        asked.append(question.url)
        raise NoReply("connection", "the network is down")

    monkeypatch.setattr(Exchange, "ask", ask)
    for _ in range(5):
        with pytest.raises(SourceError) as caught:
            source.open()
        assert "the network is down" in caught.value.text
    assert len(asked) == 1
