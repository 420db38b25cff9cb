"""Programs: what made an installer, and what its header, version resource and manifest say. `pefile` reads them."""

from __future__ import annotations

import mmap
import re
import uuid
from pathlib import Path
from typing import Any

import msgspec

from wingetpy.authoring.facts.installer_facts import InstallerFacts, damaged
from wingetpy.errors import EngineError
from wingetpy.model.technology import InstallerType

_MACHINES = {0x14C: "x86", 0x8664: "x64", 0xAA64: "arm64", 0x1C4: "arm", 0x1C0: "arm"}
_CONSOLE = 3
_NSIS = b"\xef\xbe\xad\xdeNullsoftInst"
_NSIS_ALIGNMENT = 512
_NSIS_SEARCH = 1 << 20
_INNO_RESOURCE, _INNO_MAGIC = 11111, b"rDlPtS"
_RCDATA, _MANIFEST = 10, 24
_BURN_SECTION, _BURN_MAGIC = b".wixburn", b"\x00\x43\xf1\x00"
_LARGEST_MANIFEST = 1 << 20
_LEVEL = re.compile(rb"""<[\w:]*requestedExecutionLevel[^>]*\blevel\s*=\s*["'](\w+)["']""")
_SETUP = re.compile(r"setup|install|updater", re.IGNORECASE)
_LOADERS: tuple[InstallerType, ...] = ("inno", "nullsoft", "burn", "exe")


class _Kind(msgspec.Struct, frozen=True):
    """What made a program, how that is known, and the product code where it is in it."""

    type: InstallerType
    origin: str
    product_code: str = ""


def read_program(path: Path, name: str) -> InstallerFacts:
    """Read a program.

    Args:
        name: What it is called in messages; its file name is a hint.

    Raises:
        EngineError: InvalidParameter for what is no program for Windows, or one that is cut off.
    """
    import pefile  # late: only `manifest/new` reads these

    try:
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            opened = pefile.PE(data=data, fast_load=True)
            try:
                _check_whole(opened, len(data), name)
                opened.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
                return _facts(opened, data, name)
            finally:
                opened.close()
    except (EngineError, MemoryError, OSError):
        raise
    except Exception as error:  # pefile ends on damage in exceptions of several kinds
        raise damaged(name, "a program", (str(error).strip("'\"") or repr(error))[:200]) from error


def _check_whole(opened: Any, size: int, name: str) -> None:
    """Raise EngineError where a section lies behind the end of the file: the download was cut."""
    for section in opened.sections:
        if section.SizeOfRawData and section.PointerToRawData + section.SizeOfRawData > size + 0x200:
            raise damaged(name, "a program", "it is cut off: a section lies behind its end")


def _facts(opened: Any, data: mmap.mmap, name: str) -> InstallerFacts:
    texts = _version_texts(opened)
    level = _execution_level(opened)
    kind = _kind(opened, data, texts, level, name)
    machine = _MACHINES.get(opened.FILE_HEADER.Machine, "")
    if not machine:
        raise damaged(name, "a program", f"it is for the machine 0x{opened.FILE_HEADER.Machine:04X}")
    version = texts.get("ProductVersion") or texts.get("FileVersion", "")
    given = {
        "ProductName": texts.get("ProductName", ""),
        "ProductVersion": version if any(letter.isdigit() for letter in version) else "",
        "Publisher": texts.get("CompanyName", ""),
        "Copyright": texts.get("LegalCopyright", ""),
    }
    scope, elevation = _rights(kind.type, level)
    origins = {field: "the version resource" for field, value in given.items() if value}
    origins |= {"InstallerType": kind.origin, "Architecture": "the header of the program"}
    if kind.product_code:
        origins["ProductCode"] = "the section .wixburn"
    if scope or elevation:
        origins["Scope" if scope else "ElevationRequirement"] = "the execution level in its manifest"
    return InstallerFacts(
        installer_type=kind.type,
        architectures=(machine,),
        firm=kind.type not in _LOADERS or machine != "x86",
        scope=scope,
        elevation_requirement=elevation,
        product_code=kind.product_code,
        product_name=given["ProductName"],
        product_version=given["ProductVersion"],
        publisher=given["Publisher"],
        copyright=given["Copyright"],
        origins=origins,
        notes=_notes(kind, machine),
    )


