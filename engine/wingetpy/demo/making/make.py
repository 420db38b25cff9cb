"""Makes the demo's packages and manifests: python make.py (needs x86_64-w64-mingw32-gcc).

Two packages with two versions each: Pebble, a single portable; Stones, a zip of two portables. The same compiler gives
the same bytes: nothing in them depends on the time, so the hashes in the manifests stay.
"""

from __future__ import annotations

import hashlib
import pathlib
import subprocess
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES, MANIFESTS = HERE.parent / "source" / "packages", HERE.parent / "source" / "manifests"
VERSIONS = ("1.0.0", "1.1.0")
FIXED_DATE = (2024, 1, 1, 0, 0, 0)

MANIFEST = """\
PackageIdentifier: {identifier}
PackageVersion: {version}
PackageLocale: en-US
Publisher: WinGetPy
PackageName: {name}
Moniker: {moniker}
License: MIT
ShortDescription: {description}
Tags:
- demo
Installers:
- Architecture: x64
  InstallerType: {type}
{more}  InstallerUrl: file:packages/{file}
  InstallerSha256: {sha256}
ManifestType: singleton
ManifestVersion: 1.6.0
"""
COMMAND = """\
  Commands:
  - {moniker}
"""
NESTED = """\
  NestedInstallerType: portable
  NestedInstallerFiles:
  - RelativeFilePath: bin\\flint.exe
    PortableCommandAlias: flint
  - RelativeFilePath: bin\\slate.exe
    PortableCommandAlias: slate
"""


def program(name: str, version: str) -> bytes:
    """The program's bytes; the time in its header is fixed by the linker's option."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / f"{name}.exe"
        subprocess.run(
            ["x86_64-w64-mingw32-gcc", "-Os", "-s", "-nostdlib", "-ffreestanding", "-Wl,-e,start,--no-insert-timestamp",
             f'-DNAME="{name}"', f'-DVERSION="{version}"', "-o", str(out), str(HERE / "program.c"), "-lkernel32"],
            check=True,
        )  # fmt: skip
        return out.read_bytes()


def archive(version: str) -> bytes:
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as z:
            for name in ("flint", "slate"):
                z.writestr(zipfile.ZipInfo(f"bin/{name}.exe", FIXED_DATE), program(name, version), zipfile.ZIP_DEFLATED)
            z.writestr(zipfile.ZipInfo("README.txt", FIXED_DATE), f"Stones {version}: flint and slate.\r\n")
        file.seek(0)
        return file.read()


def write(identifier: str, version: str, name: str, kind: str, data: bytes, description: str) -> None:
    file = f"{name.lower()}-{version}.{'zip' if kind == 'zip' else 'exe'}"
    (PACKAGES / file).write_bytes(data)
    (MANIFESTS / f"{identifier}.{version}.yaml").write_text(
        MANIFEST.format(
            identifier=identifier,
            version=version,
            name=name,
            moniker=name.lower(),
            type=kind,
            file=file,
            more=NESTED if kind == "zip" else COMMAND.format(moniker=name.lower()),
            sha256=hashlib.sha256(data).hexdigest().upper(),
            description=description,
        )
    )


def main() -> None:
    PACKAGES.mkdir(parents=True, exist_ok=True)
    MANIFESTS.mkdir(parents=True, exist_ok=True)
    for version in VERSIONS:
        write("WinGetPy.Pebble", version, "Pebble", "portable", program("pebble", version), "A single small program")
        write("WinGetPy.Stones", version, "Stones", "zip", archive(version), "Two small programs in an archive")


if __name__ == "__main__":
    main()
