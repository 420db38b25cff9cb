"""Command lines of installers, and where each part came from."""

from __future__ import annotations

import pytest

from kit.data import cases
from kit.manifests import singleton
from wingetpy.installers.switches import SwitchWishes, switches
from wingetpy.manifests.model import Installer
from wingetpy.manifests.read import read_manifest
from wingetpy.model.technology import InstallMode


def installer(kind: str, *more: str) -> Installer:
    text = singleton("Test.Program", kind=kind, installer="\n".join(more))
    return read_manifest([("test.yaml", text.encode())]).installers[0]


def line(one: Installer, wishes: SwitchWishes) -> str:
    return " ".join(part.text for part in switches(one, wishes))


MINE = (
    "InstallerSwitches:",
    "  Silent: /mysilent",
    "  SilentWithProgress: /myprogress",
    "  Interactive: /myui",
    "  Log: /mylog=<LOGPATH>",
    "  Custom: /mycustom",
    "  Upgrade: /myupgrade",
    "  InstallLocation: /mydir=<INSTALLPATH>",
)


@pytest.mark.parametrize(
    ("kind", "mode", "expected"),
    [
        ("msi", "Default", '/passive /norestart /log "L.log"'),
        ("msi", "Silent", '/quiet /norestart /log "L.log"'),
        ("msi", "Interactive", '/log "L.log"'),
        ("inno", "Default", '/SP- /SILENT /SUPPRESSMSGBOXES /NORESTART /LOG="L.log"'),
        ("nullsoft", "Default", "/S"),
        ("exe", "Default", ""),
    ],
)
def test_what_a_technology_usually_takes(kind: str, mode: InstallMode, expected: str) -> None:
    assert line(installer(kind), SwitchWishes(mode=mode, log="L.log")) == expected


def test_what_the_manifest_gives_wins_in_the_references_order() -> None:
    wishes = SwitchWishes(mode="Silent", log="L.log", location="D:\\x", custom="/more", updating=True)
    assert line(installer("exe", *MINE), wishes) == ("/mysilent /mylog=L.log /mycustom /more /myupgrade /mydir=D:\\x")


def test_a_location_is_given_only_where_one_is_wished() -> None:
    assert "/mydir" not in line(installer("exe", *MINE), SwitchWishes(log="L.log"))


def test_an_override_replaces_everything() -> None:
    parts = switches(installer("exe", *MINE), SwitchWishes(log="L", override="/all", custom="/c", location="D:\\x"))
    assert [(part.text, part.origin) for part in parts] == [("/all", "user")]


def test_each_part_says_who_gave_it() -> None:
    parts = switches(
        installer("inno", "InstallerSwitches:", "  Custom: /mycustom"), SwitchWishes(log="L", custom="/mine")
    )
    assert [(part.name, part.origin) for part in parts] == [
        ("SilentWithProgress", "default of inno"),
        ("Log", "default of inno"),
        ("Custom", "manifest"),
        ("Custom", "user"),
    ]


OF_THE_REFERENCE = (
    "InstallerSwitches:",
    "  Silent: /mysilent",
    "  SilentWithProgress: /mysilentwithprogress",
    '  Log: /mylog="<LOGPATH>"',
    "  Custom: /mycustom",
    '  InstallLocation: /myinstalldir="<INSTALLPATH>"',
)


def test_the_command_lines_of_the_reference() -> None:
    for case in cases("switches"):
        asked = case["wishes"]
        wishes = SwitchWishes(
            mode="Silent" if asked.get("silent") else "Default",
            log=asked.get("log", "L.log"),
            location=asked.get("location"),
            override=asked.get("override"),
        )
        said = line(installer(case["type"], *(OF_THE_REFERENCE if case["switches"] else ())), wishes)
        if "equals" in case:
            assert said == case["equals"]
        for part in case.get("contains", ()):
            assert part in said, case
