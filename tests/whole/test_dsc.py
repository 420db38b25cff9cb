"""The resources under the real dsc 3: found by their manifests, got, tested, set, previewed, deleted and exported."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from kit.command_line import ENGINE
from kit.dsc import MODULE, RealDsc
from wingetpy.desired.kinds import KINDS
from wingetpy.dsc.resources import SYSTEMS, manifest_before_3_2

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the manifests for Windows start cmd.exe")
STONES = {"id": "WinGetPy.Stones", "version": "1.0.0"}
DOCUMENT = """
$schema: https://aka.ms/dsc/schemas/v3/bundled/config/document.json
parameters:
  edition: {type: string, defaultValue: 1.0.0}
resources:
- name: stones
  type: WinGetPy/Package
  dependsOn: ["[resourceId('WinGetPy/Pin', 'pebble')]"]
  properties: {id: WinGetPy.Stones, version: "[parameters('edition')]"}
- name: pebble
  type: WinGetPy/Pin
  properties: {id: WinGetPy.Pebble, type: gating, version: 1.0.*}
- name: list
  type: WinGetPy/PackageList
  properties: {packages: [{id: WinGetPy.Pebble, version: 1.0.0}]}
- name: preferences
  type: WinGetPy/UserSettings
  properties: {settings: {visual: {progressBar: retro}}}
- name: demo
  type: WinGetPy/Source
  properties: {name: Demo, priority: 3}
"""
SECRET_DOCUMENT = """
$schema: https://aka.ms/dsc/schemas/v3/bundled/config/document.json
parameters:
  word: {type: secureString, defaultValue: Open-Sesame}
  all: {type: secureObject, defaultValue: {note: Open-Sesame}}
resources:
- name: stones
  type: WinGetPy/Package
  properties: {id: WinGetPy.Stones, custom: "[parameters('word')]"}
- name: list
  type: WinGetPy/PackageList
  properties: {packages: [{id: WinGetPy.Pebble, override: "[parameters('word')]"}]}
- name: whole
  type: WinGetPy/UserSettings
  properties: {settings: "[parameters('all')]"}
- name: one
  type: WinGetPy/UserSettings
  properties: {settings: {note: "[parameters('word')]", visual: {progressBar: retro}}}
- name: proxy
  type: WinGetPy/AdminSettings
  properties: {settings: {DefaultProxy: "[parameters('word')]"}}
