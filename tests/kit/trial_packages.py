"""Packages with real installers: manifests over what `real_installers` made."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from kit.installers import CONSOLE_32
from kit.manifests import singleton
from kit.real_installers import MSI_1, MSI_2, MSI_X86, NSIS, Msi
from kit.sources import Shelf

PUBLISHER = "Contoso Ltd."
SETUP_KEY = "ContosoSetup"
SUCCESS_OF_ITS_OWN = 42


def trial_source(folder: Path, installers: Path) -> Shelf:
    """Fill a folder source with all test packages; `Contoso.*`, each version with its installer beside it."""
    shelf = Shelf(folder)
    (folder / "files").mkdir(parents=True)
    for path in (*installers.glob("*.exe"), *installers.glob("*.msi")):
        shutil.copyfile(path, folder / "files" / path.name)
    (folder / "files" / "x86.exe").write_bytes(CONSOLE_32)
    for package in (MSI_1, MSI_2):
        _put_msi(shelf, "Contoso.Msi", package)
    _put_msi(shelf, "Contoso.MsiX86", MSI_X86)
    for version, file in NSIS.items():
        _put(shelf, "Contoso.Nsis", version, file, "nullsoft", "Contoso Nsis", {"ProductCode": "ContosoNsis"})
    for version in ("1.0", "2.0"):
        put_setup(shelf, "Contoso.Setup", version)
        put_setup(
            shelf, "Contoso.Machine", version, arguments="/machine /view32",
            fields={"Scope": "machine", "ElevationRequirement": "elevatesSelf"},
        )  # fmt: skip
        put_setup(shelf, "Contoso.Replaced", version, fields={"UpgradeBehavior": "uninstallPrevious"})
    put_setup(
        shelf, "Contoso.Admin", "1.0", file="setup-admin.exe", fields={"ElevationRequirement": "elevationRequired"}
    )
    put_setup(shelf, "Contoso.SaysX86", "1.0", fields={"Architecture": "x86"})
    _put(shelf, "Contoso.IsX86", "1.0", "x86.exe", "exe", "Contoso IsX86", {
        "Architecture": "x86", "InstallerSwitches": {"Silent": "/S", "SilentWithProgress": "/S"},
    })  # fmt: skip
    return shelf


def put_setup(
    shelf: Shelf,
    identifier: str,
    version: str,
    *,
    arguments: str = "",
    file: str = "setup.exe",
    fields: dict[str, object] | None = None,
) -> str:
    """Write a package of the test program and return its id.

    Args:
        arguments: What the program is given besides (`installer_sources/setup.c` has its switches).
        fields: Further fields of the installer.
    """
    name = "Contoso " + identifier.rpartition(".")[2]
    key = name.replace(" ", "")
    switches = {
        "Silent": "/quiet",
        "SilentWithProgress": "/passive",
        "Interactive": "/interactive",
        "InstallLocation": '/dir "<INSTALLPATH>"',
        "Log": '/log "<LOGPATH>"',
        "Upgrade": "/upgrade",
        "Repair": "/repair",
        "Custom": f'/key {key} /name "{name}" /version {version} /publisher "{PUBLISHER}" {arguments}'.rstrip(),
    }
    expected = [
        {"InstallerReturnCode": 8, "ReturnResponse": "diskFull"},
        {"InstallerReturnCode": 9, "ReturnResponse": "custom", "ReturnResponseUrl": "https://contoso.example/9"},
        {"InstallerReturnCode": 10, "ReturnResponse": "rebootRequiredToFinish"},
    ]
    more: dict[str, object] = {
        "InstallerSwitches": switches,
        "ProductCode": key,
        "InstallerSuccessCodes": [SUCCESS_OF_ITS_OWN],
        "ExpectedReturnCodes": expected,
        "RepairBehavior": "modify",
    }
    _put(shelf, identifier, version, file, "exe", name, more | (fields or {}))
    return identifier


def _put_msi(shelf: Shelf, identifier: str, package: Msi) -> None:
    entries = [{"ProductCode": package.product_code, "UpgradeCode": package.upgrade_code}]
    fields = {
        "Architecture": package.architecture,
        "Scope": "machine",
        "ProductCode": package.product_code,
        "AppsAndFeaturesEntries": entries,
    }
    _put(shelf, identifier, package.version, package.file, "msi", package.name, fields)


def _put(
    shelf: Shelf, identifier: str, version: str, file: str, kind: str, name: str, fields: dict[str, object]
) -> None:
    sha256 = hashlib.sha256((shelf.root / "files" / file).read_bytes()).hexdigest().upper()
    text = singleton(
        identifier,
        version,
        name=name,
        publisher=PUBLISHER,
        kind=kind,
        url=f"file:files/{file}",
        sha256=sha256,
        installer=fields,
    )
    shelf.write(f"{identifier}-{version}.yaml", text)
