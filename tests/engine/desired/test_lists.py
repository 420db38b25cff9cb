"""Package lists and lock files: what is exported is imported, once, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kit.calls import Listener
from kit.manifests import singleton
from kit.place import Place
from kit.wanted import Wanted
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.package_list import ExportedPackage, ExportTotals, ImportParameters
from wingetpy.commands.parameters import Totals
from wingetpy.commands.registry import invoke
from wingetpy.desired.lists.document import LockedInstaller
from wingetpy.errors import BadRequest, EngineError, ErrorCode, NotFound, OperationError
from wingetpy.manifests.model import Installer
from wingetpy.operations.plan import Plan
from wingetpy.sources.catalog import Sources

SCHEMA = "https://aka.ms/winget-packages.schema.2.0.json"


class Lists:
    """A place whose files of packages are written and read."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place = place
        self.file = folder / "packages.json"

    def export(self, **parameters: object) -> dict[str, Any]:
        self.totals = self.place.ask("packageList/export", Path=str(self.file), **parameters)
        return self.read()

    def read(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.file.read_bytes())
        return document

    @property
    def rows(self) -> dict[str, ExportedPackage]:
        return {row.id: row for row in self.place.call.rows if isinstance(row, ExportedPackage)}

    def write(self, *packages: dict[str, Any], **members: object) -> None:
        """Write a list of the place's own source."""
        [source] = self.place.engine.sources.list()
        details = {"Name": source.name, "Identifier": source.identifier, "Argument": "", "Type": source.type}
        listed = {"SourceDetails": details, "Packages": packages}
        self.file.write_text(json.dumps({"$schema": SCHEMA, "Sources": [listed], **members}), "utf-8")

    def imported(self, **parameters: object) -> list[InstallResult]:
        self.totals = self.place.ask("packageList/import", Path=str(self.file), **parameters)
        return [row for row in self.place.call.rows if isinstance(row, InstallResult)]

    def pins(self) -> set[tuple[str, str]]:
        self.place.ask("pin/list")
        return {(one.type, one.version) for one in self.place.call.rows}  # type: ignore[attr-defined]

    def plans(self, **parameters: object) -> list[Plan]:
        self.place.ask("packageList/plan", Path=str(self.file), **parameters)
        return [row for row in self.place.call.rows if isinstance(row, Plan)]

    def refused(self, **parameters: object) -> EngineError:
        """The error of an import that changes nothing."""
        before = self.place.installed()
        with pytest.raises(EngineError) as caught:
            self.imported(**parameters)
        assert self.place.installed() == before
        return caught.value


class Stopped(Listener):
    """A caller who stops once the first result is there."""

    @property
    def cancelled(self) -> bool:
        return bool(self.rows)


@pytest.fixture
def lists(wanted: Wanted, tmp_path: Path) -> Lists:
    return Lists(wanted, tmp_path)


def packages_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    [source] = document["Sources"]
    packages: list[dict[str, Any]] = source["Packages"]
    return packages


def test_a_list_has_what_is_installed_and_its_source(lists: Lists) -> None:
    lists.place.install(Id="B.Other")
    lists.place.install(Id="A.Tool", Version="1.5")
    document = lists.export()
    assert document["$schema"] == SCHEMA
    assert [one["PackageIdentifier"] for one in packages_of(document)] == ["A.Tool", "B.Other"]
    assert all("Version" not in one for one in packages_of(document))
    [source] = lists.place.engine.sources.list()
    assert document["Sources"][0]["SourceDetails"] == {
        "Name": source.name, "Identifier": source.identifier, "Argument": source.argument, "Type": source.type,
    }  # fmt: skip
    assert isinstance(lists.totals, ExportTotals)
    assert lists.totals.exported == 2


def test_versions_pins_scope_and_what_the_user_gave_are_in_it(lists: Lists) -> None:
    lists.place.install(Id="A.Tool", Version="1.5", Scope="User", Custom="/extra")
    lists.place.ask("pin/add", Id="A.Tool", Version="1.*")
    assert packages_of(lists.export(IncludeVersions=True)) == [
        {
            "PackageIdentifier": "A.Tool", "Version": "1.5", "Scope": "user", "InstalledScope": "user",
            "InitialCustomSwitches": "/extra", "Pin": {"Type": "Gating", "Version": "1.*"},
        }
    ]  # fmt: skip