"""


@pytest.fixture
def dsc(tmp_path: Path) -> RealDsc:
    return RealDsc(tmp_path)


def resource(dsc: RealDsc, function: str, name: str, properties: dict[str, Any], *more: str) -> Any:
    return dsc.answer("resource", function, *more, "-r", f"WinGetPy/{name}", "-i", json.dumps(properties))


def results(said: Any) -> dict[str, Any]:
    return {one["name"]: one["result"] for one in said["results"]}


def test_every_manifest_is_loaded(dsc: RealDsc) -> None:
    _, listed, error = dsc.run("-l", "info", "resource", "list", "WinGetPy/*")
    assert "Failed to load manifest" not in error
    named = {one["type"]: set(one["capabilities"]) for one in listed if "-" not in one["version"]}
    kinds = ("AdminSettings", "Package", "PackageList", "Pin", "Source", "UserSettings")
    assert set(named) == {f"WinGetPy/{name}" for name in kinds}
    assert named["WinGetPy/Package"] >= {"get", "set", "setHandlesExist", "test", "delete", "export"}


def test_a_package_is_set_once(dsc: RealDsc) -> None:
    assert resource(dsc, "get", "Package", STONES)["actualState"] == {"_exist": False, "id": "WinGetPy.Stones"}
    seen = resource(dsc, "set", "Package", STONES, "-w")
    assert seen["afterState"]["_metadata"]["whatIf"] == ["Install WinGetPy.Stones 1.0.0 (user, portable)"]
    first = resource(dsc, "set", "Package", STONES)
    assert (first["afterState"]["version"], first["changedProperties"]) == ("1.0.0", ["_exist"])
    tested = resource(dsc, "test", "Package", STONES)
    assert (tested["inDesiredState"], tested["differingProperties"]) == (True, [])
    assert resource(dsc, "set", "Package", STONES)["changedProperties"] == []
    older = resource(dsc, "test", "Package", {**STONES, "version": "1.1.0"})
    assert (older["inDesiredState"], older["differingProperties"]) == (False, ["version"])
    resource(dsc, "set", "Package", {"id": "WinGetPy.Stones", "_exist": False})
    assert resource(dsc, "get", "Package", STONES)["actualState"]["_exist"] is False


def test_a_package_is_deleted_and_exported(dsc: RealDsc) -> None:
    resource(dsc, "set", "Package", STONES)
    [exported] = dsc.answer("resource", "export", "-r", "WinGetPy/Package")["resources"]
    assert exported["name"] == "WinGetPy.Stones (user)"
    assert exported["properties"]["id"] == "WinGetPy.Stones"
    resource(dsc, "delete", "Package", {"id": "WinGetPy.Stones"})
    assert resource(dsc, "get", "Package", STONES)["actualState"]["_exist"] is False


def test_a_document_is_previewed_applied_and_then_leaves_all_as_it_is(dsc: RealDsc, tmp_path: Path) -> None:
    document = tmp_path / "machine.dsc.yaml"
    document.write_text(DOCUMENT, "utf-8")
    previewed = dsc.answer("config", "set", "-w", "-f", str(document))
    assert previewed["results"][0]["metadata"]["whatIf"] == ["Pin WinGetPy.Pebble (gating 1.0.*)"]
    tested = results(dsc.answer("config", "test", "-f", str(document)))
    assert {name: one["differingProperties"] for name, one in tested.items()} == {
        "pebble": ["_exist"],
        "stones": ["_exist"],
        "list": ["packages"],
        "preferences": ["settings"],
        "demo": ["priority"],
    }
    applied = dsc.answer("config", "set", "-f", str(document))
    assert all(one["changedProperties"] for one in results(applied).values())
    assert all(one["inDesiredState"] for one in results(dsc.answer("config", "test", "-f", str(document))).values())
    again = dsc.answer("config", "set", "-f", str(document))
    assert not any(one["changedProperties"] for one in results(again).values())


def test_what_is_for_older_ones_works_and_is_passed_over(dsc: RealDsc, tmp_path: Path) -> None:
    module = tmp_path / "old" / "module"
    module.mkdir(parents=True)
    (module / "dsc").symlink_to(MODULE / "dsc")
    (module.parent / "engine").symlink_to(ENGINE)
    for kind in KINDS:
        manifest = manifest_before_3_2(kind, SYSTEMS["sandbox"])
        (module / f"{kind.word}.dsc.resource.json").write_text(json.dumps(manifest), "utf-8")
    (tmp_path / "another").mkdir()
    old = RealDsc(tmp_path / "another", module)
    [used] = [one for one in old.run("resource", "list", "WinGetPy/*")[1] if one["type"] == "WinGetPy/Package"]
    assert used["version"].endswith("-before3.2")
    seen = resource(old, "set", "Package", STONES, "-w")
    assert seen["afterState"]["_metadata"]["whatIf"] == ["Install WinGetPy.Stones 1.0.0 (user, portable)"]
    assert resource(old, "test", "Package", STONES)["differingProperties"] == ["_exist"]
    assert resource(old, "set", "Package", STONES)["changedProperties"] == ["_exist"]
    assert resource(old, "set", "Package", STONES)["changedProperties"] == []
    resource(old, "delete", "Package", STONES)
    assert resource(old, "get", "Package", STONES)["actualState"] == {"_exist": False, "id": "WinGetPy.Stones"}
    _, _, error = dsc.run("resource", "set", "-w", "-r", "WinGetPy/Package", "-i", json.dumps(STONES))
    assert "deprecated" not in error


def test_a_failure_names_the_package_and_the_manifest_s_text(dsc: RealDsc) -> None:
    code, said, error = dsc.run("resource", "set", "-r", "WinGetPy/Package", "-i", '{"id": "No.Such"}')
    assert (code, said) == (2, None)
    assert "No.Such" in error
    assert "WinGetPy: the package, version or source was not found" in error


def test_a_secure_string_is_taken_and_shown_nowhere(dsc: RealDsc, tmp_path: Path) -> None:
    document = tmp_path / "secret.dsc.yaml"
    document.write_text(SECRET_DOCUMENT, "utf-8")
    for verb in (("test",), ("set", "-w"), ("set",), ("get",), ("test",)):
        code, said, error = dsc.run("-l", "info", "config", *verb, "-f", str(document))
        assert code == 0, error
        assert "Open-Sesame" not in json.dumps(said) + error
    assert all(one["inDesiredState"] for one in results(said).values())
    kept = resource(dsc, "get", "UserSettings", {})["actualState"]
    assert kept["settings"] == {"note": "Open-Sesame", "visual": {"progressBar": "retro"}}
