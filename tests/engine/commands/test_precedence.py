"""Who decides: policy, then the command line, then the user's settings, then the default. One row a setting."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from kit.manifests import HASH
from kit.place import Place
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.operations.plan import Plan
from wingetpy.settings.policy import POLICY_KEY

HERE = r"C:\Users\user\AppData\Local\Microsoft\WinGet\Packages"
INSTALLERS = (
    ("x64", "en-US", "portable"),
    ("x86", "en-US", "portable"),
    ("x64", "de-DE", "portable"),
    ("x64", "en-US", "zip"),
)
"""Architecture, locale and type of what is offered; the first is what a machine takes that nobody wishes otherwise."""
SCOPE = ({"Scope": "User"}, "scope", "User", "Machine", "User")
X86 = ({"Architecture": "X64"}, "architecture", "x64", "x86", "x64")
GERMAN = ({"Locale": "en-US"}, "url", "0", "2", "0")
OWN = ({"Location": r"C:\given"}, "location", HERE, r"C:\own", r"C:\given")
ROWS: list[tuple[str, object, dict[str, Any], str, str, str, str]] = [
    ("installBehavior.preferences.scope", "machine", *SCOPE),
    ("installBehavior.requirements.scope", "machine", *SCOPE),
    ("installBehavior.preferences.architectures", ["x86"], *X86),
    ("installBehavior.requirements.architectures", ["x86"], *X86),
    ("installBehavior.preferences.locale", ["de-DE"], *GERMAN),
    ("installBehavior.requirements.locale", ["de-DE"], *GERMAN),
    ("installBehavior.requirements.installerTypes", ["zip"], {"InstallerType": "Portable"}, "url", "0", "3", "0"),
    ("installBehavior.portablePackageUserRoot", r"C:\own", *OWN),
]
"""A setting with its value; what the command line names; the member of the plan, by default, with the setting, with
both."""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.shelf.write("A.Tool.yaml", _manifest())
    for number in range(len(INSTALLERS)):
        place.shelf.write(f"files/{number}.exe", b"tool")
    place.open()
    return place


@pytest.mark.parametrize(
    ("setting", "value", "named", "member", "usual", "set_", "wished"), ROWS, ids=[one[0] for one in ROWS]
)
def test_the_command_line_comes_before_the_setting_and_the_setting_before_the_default(
    place: Place, setting: str, value: object, named: dict[str, Any], member: str, usual: str, set_: str, wished: str
) -> None:
    def planned(**parameters: Any) -> str:
        plan = place.ask("package/plan", Operation="Install", Id="A.Tool", **parameters)
        assert isinstance(plan, Plan)
        assert plan.error is None
        text = str(getattr(plan, member))
        return text.removeprefix("file:files/") if member == "url" else text

    assert planned().startswith(usual)
    _set(place, setting, value)
    assert planned().startswith(set_)
    assert planned(**named).startswith(wished)
    place.host.registry.set_value(Hive.machine, POLICY_KEY, "EnableSettings", RegistryValue("dword", 0))
    assert planned().startswith(usual)
    assert planned(**named).startswith(wished)


def _set(place: Place, setting: str, value: object) -> None:
    for name in reversed(setting.split(".")):
        value = {name: value}
    time.sleep(0.01)  # a coarse clock
    (place.host.state_folder() / "settings.json").write_text(json.dumps(value))


def _manifest() -> str:
    lines = [
        "PackageIdentifier: A.Tool",
        'PackageVersion: "1.0"',
        "PackageLocale: en-US",
        "Publisher: Somebody",
        "PackageName: Tool",
        "License: MIT",
        "ShortDescription: For tests",
        "Commands: [tool]",
        "Installers:",
    ]
    for number, (architecture, locale, kind) in enumerate(INSTALLERS):
        lines += [
            f"- Architecture: {architecture}",
            f"  InstallerLocale: {locale}",
            f"  InstallerType: {kind}",
            f"  InstallerUrl: file:files/{number}.exe",
            f"  InstallerSha256: {HASH}",
        ]
        if kind == "zip":
            lines += ["  NestedInstallerType: portable", "  NestedInstallerFiles:", "  - RelativeFilePath: tool.exe"]
    return "\n".join([*lines, "ManifestType: singleton", "ManifestVersion: 1.10.0", ""])