def _kind(opened: Any, data: mmap.mmap, texts: dict[str, str], level: str, name: str) -> _Kind:
    for section in opened.sections:
        if section.Name.rstrip(b"\0") == _BURN_SECTION:
            head = section.get_data(length=24)
            code = "{" + str(uuid.UUID(bytes_le=head[8:24])).upper() + "}" if head[:4] == _BURN_MAGIC else ""
            return _Kind("burn", "its section .wixburn", code)
    if any(blob.startswith(_INNO_MAGIC) for blob in _resources(opened, _RCDATA, _INNO_RESOURCE)):
        return _Kind("inno", "the resource of Inno Setup's loader")
    if _is_nsis(opened, data):
        return _Kind("nullsoft", "the signature of NSIS behind the program")
    words = " ".join((name, texts.get("FileDescription", ""), texts.get("OriginalFilename", "")))
    if opened.OPTIONAL_HEADER.Subsystem == _CONSOLE and not _SETUP.search(words) and level != "requireAdministrator":
        return _Kind("portable", "a guess: a program for the console that does not call itself an installer")
    return _Kind("exe", "no signature of a known kind of installer")


def _is_nsis(opened: Any, data: mmap.mmap) -> bool:
    """Whether NSIS's header lies behind the program: at a multiple of 512, four bytes of flags before the signature."""
    start = opened.get_overlay_data_start_offset()
    if start is None:
        return False
    begin = start // _NSIS_ALIGNMENT * _NSIS_ALIGNMENT
    end = min(len(data), start + _NSIS_SEARCH)
    at = data.find(_NSIS, begin, end)
    while at >= 0:
        if (at - 4) % _NSIS_ALIGNMENT == 0 or at - 4 == start:
            return True
        at = data.find(_NSIS, at + 1, end)
    return False


def _resources(opened: Any, kind: int, number: int | None = None) -> list[bytes]:
    """Return the resources of a kind, each cut at the size of the largest manifest."""
    found = []
    root = getattr(opened, "DIRECTORY_ENTRY_RESOURCE", None)
    for of_kind in root.entries if root else ():
        if of_kind.id == kind and hasattr(of_kind, "directory"):
            for named in of_kind.directory.entries:
                if (number is None or named.id == number) and hasattr(named, "directory"):
                    for language in named.directory.entries:
                        place = language.data.struct
                        size = min(place.Size, _LARGEST_MANIFEST)
                        found.append(bytes(opened.get_data(place.OffsetToData, size)))
    return found


def _execution_level(opened: Any) -> str:
    for manifest in _resources(opened, _MANIFEST):
        if found := _LEVEL.search(manifest):
            return found[1].decode("ascii", "replace")
    return ""


def _rights(kind: InstallerType, level: str) -> tuple[str, str]:
    """Return scope and ElevationRequirement. The loaders of Inno and Burn ask for rights later: theirs say nothing."""
    if kind == "nullsoft":
        return {"requireAdministrator": "machine", "asInvoker": "user"}.get(level, ""), ""
    if kind == "exe" and level == "requireAdministrator":
        return "", "elevatesSelf"
    return "", ""


def _version_texts(opened: Any) -> dict[str, str]:
    """Return the texts of the version resource, those of its first language."""
    texts: dict[str, str] = {}
    for block in getattr(opened, "FileInfo", None) or ():
        for info in block:
            for table in getattr(info, "StringTable", ()):
                for key, value in table.entries.items():
                    text = value.decode("utf-8", "replace").replace("\0", "").strip()
                    texts.setdefault(key.decode("utf-8", "replace"), " ".join(text.split()))
    return texts


def _notes(kind: _Kind, machine: str) -> tuple[str, ...]:
    notes = []
    if kind.type == "portable":
        notes.append("It is taken for a portable program; give the installer type if it is an installer.")
    if kind.type in _LOADERS and machine == "x86":
        notes.append("The program itself is 32-bit; what it installs may be of another architecture.")
    return tuple(notes)
