"""Windows Installer databases: a compound file whose streams are the tables.

`olefile` reads the container; the names of the streams, the pool of strings and the table Property are read here.
"""

from __future__ import annotations

import locale as locales
import re
import struct
from pathlib import Path
from typing import Any

from wingetpy.authoring.facts.installer_facts import InstallerFacts, damaged
from wingetpy.authoring.facts.summary import read_summary
from wingetpy.errors import EngineError

_MOST_POOL = 64 << 20
"""Bytes of one stream that is read: the pools of the largest databases have a tenth of it."""
_HEADER = 512
_SUMMARY = "\x05SummaryInformation"
_TEMPLATE, _CREATING_PROGRAM, _WORD_COUNT = 7, 18, 15
_NO_ELEVATION = 8
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
_PAIRS, _SINGLES, _TABLE = 0x3800, 0x4800, 0x4840
_ARCHITECTURES = {"": "x86", "intel": "x86", "x64": "x64", "amd64": "x64", "arm64": "arm64", "arm": "arm"}
_WIX = re.compile(r"windows installer xml|\bwix\b", re.IGNORECASE)
_GUID = re.compile(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")


def read_msi(path: Path, name: str) -> InstallerFacts:
    """Read an MSI.

    Args:
        name: What it is called in messages.

    Raises:
        EngineError: InvalidParameter for what is no Windows Installer database, or a damaged one.
    """
    import olefile  # late: only `manifest/new` reads these

    try:
        _check_header(path, name)
        with open(path, "rb") as file, olefile.OleFileIO(file, raise_defects=olefile.DEFECT_INCORRECT) as container:
            return _facts(_Database(container, path.stat().st_size, name))
    except (EngineError, MemoryError):
        raise
    except Exception as error:  # olefile ends on damage in exceptions of any kind
        reason = "its directory has a circle" if isinstance(error, RecursionError) else str(error) or repr(error)
        raise damaged(name, "a Windows Installer database", reason[:200]) from error


def _check_header(path: Path, name: str) -> None:
    """Raise EngineError where the tables of sectors are larger than the file: olefile reads as many as are claimed."""
    size = path.stat().st_size
    with open(path, "rb") as file:
        head = file.read(_HEADER)
    if len(head) < _HEADER:
        raise damaged(name, "a Windows Installer database", "it is cut off")
    (shift,) = struct.unpack_from("<H", head, 30)
    counts = (
        struct.unpack_from("<I", head, 44) + struct.unpack_from("<I", head, 64) + struct.unpack_from("<I", head, 72)
    )
    if shift not in (9, 12) or any(count << shift > size for count in counts):
        raise damaged(name, "a Windows Installer database", "its table of sectors is larger than the file")


def stream_name(encoded: str) -> str:
    """Return the name of a stream as the Windows Installer means it: two letters in one character, `!` for a table."""
    letters: list[str] = []
    for character in encoded:
        code = ord(character)
        if _PAIRS <= code < _SINGLES:
            letters += _LETTERS[code - _PAIRS & 0x3F], _LETTERS[code - _PAIRS >> 6]
        elif _SINGLES <= code < _TABLE:
            letters.append(_LETTERS[code - _SINGLES])
        else:
            letters.append("!" if code == _TABLE else character)
    return "".join(letters)


class _Database:
    """The tables of an opened MSI."""

    def __init__(self, container: Any, size: int, name: str) -> None:
        self._container = container
        self._size = size
        self._name = name
        self._streams = {stream_name(parts[0]): parts for parts in container.listdir() if len(parts) == 1}
        if "!_StringPool" not in self._streams or "!_StringData" not in self._streams:
            raise damaged(name, "a Windows Installer database", "it has no tables; it is another compound file")

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(name[1:] for name in self._streams if name.startswith("!"))

    def properties(self) -> dict[str, str]:
        """Return the table Property: two columns of texts, one column after the other."""
        strings, width = self._strings()
        table = self._read("!Property") if "!Property" in self._streams else b""
        rows = len(table) // (2 * width)
        references = [int.from_bytes(table[at : at + width], "little") for at in range(0, 2 * rows * width, width)]
        if any(one >= len(strings) for one in references):
            raise damaged(self._name, "a Windows Installer database", "its table Property names texts that it lacks")
        return {strings[key]: strings[value] for key, value in zip(references[:rows], references[rows:], strict=True)}

    def summary(self) -> dict[int, str | int]:
        return read_summary(self._read(_SUMMARY)) if _SUMMARY in self._streams else {}

    def _read(self, stream: str) -> bytes:
        parts = self._streams[stream]
        size = self._container.get_size(parts)
        if size > min(self._size, _MOST_POOL):
            raise damaged(self._name, "a Windows Installer database", f"its stream {stream} claims {size:,} bytes")
        with self._container.openstream(parts) as opened:
            data: bytes = opened.read()
        return data

    def _strings(self) -> tuple[list[str], int]:
        """Return the pool of strings by number, and how many bytes a reference has."""
        pool, data = self._read("!_StringPool"), self._read("!_StringData")
        if len(pool) < 4:
            raise damaged(self._name, "a Windows Installer database", "its pool of texts is cut off")
        (head,) = struct.unpack_from("<I", pool)
        encoding = _encoding(head & 0x7FFF_FFFF)
        strings, place, at = [""], 0, 4
        while at + 4 <= len(pool):
            length, uses = struct.unpack_from("<HH", pool, at)
            at += 4
            if length == 0 and uses and at + 4 <= len(pool):  # a long text: the next entry is its length
                low, high = struct.unpack_from("<HH", pool, at)
                length, at = high << 16 | low, at + 4
            if place + length > len(data):
                raise damaged(self._name, "a Windows Installer database", "its texts are cut off")
            strings.append(data[place : place + length].decode(encoding, "replace"))
            place += length
        return strings, 3 if head & 0x8000_0000 else 2


def _encoding(page: int) -> str:
    if page in (0, 65001):
        return "utf-8" if page else "cp1252"
    try:
        "".encode(f"cp{page}")
    except LookupError:
        return "cp1252"
    return f"cp{page}"


def _facts(database: _Database) -> InstallerFacts:
    properties, summary = database.properties(), database.summary()
    template, _, _ = _text(summary.get(_TEMPLATE)).partition(";")
    architecture = _ARCHITECTURES.get(template.split(",")[0].strip().lower(), "")
    is_wix = bool(_WIX.search(_text(summary.get(_CREATING_PROGRAM)))) or any(
        table.lower().startswith("wix") for table in (*database.tables, *properties)
    )
    given = {
        "ProductCode": _guid(properties.get("ProductCode", "")),
        "UpgradeCode": _guid(properties.get("UpgradeCode", "")),
        "ProductVersion": properties.get("ProductVersion", ""),
        "ProductName": properties.get("ProductName", ""),
        "Publisher": properties.get("Manufacturer", ""),
        "Locale": _language(properties.get("ProductLanguage", "")),
        "Scope": _scope(properties, summary),
    }
    origins = {field: "the table Property" for field, value in given.items() if value}
    origins["InstallerType"] = "the tables and the program that made it"
    if architecture:
        origins["Architecture"] = "the Template of the summary"
    return InstallerFacts(
        installer_type="wix" if is_wix else "msi",
        architectures=(architecture,) if architecture else (),
        scope=given["Scope"],
        product_code=given["ProductCode"],
        upgrade_code=given["UpgradeCode"],
        product_name=given["ProductName"],
        product_version=given["ProductVersion"],
        display_version=given["ProductVersion"],
        publisher=given["Publisher"],
        locale=given["Locale"],
        origins=origins,
    )


def _scope(properties: dict[str, str], summary: dict[int, str | int]) -> str:
    """Return for whom it installs unless it is asked otherwise; empty where that depends on who runs it."""
    for_all, per_user = properties.get("ALLUSERS", ""), properties.get("MSIINSTALLPERUSER", "")
    if for_all == "1":
        return "machine"
    if for_all == "2":
        return "user" if per_user == "1" else ""
    count = summary.get(_WORD_COUNT)
    return "user" if isinstance(count, int) and count & _NO_ELEVATION else ""


def _language(text: str) -> str:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return locales.windows_locale.get(number, "").replace("_", "-")


def _guid(text: str) -> str:
    return text.upper() if _GUID.fullmatch(text) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