def test_versions_that_are_skipped_are_in_it_and_skipped_again(lists: Lists) -> None:
    lists.place.install(Id="A.Tool", Version="1.5")
    lists.place.ask("pin/add", Id="A.Tool", SkipVersion="2.0")
    lists.place.ask("pin/add", Id="A.Tool")
    [package] = packages_of(lists.export())
    assert (package["Pin"], package["SkippedVersions"]) == ({"Type": "Pinning"}, ["2.0"])
    lists.place.ask("pin/reset")
    lists.place.uninstall(Id="A.Tool")
    assert [row.version for row in lists.imported()] == ["1.5"]
    assert lists.pins() == {("Pinning", ""), ("SkipVersion", "2.0")}
    assert [row.changed for row in lists.imported()] == [False]


def test_a_range_in_the_list_bounds_what_is_installed(lists: Lists) -> None:
    gating = {"Type": "Gating", "Version": "1.*"}
    lists.write({"PackageIdentifier": "A.Tool", "Pin": gating})
    assert [plan.to_version for plan in lists.plans()] == ["1.5"]
    assert [row.version for row in lists.imported()] == ["1.5"]
    assert lists.pins() == {("Gating", "1.*")}
    assert [row.changed for row in lists.imported(IgnoreVersions=True)] == [False]
    lists.write({"PackageIdentifier": "B.Other", "Pin": {"Type": "Gating", "Version": "9.*"}})
    assert lists.refused().code is ErrorCode.NotAllQueriesFoundSingle


