"""Installer types: one record each of what holds for every installer of that type.

What a technology does is in `installers/`; what its type is, is here. Sources: reference client, manifest seed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

InstallerType = Literal[
    "msix", "msi", "exe", "zip", "inno", "nullsoft", "wix", "burn", "portable", "font", "msstore", "unknown"
]
INSTALLER_TYPES: tuple[InstallerType, ...] = get_args(InstallerType)

InstallMode = Literal["Default", "Silent", "Interactive"]
"""How much an installer that runs may show and ask; `Default` is silent with progress."""

ReturnResponse = Literal[
    "packageInUse",
    "packageInUseByApplication",
    "installInProgress",
    "fileInUse",
    "missingDependency",
    "diskFull",
    "insufficientMemory",
    "invalidParameter",
    "noNetwork",
    "contactSupport",
    "rebootRequiredToFinish",
    "rebootRequiredForInstall",
    "rebootInitiated",
    "cancelledByUser",
    "alreadyInstalled",
    "downgrade",
    "blockedByPolicy",
    "systemNotSupported",
    "custom",
]


class DefaultSwitches(msgspec.Struct, frozen=True, kw_only=True):
    """The switches that installers of a type accept although their manifest does not name them; None: none."""

    silent: str | None = None
    silent_with_progress: str | None = None
    log: str | None = None
    install_location: str | None = None


class InstallerTraits(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all installers of one type.

    Attributes:
        family: Types of one family can update each other's installations; empty: only the type itself can.
        preference: Place in the usual order of preference, 0 first; None: after all others.
        writes_entries: Leaves an Apps & Features entry, so it may have a product code and AppsAndFeaturesEntries.
        uses_family_name: Windows knows what it installs by a package family name.
        maps_version: What it installs may have another version than the manifest, which is mapped to it.
        ignores_scope: Installs in the scope that the caller wants; a scope in the manifest means nothing.
        has_any_scope: What it installed counts for every scope that a caller asks for.
        takes_properties: Is run by msiexec and takes `NAME=value`.
        runs_program: Is installed by a program that is started: itself, or msiexec.
        nests_many: Several of them may be in one archive.
        replaces_newer: Installs an older version over a newer one; others refuse that, or leave files of the newer one.
        extensions: Of its files, the usual one first; none where there is no file to download.
        minimum_os_version: The least Windows version where the manifest names none; empty: any.
        switches: Its usual switches.
        responses: What its exit codes (unsigned, 32 bits) usually mean.
        explanations: Codes that have no response, as half a sentence for a person.
        quiet_uninstall: What its uninstaller takes to run without a window; empty: unknown.
    """

    family: str = ""
    preference: int | None = None
    writes_entries: bool = False
    uses_family_name: bool = False
    maps_version: bool = False
    ignores_scope: bool = False
    has_any_scope: bool = False
    takes_properties: bool = False
    runs_program: bool = False
    nests_many: bool = False
    replaces_newer: bool = False
    extensions: tuple[str, ...] = ()
    minimum_os_version: str = ""
    switches: DefaultSwitches = DefaultSwitches()
    responses: Mapping[int, ReturnResponse] = {}
    explanations: Mapping[int, str] = {}
    quiet_uninstall: str = ""


_MSIEXEC = DefaultSwitches(
    silent="/quiet /norestart",
    silent_with_progress="/passive /norestart",
    log='/log "<LOGPATH>"',
    install_location='TARGETDIR="<INSTALLPATH>"',
)
_NULLSOFT = DefaultSwitches(silent="/S", silent_with_progress="/S", install_location="/D=<INSTALLPATH>")
_INNO = DefaultSwitches(
    silent="/SP- /VERYSILENT /SUPPRESSMSGBOXES /NORESTART",
    silent_with_progress="/SP- /SILENT /SUPPRESSMSGBOXES /NORESTART",
    log='/LOG="<LOGPATH>"',
    install_location='/DIR="<INSTALLPATH>"',
)
WINDOWS_RESPONSES: dict[int, ReturnResponse] = {
    1618: "installInProgress",
    3010: "rebootRequiredToFinish",
    1641: "rebootInitiated",
}
"""What Windows' own codes mean where neither manifest nor type says otherwise: many programs hand on those of msiexec.
"""
_MSI_RESPONSES: dict[int, ReturnResponse] = {
    **WINDOWS_RESPONSES,
    112: "diskFull",
    1601: "contactSupport",
    1602: "cancelledByUser",
    1638: "alreadyInstalled",
    **dict.fromkeys((1623, 1633, 1654), "systemNotSupported"),
    **dict.fromkeys((1625, 1640, 1643, 1644, 1649), "blockedByPolicy"),
    **dict.fromkeys((87, 1628, 1639, 1650), "invalidParameter"),
}
_INNO_RESPONSES: dict[int, ReturnResponse] = {
    2: "cancelledByUser",
    5: "cancelledByUser",
    8: "rebootRequiredForInstall",
}
_MSI_EXPLANATIONS: dict[int, str] = {
    1603: "a fatal error in the package; its log says where",
    1605: "this product is not installed",
    1612: "the package it was installed from is gone",
    1619: "the package cannot be opened",
    1620: "the package is damaged",
    1622: "its log cannot be written",
    1624: "a transform cannot be applied",
    1627: "a function failed; the package may be damaged",
    1632: "the folder for temporary files is full or may not be used",
    1635: "the patch cannot be opened",
    1642: "the patch is for another program",
}
_INNO_EXPLANATIONS: dict[int, str] = {
    1: "it could not start",
    3: "an error while it prepared the installation",
    4: "an error during the installation",
    6: "it was ended by force",
    7: "it cannot go on with the installation",
}
_NULLSOFT_EXPLANATIONS: dict[int, str] = {1: "it was cancelled", 2: "it gave up"}
_MSIX_RESPONSES: dict[int, ReturnResponse] = {
    **dict.fromkeys((0x80073CFD, 0x80073CF3, 0x80073D12), "missingDependency"),
    0x80073CF4: "diskFull",
    0x80073CF8: "cancelledByUser",
    0x80073CFB: "alreadyInstalled",
    0x80073D06: "downgrade",
    **dict.fromkeys((0x80073D01, 0x80073CFF), "blockedByPolicy"),
    0x80073D02: "packageInUse",
    **dict.fromkeys((0x80073D10, 0x80073D13, 0x80073D1D, 0x80073D2A), "systemNotSupported"),
}

