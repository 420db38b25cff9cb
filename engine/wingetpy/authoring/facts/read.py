"""An installer's facts, whatever format it has: its first bytes name the format, not its file name."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import msgspec

from wingetpy.authoring.facts.archive import NO_WISH, Nested, read_archive
from wingetpy.authoring.facts.installer_facts import InstallerFacts, damaged
from wingetpy.errors import EngineError, ErrorCode
from wingetpy.errors.system import as_host_error

_HEAD = 1024
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
_PACKAGES = (".msix", ".appx", ".msixbundle", ".appxbundle")
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_OTHERS = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"MSCF", "a cabinet"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program for Linux"),
    (b"\xcf\xfa\xed\xfe", "a program for macOS"),
)
_HINTS = (
    ("arm64", re.compile(r"(?<![a-z0-9])(?:arm64|aarch64)(?:ec)?(?![a-z0-9])", re.I)),
    ("x64", re.compile(r"(?<![a-z0-9])(?:x64|amd64|x86[-_]64|win64|win[-_]?x64|64-?bit)(?![a-z0-9])", re.I)),
    ("arm", re.compile(r"(?<![a-z0-9])(?:arm|arm32|armv7)(?![a-z0-9])", re.I)),
    ("x86", re.compile(r"(?<![a-z0-9])(?:x86|x32|win32|ia32|i[3-6]86|win[-_]?x86|32-?bit)(?![a-z0-9])", re.I)),
)


def read_installer(path: Path, name: str, nested: Nested = NO_WISH) -> InstallerFacts:
    """Read what can be known of an installer.

    Args:
        path: Native.
        name: What messages call it; a file name or the URL that it came from, whose words are hints.
        nested: Of an archive, which files are meant.

    Raises:
        HostError: the file cannot be read.
        EngineError: it is no installer, or a damaged one; the text says which.
        BadRequest: an archive with several files that may be meant.
    """
    facts = _read(path, name, nested)
    return _hinted(facts, name)


def hinted_architecture(name: str) -> str:
    """Return the architecture that a file name or URL names; empty for none, or several."""
    last = PurePosixPath(name.partition("?")[0].replace("\\", "/")).name
    for text in (last, name):
        left, found = text, []
        for architecture, words in _HINTS:  # x86_64 is no x86: what was recognised is taken out
            if words.search(left):
                found.append(architecture)
                left = words.sub(" ", left)
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _read(path: Path, name: str, nested: Nested) -> InstallerFacts:
    with as_host_error("read", str(path)), open(path, "rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"MZ"):
        from wingetpy.authoring.facts.program import read_program

        return read_program(path, name)
    if head.startswith(_COMPOUND_FILE):
        from wingetpy.authoring.facts.msi import read_msi

        return read_msi(path, name)
    if head.startswith(_ZIP):
        return _read_zip(path, name, nested)
    if head.startswith(_FONTS):
        origins = {"InstallerType": "the signature of a font", "Architecture": "fonts have none"}
        return InstallerFacts(installer_type="font", architectures=("neutral",), origins=origins)
    raise _no_installer(head, name)


def _read_zip(path: Path, name: str, nested: Nested) -> InstallerFacts:
    from wingetpy.archives.limits import Limits
    from wingetpy.archives.unpack import is_package
    from wingetpy.authoring.facts.package import read_package

    if is_package(path, Limits(free=0), name=name):
        return read_package(path)
    if PurePosixPath(name.partition("?")[0].replace("\\", "/")).suffix.lower() in _PACKAGES:
        raise damaged(name, "an MSIX package", "it is a zip without the manifest of a package")
    # The name of the file in it tells more than the archive's, which is looked at where that says nothing.
    return read_archive(
        path, name, nested, lambda file, called: _hinted(_read(file, called, NO_WISH), called.rpartition("!")[2])
    )


def _hinted(facts: InstallerFacts, name: str) -> InstallerFacts:
    """Return the facts with the architecture that the name gives, where the file itself cannot be certain."""
    hint = hinted_architecture(name)
    if not hint or facts.effective_type == "font" or (facts.firm and facts.architectures):
        return facts
    return msgspec.structs.replace(
        facts,
        architectures=(hint,),
        firm=True,
        origins=facts.origins | {"Architecture": "the name of the file"},
        notes=tuple(note for note in facts.notes if "32-bit" not in note),
    )


def _no_installer(head: bytes, name: str) -> EngineError:
    if not head:
        return damaged(name, "an installer", "it is empty")
    if _PAGE.match(head):
        return EngineError(
            f"'{name}' is a web page, no installer.",
            code=ErrorCode.InvalidParameter,
            category="InvalidData",
            target=name,
            remedy="Give the address of the file itself; a page about it, or one to sign in, is no installer.",
        )
    unknown = "of a format that winget does not install"
    found = next((what for magic, what in _OTHERS if head.startswith(magic)), unknown)
    return damaged(name, "an installer", f"it is {found}")