def test_what_gives_access_is_not_in_it(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.place.install(Id="A.Tool")
    argument = "https://user:word@example.org/feed?sig=abcdef"
    listed = Sources.list
    monkeypatch.setattr(Sources, "list", lambda *given: [replace(one, argument=argument) for one in listed(*given)])
    assert lists.export()["Sources"][0]["SourceDetails"]["Argument"] == "https://***@example.org/feed?sig=***"


def test_what_no_source_knows_is_left_out_with_a_warning(lists: Lists) -> None:
    lists.place.install(Manifest=lists.place.package("Not.Offered"))  # the source's index is older
    lists.place.install(Id="A.Tool")
    document = lists.export()
    assert [one["PackageIdentifier"] for one in packages_of(document)] == ["A.Tool"]
    assert lists.rows["Not.Offered"].reason == "NotInSources"
    assert "in no source" in lists.rows["Not.Offered"].warning


def test_an_exported_list_is_imported_once(lists: Lists) -> None:
    lists.place.install(Id="A.Tool", Version="1.5")
    lists.place.ask("pin/add", Id="A.Tool", Blocking=True)
    lists.export(IncludeVersions=True)
    lists.place.ask("pin/reset")
    lists.place.uninstall(Id="A.Tool")

    [plan] = lists.plans()
    assert (plan.action, plan.to_version, lists.place.installed()) == ("Install", "1.5", {})
    [row] = lists.imported()
    assert (row.status, row.version, row.changed) == ("Ok", "1.5", True)
    lists.place.ask("pin/list")
    assert [pin.type for pin in lists.place.call.rows] == ["Blocking"]  # type: ignore[attr-defined]

    [again] = lists.imported()
    assert (again.status, again.changed, again.reason) == ("Ok", False, "AlreadyInstalled")
    assert [one.action for one in lists.plans()] == ["None"]


def test_wishes_of_an_import(lists: Lists) -> None:
    lists.place.install(Id="A.Tool", Version="1.0")
    lists.write({"PackageIdentifier": "a.tool"})
    [kept] = lists.imported(NoUpgrade=True)
    assert (kept.error, kept.changed, lists.place.installed()) == (None, False, {"A.Tool": "1.0"})
    [raised] = lists.imported()
    assert (raised.version, raised.changed) == ("2.0", True)
    lists.write({"PackageIdentifier": "B.Other", "Version": "7"}, {"PackageIdentifier": "No.Such"})
    assert [row.id for row in lists.imported(IgnoreVersions=True, IgnoreUnavailable=True)] == ["B.Other"]


def test_nothing_is_begun_where_a_package_or_version_is_missing(lists: Lists) -> None:
    lists.write({"PackageIdentifier": "A.Tool"}, {"PackageIdentifier": "B.Other", "Version": "7"})
    error = lists.refused()
    assert (error.code, "B.Other 7" in error.text) == (ErrorCode.NotAllQueriesFoundSingle, True)


def test_one_that_fails_leaves_the_others_theirs(lists: Lists) -> None:
    lists.place.package("C.Agreed", root="Agreements: [{AgreementLabel: Licence, Agreement: Obey}]")
    lists.place.open()
    lists.write({"PackageIdentifier": "C.Agreed"}, {"PackageIdentifier": "A.Tool"})
    rows = {row.id: row for row in lists.imported()}
    assert rows["C.Agreed"].status == "PackageAgreementsNotAccepted"
    assert rows["A.Tool"].changed
    assert isinstance(lists.totals, Totals)
    assert lists.totals.failed == 1
    assert [row.changed for row in lists.imported(AcceptPackageAgreements=True)] == [True, False]


def test_a_source_that_is_not_configured_ends_it(lists: Lists) -> None:
    lists.write({"PackageIdentifier": "A.Tool"})
    document = lists.read()
    document["Sources"][0]["SourceDetails"]["Identifier"] = "Other"
    lists.file.write_text(json.dumps(document), "utf-8")
    assert lists.refused().code is ErrorCode.SourceNameDoesNotExist
    assert lists.refused(IgnoreUnavailable=True).code is ErrorCode.SourceNameDoesNotExist
    [row] = lists.imported(Source="Test")
    assert row.changed


def test_packages_of_a_source_that_is_not_configured_are_unavailable(lists: Lists) -> None:
    lists.write({"PackageIdentifier": "A.Tool"})
    document = lists.read()
    details = {"Name": "msstore", "Identifier": "StoreEdgeFD", "Argument": "https://x", "Type": "Microsoft.Rest"}
    document["Sources"].append({"Packages": [{"PackageIdentifier": "9NBLGGH5Q5FV"}], "SourceDetails": details})
    lists.file.write_text(json.dumps(document), "utf-8")
    assert lists.refused().code is ErrorCode.SourceNameDoesNotExist
    assert [row.id for row in lists.imported(IgnoreUnavailable=True)] == ["A.Tool"]
    assert any("9NBLGGH5Q5FV is left out" in text and "msstore" in text for text in lists.place.call.warnings())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('"text"', r"no object"),
        ("{", "no JSON"),
        ('{"Sources": []}', r"no \$schema"),
        ('{"$schema": "https://example.org/x.json", "Sources": []}', "is not known"),
        (f'{{"$schema": "{SCHEMA}"}}', "Sources"),
        (f'{{"$schema": "{SCHEMA}", "Sources": [{{"Packages": []}}]}}', "Packages"),
        (f'{{"$schema": "{SCHEMA}", "LockVersion": 9, "Sources": []}}', "version 9"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_one_clear_error(lists: Lists, text: str, reason: str) -> None:
    lists.file.write_text(text, "utf-8")
    with pytest.raises(BadRequest, match=reason) as caught:
        lists.imported()
    assert caught.value.code is ErrorCode.JsonInvalidFile
    assert str(lists.file) in caught.value.text


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        ({"PackageIdentifier": "A.Tool\r\nB.Other"}, r"control characters - at `\$.Sources\[0\].Packages\[0\]`"),
        ({"PackageIdentifier": "A\u202elooT"}, "control characters"),
        ({"PackageIdentifier": "A.Tool", "Pin": {"Type": "Gating"}}, "is blank"),
        ({"PackageIdentifier": "A.Tool", "Pin": {"Type": "Gating", "Version": "1*"}}, "a part of its own"),
        ({"PackageIdentifier": "A.Tool", "Pin": {"Type": "Blocking", "Version": "1"}}, "the type Gating only"),
        ({"PackageIdentifier": "A.Tool", "SkippedVersions": ["1.*"]}, "no single version"),
        ({"PackageIdentifier": "A.Tool", "Version": None}, "Version"),
    ],
)
def test_a_package_that_cannot_be_imported_is_found_before_anything_is_installed(
    lists: Lists, package: dict[str, Any], reason: str
) -> None:
    lists.write({"PackageIdentifier": "B.Other"}, package)
    if "Version" not in package:
        lists.write(package, {"PackageIdentifier": "B.Other"})
    error = lists.refused()
    assert error.code is ErrorCode.JsonInvalidFile
    assert re.search(reason, error.text)


def test_a_list_without_packages_has_nothing_to_import(lists: Lists) -> None:
    lists.file.write_text(json.dumps({"$schema": SCHEMA, "Sources": []}))
    assert lists.refused().code is ErrorCode.NoApplicationsFound


