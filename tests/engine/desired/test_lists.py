"""Package lists and lock files: what is exported is imported, once, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kit.place import Place
from kit.wanted import Wanted
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.package_list import ExportedPackage, ExportTotals
from wingetpy.commands.parameters import Totals
from wingetpy.errors import BadRequest, EngineError, ErrorCode, NotFound, OperationError
from wingetpy.operations.plan import Plan

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
    [row] = lists.imported(Source="Test")
    assert row.changed


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
