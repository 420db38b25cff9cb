"""The files that are given out: a zip and a NuGet package, equal byte for byte for equal folders."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import msgspec
from release.times import fixed_time

_NUSPEC = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MANIFEST = "http://schemas.microsoft.com/packaging/2010/07/manifest"


class Gallery(msgspec.Struct, rename="pascal"):
    """What the module's psd1 says, as build.ps1 hands it over."""

    version: str
    author: str
    company: str
    copyright: str
    description: str
    license_uri: str
    tags: list[str]
    functions: list[str]
    resources: list[str]


def make_zip(path: Path, folder: Path, inside: str) -> None:
    """Pack a folder below the name `inside`, for a folder of PSModulePath."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in _files(folder):
            _add(packed, f"{inside}/{file.relative_to(folder).as_posix()}", file.read_bytes())


def make_nupkg(path: Path, folder: Path, about: Gallery) -> None:
    """Pack a module as the PowerShell Gallery takes it: the folder's files beside the parts of a NuGet package."""
    files = _files(folder)
    kinds = sorted({file.suffix[1:].lower() for file in files if file.suffix} | {"nuspec"})
    whole = sorted(file.relative_to(folder).as_posix() for file in files if not file.suffix)
    defaults = "".join(f"<Default Extension={quoteattr(one)} ContentType='application/octet-stream'/>" for one in kinds)
    overrides = "".join(
        f"<Override PartName={quoteattr('/' + one)} ContentType='application/octet-stream'/>" for one in whole
    )
    root = f"<Relationship Type='{_MANIFEST}' Target='/WinGetPy.nuspec' Id='R1'/>"
    relation = "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        _add_xml(packed, "_rels/.rels", f"<Relationships xmlns='{_RELATIONS}'>{root}</Relationships>")
        _add_xml(packed, "WinGetPy.nuspec", _nuspec(about))
        for file in files:
            _add(packed, file.relative_to(folder).as_posix(), file.read_bytes())
        _add_xml(packed, "[Content_Types].xml", f"<Types xmlns='{_TYPES}'>{relation}{defaults}{overrides}</Types>")


def _nuspec(about: Gallery) -> str:
    """The Gallery reads from the tags what it lists: commands, functions and DSC resources."""
    tags = [*about.tags, "PSModule", "PSIncludes_Function", "PSIncludes_DscResource"]
    for name in about.functions:
        tags += [f"PSFunction_{name}", f"PSCommand_{name}"]
    tags += [f"PSDscResource_{name}" for name in about.resources]
    fields = {
        "id": "WinGetPy",
        "version": about.version,
        "authors": about.author,
        "owners": about.company,
        "requireLicenseAcceptance": "false",
        "licenseUrl": about.license_uri,
        "description": about.description,
        "copyright": about.copyright,
        "tags": " ".join(tags),
    }
    lines = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return f"<package xmlns='{_NUSPEC}'><metadata>{lines}</metadata></package>"


def _files(folder: Path) -> list[Path]:
    return sorted(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.relative_to(folder).as_posix()
    )


def _add_xml(packed: zipfile.ZipFile, name: str, text: str) -> None:
    ElementTree.fromstring(text)  # it is well-formed, or the build ends here
    _add(packed, name, f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode())


def _add(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, fixed_time().timetuple()[:6])
    entry.create_system = 3  # the same on every system; with the rights of a plain file, or of a script
    entry.external_attr = (0o100755 if name.endswith((".sh", ".exe")) else 0o100644) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(entry, data)