def test_comments_and_a_last_comma_are_forgiven(lists: Lists) -> None:
    lists.write({"PackageIdentifier": "A.Tool"})
    text = lists.file.read_text().replace('"A.Tool"}', '"A.Tool"}, /* the other */').replace("[{", "// tools\n[{", 1)
    lists.file.write_text(text)
    assert [row.changed for row in lists.imported()] == [True]


def test_an_address_is_refused(lists: Lists) -> None:
    with pytest.raises(BadRequest, match="is an address"):
        lists.place.ask("packageList/plan", Path="https://example.org/x.json")


def test_a_file_that_is_not_there_is_not_found(lists: Lists) -> None:
    with pytest.raises(NotFound) as caught:
        lists.imported()
    assert caught.value.code is ErrorCode.FileNotFound


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_read(lists: Lists, encoding: str) -> None:
    lists.write({"PackageIdentifier": "A.Tool"})
    lists.file.write_text(json.dumps(lists.read()), encoding)
    assert [row.changed for row in lists.imported()] == [True]


def test_the_ids_of_schema_1_are_read(lists: Lists) -> None:
    lists.write({"Id": "A.Tool", "Version": "1.0"})
    lists.file.write_text(lists.file.read_text().replace("schema.2.0", "schema.1.0"))
    assert [row.version for row in lists.imported()] == ["1.0"]


def test_a_package_twice_is_taken_once_or_refused(lists: Lists) -> None:
    lists.write({"PackageIdentifier": "A.Tool"}, {"PackageIdentifier": "a.tool"})
    assert len(lists.imported()) == 1
    lists.write({"PackageIdentifier": "A.Tool", "Version": "1.0"}, {"PackageIdentifier": "a.tool", "Version": "2.0"})
    error = lists.refused()
    assert (error.code, "a.tool twice" in error.text) == (ErrorCode.JsonInvalidFile, True)
    document = lists.read()
    first, second = (dict(document["Sources"][0], Packages=[one]) for one in packages_of(document))
    lists.file.write_text(json.dumps(dict(document, Sources=[first, second])))
    assert "a.tool twice" in lists.refused().text


def test_an_import_that_is_stopped_says_what_it_did_not_begin(lists: Lists) -> None:
    lists.write({"PackageIdentifier": "A.Tool"}, {"PackageIdentifier": "B.Other"})
    engine, call = lists.place.engine, Stopped(emits=True)
    done = invoke(engine, "packageList/import", ImportParameters(path=str(lists.file)), call)
    assert [row.id for row in call.rows if isinstance(row, InstallResult)] == ["A.Tool"]
    assert isinstance(done, Totals)
    assert done.cancelled
    assert call.warnings() == ["The import was stopped; 1 package of the list was not begun."]
    assert list(lists.place.installed()) == ["A.Tool"]


def test_a_file_that_exists_is_replaced_unless_that_is_ruled_out(lists: Lists) -> None:
    lists.place.install(Id="A.Tool")
    lists.file.write_text("before")
    with pytest.raises(BadRequest, match="exists"):
        lists.export(NoClobber=True)
    assert lists.file.read_text() == "before"
    assert lists.export()["Sources"]


