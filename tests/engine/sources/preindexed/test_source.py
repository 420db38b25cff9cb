"""A pre-indexed source on an https server: added, searched, shown, updated."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.published import TYPE, Published
from kit.secure_server import trusted_authority
from kit.sources import found
from wingetpy.errors import ErrorCode, NotFound, SourceError
from wingetpy.model.credential import BoundCredential, Credential
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.preindexed import freshness
from wingetpy.sources.preindexed.server import SourceServer
from wingetpy.sources.request import InstalledKeys, PackageReference, SearchRequest
from wingetpy.sources.source import SourceAccess
from wingetpy.transfer.exchange import Exchange

EDITOR = PackageReference("ours", "Contoso.Editor")


def test_a_source_is_known_by_the_family_name_of_its_package(source: Published) -> None:
    details = source.add()
    assert details.type == "Microsoft.PreIndexed.Package"
    assert details.identifier.startswith("Contoso.Source_")
    assert details.type_data == details.identifier
    assert details.last_update is not None


def test_a_server_that_asks_who_it_is_refuses_access_and_the_remedy_is_a_credential(source: Published) -> None:
    source.served.token = "secret"
    with pytest.raises(SourceError, match=r"refuses access: the server answers 401 Unauthorized") as caught:
        source.add()
    assert (caught.value.code, caught.value.category) == (ErrorCode.SourceOpenFailed, "AuthenticationError")
    assert "credentials" in (caught.value.remedy or "")


def test_a_server_that_forbids_both_packages_denies_access(source: Published) -> None:
    source.served.is_forbidden = lambda path: True
    with pytest.raises(
        SourceError, match=r"denies access: the server answers 403 Forbidden for .*source2\.msix'"
    ) as caught:
        source.add()
    assert (caught.value.code, caught.value.category) == (ErrorCode.SourceOpenFailed, "PermissionDenied")
    assert "credentials" in (caught.value.remedy or "")


def test_a_server_that_forbids_what_it_does_not_have_is_asked_for_the_older_package(source: Published) -> None:
    source.build(only_2=False)
    (source.output / "source2.msix").unlink()
    source.served.is_forbidden = lambda path: not (source.output / path).is_file()
    source.add()
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts"]


def test_an_update_that_is_forbidden_says_so_and_the_index_answers(source: Published) -> None:
    details = source.add()
    source.served.is_forbidden = lambda path: True
    with pytest.raises(SourceError, match="denies access"):
        source.sources.update(source.call, details)
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts"]


def test_a_manifest_that_is_forbidden_is_no_manifest_that_lacks(source: Published) -> None:
    source.add()
    source.served.is_forbidden = lambda path: True
    with pytest.raises(SourceError, match=r"denies access: the server answers 403"):
        source.open().manifest(EDITOR)


def test_a_server_whose_certificate_is_not_trusted_is_no_matter_of_the_network(
    source: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted_authority(tmp_path / "another", monkeypatch)
    with pytest.raises(SourceError, match="its certificate is not trusted") as caught:
        source.add()
    assert caught.value.category == "SecurityError"
    assert "trusted certificates" in (caught.value.remedy or "")


def test_the_same_package_at_another_address_is_refused_as_the_source_that_it_is(source: Published) -> None:
    known = source.add()
    copy = source.output / "copy"
    copy.mkdir()
    shutil.copy(source.output / "source2.msix", copy)
    with pytest.raises(
        SourceError, match=f"refers to {known.identifier}, which is at this location, too: ours"
    ) as taken:
        source.sources.add(source.call, "other", f"{source.served.address}/copy", TYPE)
    assert taken.value.code is ErrorCode.SourceArgAlreadyExists


def test_its_packages_are_found_and_shown(source: Published) -> None:
    source.add()
    opened = source.open()
    assert found(opened) == ["Contoso.Editor", "Contoso.Parts"]
    assert found(opened, "editor") == ["Contoso.Editor"]
    manifest = opened.manifest(EDITOR)
    assert (manifest.package_version, manifest.localization.package_name) == ("2.0", "Editor")
    assert [one.version for one in opened.versions(EDITOR)] == ["2.0", "1.0"]
    assert opened.manifest(EDITOR, "1").package_version == "1.0"


def test_what_may_have_been_meant_is_suggested(source: Published) -> None:
    source.add()
    assert [one.id for one in source.open().suggestions(SearchRequest(query="edi tor"))] == ["Contoso.Editor"]


def test_a_manifest_of_several_files_is_one_here(source: Published) -> None:
    source.add()
    manifest = source.open().manifest(PackageReference("ours", "contoso.parts"))
    assert (manifest.package_version, manifest.localization.tags) == ("1.10", ("parted",))
    assert manifest.installers[0].installer_type == "exe"


def test_a_search_for_a_version_knows_older_ones(source: Published) -> None:
    source.add()
    (newest,) = source.open().search(SearchRequest(query="editor")).rows
    assert newest.available_versions == ["2.0"]
    (whole,) = source.open().search(SearchRequest(query="editor", all_versions=True)).rows
    assert whole.available_versions == ["2.0", "1.0"]


def test_it_gives_fields_and_names_as_a_folder_does(source: Published) -> None:
    source.add()
    opened = source.open()
    assert opened.merged(EDITOR).root["PackageName"] == "Editor"
    assert opened.suggestions(SearchRequest(query="editro"))


def test_a_version_that_is_not_there_is_an_error(source: Published) -> None:
    source.add()
    with pytest.raises(NotFound) as caught:
        source.open().manifest(EDITOR, "3.0")
    assert "2.0, 1.0" in caught.value.text


def test_manifests_are_fetched_once(source: Published) -> None:
    source.add()
    source.open().manifest(EDITOR)
    asked = len(source.served.asked)
    source.open().manifest(EDITOR)
    assert len(source.served.asked) == asked


def test_an_update_fetches_only_what_is_newer(source: Published) -> None:
    details = source.add()
    update = source.sources.update(source.call, details)
    assert not update.changed
    assert source.served.asked[-1] == ("source2.msix", 304)
    source.shelf.put("New.Tool")
    source.build()
    update = source.sources.update(source.call, details)
    assert (update.changed, update.packages) == (True, 3)
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts", "New.Tool"]


def test_an_old_index_is_refreshed_before_it_answers(source: Published) -> None:
    source.add()
    source.shelf.put("New.Tool")
    source.build()
    source.age(6)
    assert "New.Tool" in found(source.open())
    assert source.call.warnings() == []


def test_a_refresh_that_takes_longer_goes_on_when_the_engine_has_ended(
    source: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.add()
    source.shelf.put("New.Tool")
    source.build()
    source.age(6)
    monkeypatch.setattr(freshness, "PATIENCE_SECONDS", 0.0)
    assert "New.Tool" not in found(source.open())
    (warning,) = source.call.warnings()
    assert "still being refreshed" in warning
    before = source.index.current()
    source.sources.close()
    source.wait_for_an_index_after(before)
    assert "New.Tool" in found(source.open())


def test_a_server_that_knows_dates_only_is_asked_by_them(source: Published) -> None:
    source.served.has_tags = False
    source.served.date = "Sat, 21 Nov 2026 12:00:00 GMT"
    details = source.add()
    assert not source.sources.update(source.call, details).changed
    assert source.served.headers[-1]["If-Modified-Since"] == source.served.date
    assert source.served.asked[-1] == ("source2.msix", 304)


def test_a_server_without_tags_and_ranges_will_do(source: Published) -> None:
    source.served.has_ranges = source.served.has_tags = False
    details = source.add()
    assert not source.sources.update(source.call, details).changed
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts"]


def test_a_source_of_schema_1_alone_answers_the_same(source: Published) -> None:
    source.build(only_2=False)
    (source.output / "source2.msix").unlink()
    source.add()
    opened = source.open()
    assert found(opened, "editor") == ["Contoso.Editor"]
    assert [one.version for one in opened.versions(EDITOR)] == ["2.0", "1.0"]
    assert opened.manifest(EDITOR, "1.0").package_version == "1.0"
    assert opened.manifest(PackageReference("ours", "Contoso.Parts")).package_version == "1.10"


def test_http_is_refused(source: Published) -> None:
    with pytest.raises(SourceError) as caught:
        source.sources.add(source.call, "ours", "http://localhost/", "Microsoft.PreIndexed.Package")
    assert caught.value.code is ErrorCode.SourceNotSecure


def test_a_folder_is_no_address(source: Published) -> None:
    with pytest.raises(SourceError) as caught:
        source.sources.add(source.call, "ours", str(source.output), "Microsoft.PreIndexed.Package")
    assert caught.value.code is ErrorCode.SourceNotRemote


def test_an_address_without_a_type_is_a_pre_indexed_source(source: Published) -> None:
    assert source.sources.add(source.call, "ours", source.served.address).type == "Microsoft.PreIndexed.Package"


def _recognised(source: Published, count: int) -> CompositeSource:
    """Publish packages that are installed, and recognise all of them."""
    for number in range(count):
        source.shelf.put(f"Some.Tool{number}", name=f"Tool {number}", publisher="Maker")
    source.build()
    source.add()
    opened = source.open()
    installed = [InstalledKeys(name=f"Tool {number}", publisher="Maker") for number in range(count)]
    assert all(opened.recognise(installed))
    return opened


def _version_files(source: Published) -> int:
    return sum("versionData" in path for path, _ in source.served.asked)


def test_versions_of_what_is_installed_are_fetched_side_by_side_once(source: Published) -> None:
    opened = _recognised(source, 12)
    assert _version_files(source) == 0
    assert [one.version for one in opened.versions(PackageReference("ours", "Some.Tool3"))] == ["1.0"]
    assert source.call.warnings() == []
    assert _version_files(source) == 12
    assert [one.version for one in opened.versions(PackageReference("ours", "Some.Tool7"))] == ["1.0"]
    assert _version_files(source) == 12


def test_a_server_that_is_gone_is_asked_once_for_versions(source: Published) -> None:
    opened = _recognised(source, 30)
    source.stop_answering()
    for number in range(30):
        reference = PackageReference("ours", f"Some.Tool{number}")
        assert [one.version for one in opened.versions(reference)] == ["1.0"]
    assert len(source.call.warnings()) == 1
    assert _version_files(source) <= 30


def test_a_client_that_needs_a_header_sends_it_to_this_server_only(source: Published) -> None:
    details = source.add()
    credential = Credential(headers={"X-Key": "secret"})
    for origin, is_sent in ((source.served.address, True), ("https://elsewhere:1", False)):
        bound = BoundCredential(origin=origin, credential=credential)
        with closing(Exchange()) as exchange:
            access = SourceAccess(credential=bound)
            server = SourceServer("ours", details.argument, lambda kept=exchange: kept, Listener(), access)
            reply = server.get("source2.msix", {}, 10.0)
        assert reply is not None
        assert ("X-Key" in source.served.headers[-1]) is is_sent