_TRAITS: dict[InstallerType, InstallerTraits] = {
    "msstore": InstallerTraits(family="msix", preference=0, uses_family_name=True, ignores_scope=True),
    "msix": InstallerTraits(
        extensions=(".msix", ".msixbundle", ".appx", ".appxbundle"),
        family="msix",
        preference=1,
        uses_family_name=True,
        maps_version=True,
        ignores_scope=True,
        has_any_scope=True,
        responses=_MSIX_RESPONSES,
    ),
    "msi": InstallerTraits(
        extensions=(".msi",),
        family="msi",
        preference=2,
        writes_entries=True,
        maps_version=True,
        takes_properties=True,
        runs_program=True,
        switches=_MSIEXEC,
        responses=_MSI_RESPONSES,
        explanations=_MSI_EXPLANATIONS,
    ),
    "wix": InstallerTraits(
        extensions=(".msi",),
        family="msi",
        preference=3,
        writes_entries=True,
        maps_version=True,
        takes_properties=True,
        runs_program=True,
        switches=_MSIEXEC,
        responses=_MSI_RESPONSES,
        explanations=_MSI_EXPLANATIONS,
    ),
    "burn": InstallerTraits(
        extensions=(".exe",),
        family="exe",
        preference=4,
        writes_entries=True,
        maps_version=True,
        runs_program=True,
        switches=_MSIEXEC,
        responses=_MSI_RESPONSES,
        explanations=_MSI_EXPLANATIONS,
        quiet_uninstall="/quiet /norestart",
    ),
    "nullsoft": InstallerTraits(
        extensions=(".exe",),
        family="exe",
        preference=5,
        writes_entries=True,
        maps_version=True,
        runs_program=True,
        switches=_NULLSOFT,
        explanations=_NULLSOFT_EXPLANATIONS,
        quiet_uninstall="/S",
    ),
    "inno": InstallerTraits(
        extensions=(".exe",),
        family="exe",
        preference=6,
        writes_entries=True,
        maps_version=True,
        runs_program=True,
        switches=_INNO,
        responses=_INNO_RESPONSES,
        explanations=_INNO_EXPLANATIONS,
        quiet_uninstall="/VERYSILENT /SUPPRESSMSGBOXES /NORESTART",
    ),
    "exe": InstallerTraits(
        extensions=(".exe",),
        family="exe",
        preference=7,
        writes_entries=True,
        maps_version=True,
        runs_program=True,
    ),
    "portable": InstallerTraits(
        extensions=(".exe",),
        preference=8,
        writes_entries=True,
        ignores_scope=True,
        nests_many=True,
        replaces_newer=True,
        minimum_os_version="10.0.18362",
    ),
    "font": InstallerTraits(
        extensions=(".ttf", ".otf", ".ttc", ".otc", ".fnt"), ignores_scope=True, nests_many=True, replaces_newer=True
    ),
    "zip": InstallerTraits(extensions=(".zip",)),
    "unknown": InstallerTraits(),
}

USUAL_ORDER: tuple[InstallerType, ...] = tuple(
    sorted(
        (one for one in _TRAITS if _TRAITS[one].preference is not None), key=lambda one: _TRAITS[one].preference or 0
    )
)
"""The types in the usual order of preference."""

_BY_NAME: dict[str, InstallerType] = {name: name for name in INSTALLER_TYPES} | {"appx": "msix"}


def traits_of(type: str) -> InstallerTraits:
    """Return the record of a type; that of `unknown` for a word that is none."""
    return _TRAITS[_BY_NAME.get(type, "unknown")]


def parse_installer_type(text: str) -> InstallerType:
    """Return the type of that name in any case (`appx` is `msix`), else `unknown`."""
    return _BY_NAME.get(text.strip().lower(), "unknown")


def can_replace(new: InstallerType, installed: InstallerType) -> bool:
    """Whether an installer of the one type updates what the other type installed."""
    if "unknown" in (new, installed):
        return False
    family = traits_of(new).family
    return new == installed or (family != "" and family == traits_of(installed).family)
