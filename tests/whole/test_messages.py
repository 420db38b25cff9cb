"""Recorded conversations of whole runs against the published schema and the protocol's page: all three say the same."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kit.certificates import publisher
from kit.command_line import DEMO_SOURCE, CommandLine
from kit.msix import make_package
from kit.peer import Message, Peer
from kit.sources import Shelf
from protocol.schema_file import SCHEMA_FILE
from whole.protocol_page import Page, read_page

Conversation = list[tuple[str, Message]]
"""What was said, by whom: `peer` or `engine`."""


class Recorder(Peer):
    """A peer that remembers what it says."""

    def __init__(self, line: CommandLine) -> None:
        self.said: list[Message] = []
        super().__init__((sys.executable, "-m", "wingetpy", "serve"), environment=line.variables())

    def raw(self, data: bytes) -> None:
        self.said += [json.loads(line) for line in data.splitlines()]
        super().raw(data)

    def ask(self, method: str, **params: Any) -> Message:
        """The final message, whether it is an answer or an error."""
        return self.final(self.request(method, params), 60)

    def heard(self) -> list[Message]:
        return [json.loads(line) for line in self.lines]


class Recording:
    """A conversation that uses every method, with what goes wrong in it."""

    def __init__(self, folder: Path) -> None:
        line = CommandLine(folder)
        shelf = Shelf(folder / "shelf")
        shelf.program("Forged", InstallerSha256="0" * 64)
        shelf.program("Served", InstallerUrl="https://example.test/served.exe")
        shelf.write("broken.yaml", "PackageIdentifier: [\n")
        with Recorder(line) as peer:
            peer.initialize()
            self._look_around(peer, folder)
            self._publish(peer, folder)
            self._change(peer, folder)
            self._desire(peer, folder)
            self._go_wrong(peer)
            shutil.rmtree(folder / "shelf")
            self._deploy(peer, folder)
            self._put_away(peer)
            peer.final(peer.request("shutdown"))
        self.said, self.heard = peer.said, peer.heard()

    def _look_around(self, peer: Recorder, folder: Path) -> None:
        peer.ask("engine/info")
        peer.ask("setting/get")
        peer.ask("setting/export")
        peer.ask("setting/set", Name="BypassCertificatePinningForMicrosoftStore", Enabled=True)
        peer.ask("setting/set", Name="DefaultProxy", Value="http://proxy.test:8080")
        peer.ask("setting/reset", Name="DefaultProxy")
        peer.ask("setting/write", Settings='{"logging": {"level": "info"}}', Merge=True)
        peer.ask("setting/test", Settings='{"logging": {"level": "warning"}}', IgnoreNotSet=True)
        peer.ask("policy/get", Name="Enable*Source")
        peer.ask("error/get", Input="0x8A150014")
        peer.ask("manifest/hash", Path=str(DEMO_SOURCE / "packages" / "stones-1.0.0.zip"))
        peer.ask("manifest/hash", Path=str(DEMO_SOURCE / "packages" / "pebble-1.0.0.exe"), Msix=True)
        peer.ask("manifest/validate", Path=str(DEMO_SOURCE))
        peer.ask("manifest/validate", Path=str(folder / "shelf"), SchemaHeaderErrors=True)
        peer.ask("source/add", Name="Demo", Argument=str(DEMO_SOURCE))
        peer.ask("source/add", Name="Shelf", Argument=str(folder / "shelf"), Priority=1, TrustLevel="Trusted")
        peer.ask("source/list")
        peer.ask("source/update")
        peer.ask("source/export", Name="Demo")
        peer.ask("engine/check")
        peer.ask("engine/mend")
        peer.ask("source/edit", Name="Shelf", Priority=2)
        peer.ask("package/find", Query="e", Count=2)
        peer.ask("package/find", Query="demo")
        peer.ask("package/show", Id="WinGetPy.Stones")
        peer.ask("package/check", Id="WinGetPy.Stones")

    def _publish(self, peer: Recorder, folder: Path) -> None:
        fields = {"PackageIdentifier": "Test.New", "PackageVersion": "1.0", "Publisher": "Test", "PackageName": "New"}
        texts = {"PackageLocale": "en-US", "License": "None", "ShortDescription": "A test"}
        peer.ask(
            "manifest/new",
            Installers=[str(DEMO_SOURCE / "packages" / "pebble-1.0.0.exe") + "|x64"],
            Output=str(folder / "new"),
            WhatIf=True,
            **fields,
            **texts,
        )
        built = {"Output": str(folder / "site"), "Name": "Test.Source", "Publisher": "CN=Test"}
        peer.ask("source/build", Folder=str(folder / "shelf"), **built)

    def _change(self, peer: Recorder, folder: Path) -> None:
        peer.ask("package/download", Id="WinGetPy.Stones", DownloadDirectory=str(folder / "offline"))
        install = {"Id": "WinGetPy.Stones", "Version": "1.0.0"}
        both = [{"Operation": "Install", "Id": name} for name in ("WinGetPy.Stones", "WinGetPy.Pebble")]
        peer.ask("package/fetch", Packages=both)
        plan = peer.ask("package/plan", Operation="Install", **install)["result"]
        peer.ask("package/install", PlanId=plan["PlanId"], TimeoutSeconds=60)
        peer.ask("package/install", Id="WinGetPy.Pebble", Scope="Machine")
        peer.ask("package/get", UpdateAvailable=True)
        peer.ask("package/get", Query="stones", Scope="Any")
        peer.ask("package/plan", Operation="Update", Id="WinGetPy.Stones")
        peer.ask("package/plan", Operation="Update", Id="WinGetPy.Pebble")
        peer.ask("pin/add", Id="WinGetPy.Pebble", Version="1.*")
        peer.ask("pin/add", Id="WinGetPy.Stones", SkipVersion="9.9")
        peer.ask("pin/list", Query="pebble")
        peer.ask("pin/remove", Id="WinGetPy.Stones", Type="SkipVersion")
        peer.ask("pin/reset", Source="Demo")
        peer.ask("package/update", All=True)
        peer.ask("package/update", Id="WinGetPy.Stones")
        peer.ask("history/plan", Id="WinGetPy.Stones")
        peer.ask("package/repair", Id="WinGetPy.Pebble")
        peer.ask("package/plan", Operation="Uninstall", Id="WinGetPy.Stones")
        for name in ("WinGetPy.Stones", "WinGetPy.Pebble"):
            peer.ask("package/uninstall", Id=name)

    def _desire(self, peer: Recorder, folder: Path) -> None:
        file = folder / "machine.dsc.yaml"
        file.write_text(
            "properties:\n  configurationVersion: 0.2.0\n  resources:\n"
            "  - {resource: WinGetPackage, id: stones, settings: {id: WinGetPy.Stones, Ensure: Absent}}\n"
            "  - {resource: Other/Thing, dependsOn: [stones]}\n",
            "utf-8",
        )
        for verb in ("show", "test", "apply"):
            peer.ask(f"configuration/{verb}", Path=str(file))
        wanted = {"id": "WinGetPy.Stones", "version": "1.0.0", "pin": {"type": "pinning"}}
        peer.ask("desired/get", Resource="package", Properties=wanted)
        peer.ask("desired/test", Resource="WinGetPy/Package", Properties=wanted)
        peer.ask("desired/set", Resource="package", Properties=wanted, WhatIf=True)
        peer.ask("desired/set", Resource="package", Properties=wanted)
        peer.ask("desired/export", Resource="package")
        packages = str(folder / "packages.json")
        peer.ask("packageList/export", Path=packages, IncludeVersions=True)
        peer.ask("packageList/export", Path=packages, Lock=True, NoClobber=True)
        peer.ask("packageList/plan", Path=packages)
        peer.ask("packageList/import", Path=packages)
        absent = {"id": "WinGetPy.Stones", "_exist": False, "pin": {"type": "none"}}
        peer.ask("desired/set", Resource="package-list", Properties={"packages": [absent]})

    def _deploy(self, peer: Recorder, folder: Path) -> None:
        family, missing = "Test.Red_8wekyb3d8bbwe", (folder / "missing.msix").as_uri()
        red = {"Id": "red", "PackageFamilyName": family, "MinVersion": "1.0.0.0", "PackageUri": missing}
        colours = {"Id": "colours", "PackageSetItems": [red]}
        signer = publisher()
        trusted = folder / "machine" / "Packages" / "trust" / "people" / "signer.cer"
        trusted.parent.mkdir(parents=True, exist_ok=True)
        trusted.write_bytes(signer.der)
        package = make_package(folder / "tool.msix", signer).as_uri()
        peer.ask("msix/add", Target=package)
        peer.ask("msix/get", Name="Contoso.*", AllKinds=True)
        peer.ask("msix/test", Target=family)
        peer.ask("msix/test", PackageSet=colours)
        peer.ask("msix/plan", Operation="Add", Target=missing, AddOptions={"AllowUnsigned": True})
        peer.ask("msix/plan", Operation="Remove", Target=family)
        peer.ask("msix/add", Target=missing, LockWaitSeconds=1)
        peer.ask("msix/deploy", Operation="Stage", PackageSet=colours)
        for method in ("msix/remove", "msix/repair", "msix/reset"):
            peer.ask(method, Target=family)
        for method in ("msix/volumeGet", "msix/volumeTest", "msix/volumeRepair"):
            peer.ask(method)

    def _go_wrong(self, peer: Recorder) -> None:
        peer.ask("package/install", Id="Test.Forged")
        peer.ask("package/plan", Operation="Install", Id="Test.Forged", Architecture="arm64")
        peer.ask("package/install", Id="No.Such")
        peer.ask("package/install", PlanId="no such plan")
        peer.ask("package/uninstall", Query="nothing")
        peer.ask("source/update", Name="Nobody")
        peer.ask("package/find", Query=7)
        peer.ask("no/such/method")
        cancelled = peer.request("package/find", {"Query": "e"})
        peer.cancel(cancelled)
        peer.final(cancelled)

    def _put_away(self, peer: Recorder) -> None:
        peer.ask("package/find", Query="demo")
        peer.ask("source/remove", Name="Shelf")
        peer.ask("source/reset", All=True)
        for name in ("msstore", "winget", "winget-font"):
            peer.ask("source/remove", Name=name)
        peer.ask("package/find", Query="e")

        peer.ask("history/get", Id="WinGetPy.*", Count=3)
        peer.ask("history/get", Failed=True)

    def method_of(self, id: object) -> str:
        return next(str(request["method"]) for request in self.said if request.get("id") == id)

    def answers(self) -> list[tuple[str, Message]]:
        """Method and result of each request that was answered."""
        return [(self.method_of(one["id"]), one["result"]) for one in self.heard if "result" in one]

    def notes(self, name: str) -> list[Message]:
        return [one["params"] for one in self.heard if one.get("method") == f"$/{name}"]

    def rows(self) -> list[tuple[str, Message]]:
        """Method and each object that it emitted."""
        return [
            (self.method_of(batch["RequestId"]), dict(zip(batch["Columns"], row, strict=True)))
            for batch in self.notes("items")
            for row in batch["Rows"]
        ]

    def errors(self) -> list[Message]:
        return [one["error"] for one in self.heard if "error" in one]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return Recording(tmp_path_factory.mktemp("recording"))


@pytest.fixture(scope="module")
def schema() -> Message:
    loaded: Message = json.loads(SCHEMA_FILE.read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def page() -> Page:
    return read_page()


def validator(schema: Message, part: Message) -> Callable[[object], None]:
    """Checks an object against a part of the schema; members that the schema does not name are faults."""
    closed = {
        name: one | {"additionalProperties": False} if "properties" in one else one
        for name, one in schema["$defs"].items()
    }
    made = jsonschema.Draft202012Validator({"$defs": closed, **part})

    def check(value: object) -> None:
        made.validate(value)

    return check


# The conversation


def test_the_recording_holds_every_method_and_every_kind_of_message(recording: Recording, schema: Message) -> None:
    asked = {one["method"] for one in recording.said}
    assert set(schema["methods"]) <= asked
    emitted = {method for method, _ in recording.rows()}
    assert {name for name, method in schema["methods"].items() if "items" in method} == emitted
    assert recording.notes("progress")
    assert recording.notes("message")
    codes = {error["data"]["Symbol"] for error in recording.errors()}
    assert {"NoApplicationsFound", "PlanStale", "NoSourcesDefined", "InvalidParams", "MethodNotFound"} <= codes
    results = [row for method, row in recording.rows() if method in ("package/install", "package/update")]
    assert {row["Status"] for row in results} >= {"Ok", "DownloadError", "NoApplicableUpgrade"}


def test_each_line_is_one_of_the_published_messages(recording: Recording, schema: Message) -> None:
    from_engine = validator(schema, {"$ref": "#/$defs/FromEngine"})
    for message in recording.heard:
        from_engine(message)
    to_engine = validator(schema, {"$ref": "#/$defs/ToEngine"})
    good = [
        one for one in recording.said if one["method"] != "no/such/method" and one.get("params", {}).get("Query") != 7
    ]
    assert len(good) == len(recording.said) - 2
    for message in good:
        to_engine(message)
    for message in recording.said:
        if message not in good:
            with pytest.raises(jsonschema.ValidationError):
                to_engine(message)


def test_each_result_and_each_object_is_what_the_schema_says_of_its_method(
    recording: Recording, schema: Message
) -> None:
    results = {name: validator(schema, method["result"]) for name, method in schema["methods"].items()}
    for method, result in recording.answers():
        results[method](result)
    items = {
        name: validator(schema, method["items"]) for name, method in schema["methods"].items() if "items" in method
    }
    for method, row in recording.rows():
        items[method](row)


def test_no_recorded_member_is_missing_on_the_page(recording: Recording, page: Page) -> None:
    for method, result in recording.answers():
        assert set(result or {}) <= page.methods[method].result, method
        _parts_are_on(page, result or {})
    for method, row in recording.rows():
        assert set(row) == page.methods[method].items, method
        _parts_are_on(page, row)
    for name, members in page.notes.items():
        for note in recording.notes(name):
            assert set(note) <= members, name
    for error in recording.errors():
        assert set(error) == {"code", "message", "data"}
        assert set(error["data"]) <= page.error


OF_RESOURCES = {"State", "States"}
"""Objects with the members of a resource: docs/dsc.md has them."""


def _parts_are_on(page: Page, value: Message) -> None:
    for name, member in value.items():
        if name in OF_RESOURCES:
            continue
        for part in member if isinstance(member, list) else [member]:
            if isinstance(part, dict):
                assert set(part) <= page.parts[name], name


# The page and the structs


def _properties(schema: Message, reference: Message) -> set[str]:
    if "$ref" not in reference:
        return set()
    return set(schema["$defs"][reference["$ref"].rpartition("/")[2]]["properties"])


def test_the_page_names_the_methods_of_the_engine(page: Page, schema: Message) -> None:
    assert set(page.methods) == set(schema["methods"])


@pytest.mark.parametrize("part", ["params", "result", "items"])
def test_the_page_names_all_members_and_no_other(page: Page, schema: Message, part: str) -> None:
    for name, method in schema["methods"].items():
        documented = getattr(page.methods[name], part)
        assert documented == _properties(schema, method.get(part, {})), f"{name}: {part}"


def test_the_page_names_all_members_of_notifications_errors_and_parts(page: Page, schema: Message) -> None:
    structs = {"items": "Items", "progress": "ProgressNote", "message": "MessageNote"}
    for name, struct in structs.items():
        assert page.notes[name] == set(schema["$defs"][struct]["properties"]), name
    assert page.error == set(schema["$defs"]["ErrorData"]["properties"])
    parts = {
        "Agreements": "PlanAgreement", "Broken": "BrokenFile", "Checks": "ShownCheck", "Client": "Client",
        "Dependencies": "ShownDependency", "DependencyTree": "DependencyLine",
        "Documentations": "ShownDocument", "Drift": "Drift", "Error": "ErrorReport", "Errors": "ReportedFinding",
        "Facts": "MachineFacts",
        "Icons": "ShownIcon", "Installer": "ShownInstaller",
        "Installers": "ShownInstaller", "Proxy": "Proxy", "Rejected": "RejectedInstaller", "Steps": "PlanStep",
        "Suggestions": "Suggestion", "Switches": "Switch", "Warnings": "ReportedFinding",
    }  # fmt: skip
    assert set(page.parts) == set(parts)
    for name, struct in parts.items():
        assert page.parts[name] == set(schema["$defs"][struct]["properties"]), name