class TestLocks:
    @pytest.fixture
    def locked(self, lists: Lists) -> Lists:
        """A lock file of `C.App`, which needs `A.Tool` 1.5; nothing is installed any more."""
        needs = "Dependencies: {PackageDependencies: [{PackageIdentifier: A.Tool, MinimumVersion: '1.0'}]}"
        lists.place.package("C.App", installer=needs)
        lists.place.open()
        lists.place.install(Id="A.Tool", Version="1.5")
        lists.place.install(Id="C.App")
        lists.export(Lock=True)
        for name in ("C.App", "A.Tool"):
            lists.place.uninstall(Id=name)
        return lists

    def test_it_has_versions_installers_and_dependencies_in_order(self, locked: Lists) -> None:
        document = locked.read()
        assert document["LockVersion"] == 1
        tool, app = packages_of(document)
        assert (tool["PackageIdentifier"], tool["Version"]) == ("A.Tool", "1.5")
        assert app["Dependencies"] == ["A.Tool"]
        [installer] = app["Installers"]
        assert len(installer["InstallerSha256"]) == 64
        assert installer["InstallerUrl"]
        assert installer["Architecture"]

    def test_it_is_imported_exactly_and_once(self, locked: Lists) -> None:
        assert [plan.to_version for plan in locked.plans()] == ["1.5", "1.0"]
        assert [plan.dependencies for plan in locked.plans()] == [(), ()]
        assert all(row.changed for row in locked.imported())
        assert locked.place.installed() == {"A.Tool": "1.5", "C.App": "1.0"}
        assert not any(row.changed for row in locked.imported())

    def test_another_hash_for_the_same_version_is_refused(self, locked: Lists) -> None:
        locked.place.package("A.Tool", "1.5", content="replaced")
        locked.place.open()
        error = locked.refused()
        assert error.code is ErrorCode.InstallerHashMismatch
        assert "A.Tool 1.5 has another installer" in error.text
        with pytest.raises(OperationError):
            locked.plans()

    def test_its_addresses_do_not_have_what_gives_access(self) -> None:
        url = "https://u:w@example.org/a?sig=abc"
        installer = Installer(
            architecture="x64", installer_type="portable", installer_url=url, installer_sha256="0" * 64
        )
        assert LockedInstaller.of(installer).installer_url == "https://***@example.org/a?sig=***"

    def test_another_signature_of_a_package_that_is_read_on_its_server_is_refused(self, lists: Lists) -> None:
        def offer(signature: str) -> None:
            wanted = {"SignatureSha256": signature * 64}
            text = singleton("D.App", kind="msix", sha256="A" * 64, installer=wanted)
            lists.place.shelf.write("D.App.yaml", text)
            lists.place.open()

        offer("B")
        locked = {"Architecture": "x64", "InstallerType": "msix", "InstallerSha256": "A" * 64}
        package = {"PackageIdentifier": "D.App", "Version": "1.0"}
        lists.write({**package, "Installers": [{**locked, "SignatureSha256": "b" * 64}]}, LockVersion=1)
        assert [plan.action for plan in lists.plans()] == ["Install"]
        offer("C")
        error = lists.refused()
        assert (error.code, "has another signature" in error.text) == (ErrorCode.InstallerHashMismatch, True)

    def test_a_hash_that_is_none_is_found_in_the_file(self, locked: Lists) -> None:
        locked.file.write_text(re.sub('("InstallerSha256": ")[0-9A-F]+', r"\1AB", locked.file.read_text()))
        error = locked.refused()
        assert (error.code, "'AB' is no SHA-256" in error.text) == (ErrorCode.JsonInvalidFile, True)

    def test_a_version_that_is_gone_has_a_remedy_of_its_own(self, locked: Lists) -> None:
        locked.file.write_text(re.sub('("Version": ")[0-9.]+', r"\g<1>77", locked.file.read_text()))
        error = locked.refused()
        assert error.code is ErrorCode.NotAllQueriesFoundSingle
        assert error.advice == "Update the sources, or make the lock file again."

    def test_a_dependency_that_is_not_locked_is_refused(self, locked: Lists) -> None:
        document = locked.read()
        del document["Sources"][0]["Packages"][0]
        locked.file.write_text(json.dumps(document), "utf-8")
        error = locked.refused()
        assert (error.code, "does not have A.Tool" in error.text) == (ErrorCode.MissingPackage, True)

    def test_another_version_that_is_installed_is_refused(self, locked: Lists) -> None:
        locked.place.install(Id="A.Tool")
        error = locked.refused()
        assert (error.code, "2.0 is installed" in error.text) == (ErrorCode.UpgradeVersionNotNewer, True)

    def test_wishes_that_would_weaken_it_are_refused(self, locked: Lists) -> None:
        assert isinstance(locked.refused(IgnoreVersions=True), BadRequest)

    def test_it_is_imported_from_an_offline_folder(self, locked: Lists, tmp_path: Path) -> None:
        offline = tmp_path / "machine" / "offline"
        for name, version in (("C.App", "1.0"), ("A.Tool", "1.5")):
            locked.place.ask("package/download", Id=name, Version=version, DownloadDirectory=str(offline))
        locked.place.ask("source/add", Name="offline", Argument=str(offline))
        locked.place.ask("source/remove", Name="Test")
        assert locked.refused().code is ErrorCode.SourceNameDoesNotExist
        assert all(row.changed for row in locked.imported(Source="offline"))
        assert locked.place.installed() == {"A.Tool": "1.5", "C.App": "1.0"}
