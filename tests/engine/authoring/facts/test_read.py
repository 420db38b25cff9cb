"""What is read of an installer, and the one clear error for what is none."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kit import evil_archives
from kit.certificates import authority, publisher
from kit.installers import (
    CONSOLE_32,
    CONSOLE_64,
    INNO,
    MSI,
    PAGE,
    PRODUCT_CODE,
    UPGRADE_CODE,
    WINDOWS_32,
    WINDOWS_64,
    nsis,
    zipped,
)
from kit.msix import make_package, package_of_others
from wingetpy.authoring.facts.archive import Nested
from wingetpy.authoring.facts.installer_facts import InstallerFacts
from wingetpy.authoring.facts.read import hinted_architecture, read_installer
from wingetpy.authoring.facts.summary import read_summary
from wingetpy.errors import BadRequest, EngineError


def read(tmp_path: Path, content: bytes, name: str = "file.bin", nested: tuple[str, ...] = ()) -> InstallerFacts:
    path = tmp_path / "installer"
    path.write_bytes(content)
    return read_installer(path, name, Nested(named=nested))


def test_an_msi_gives_its_codes_and_names(tmp_path: Path) -> None:
    facts = read(tmp_path, MSI)
    assert (facts.installer_type, facts.architectures, facts.scope) == ("msi", ("x64",), "machine")
    assert (facts.product_code, facts.upgrade_code) == (PRODUCT_CODE, UPGRADE_CODE)
    assert (facts.product_name, facts.product_version) == ("Contoso Tool 1.2", "1.2.3")
    assert (facts.publisher, facts.locale) == ("Contoso Ltd.", "de-DE")
    assert facts.origins["ProductCode"] == "the table Property"
    assert facts.origins["Architecture"] == "the Template of the summary"


@pytest.mark.parametrize(
    ("content", "type", "architecture"),
    [
        (CONSOLE_64, "portable", "x64"),
        (CONSOLE_32, "portable", "x86"),
        (WINDOWS_64, "exe", "x64"),
        (nsis(), "nullsoft", "x86"),
    ],
)
def test_programs(tmp_path: Path, content: bytes, type: str, architecture: str) -> None:
    facts = read(tmp_path, content)
    assert (facts.installer_type, facts.architectures) == (type, (architecture,))
    assert (facts.product_name, facts.publisher, facts.product_version) == ("Contoso Tool", "Contoso Ltd.", "1.2.3")
    assert facts.origins["ProductVersion"] == "the version resource"


def test_a_console_program_that_calls_itself_setup_is_an_installer(tmp_path: Path) -> None:
    assert read(tmp_path, CONSOLE_64, "tool-setup.exe").installer_type == "exe"


def test_the_bundle_s_code_of_burn(tmp_path: Path) -> None:
    """The section .wixburn holds it; here it takes the place of the program's first section."""
    code = bytes(range(16))
    program = bytearray(WINDOWS_32)
    (header,) = struct.unpack_from("<I", program, 0x3C)
    (optional,) = struct.unpack_from("<H", program, header + 20)
    section = header + 24 + optional
    program[section : section + 8] = b".wixburn"
    (data,) = struct.unpack_from("<I", program, section + 20)
    program[data : data + 24] = struct.pack("<II", 0x00F14300, 2) + code
    facts = read(tmp_path, bytes(program))
    assert (facts.installer_type, facts.product_code) == ("burn", "{03020100-0504-0706-0809-0A0B0C0D0E0F}")


def test_inno_setup(tmp_path: Path) -> None:
    facts = read(tmp_path, INNO)
    assert (facts.installer_type, facts.firm) == ("inno", False)
    assert facts.origins["InstallerType"] == "the resource of Inno Setup's loader"


def test_the_loader_s_32_bits_are_no_answer_where_the_name_says_64(tmp_path: Path) -> None:
    facts = read(tmp_path, nsis(), "https://example.com/tool-1.0-x64.exe")
    assert (facts.architectures, facts.origins["Architecture"]) == (("x64",), "the name of the file")
    unsure = read(tmp_path, nsis(), "https://example.com/tool.exe")
    assert (unsure.architectures, unsure.firm) == (("x86",), False)
    assert "may be of another architecture" in unsure.notes[0]


@pytest.mark.parametrize(
    ("name", "architecture"),
    [
        ("tool-x86_64.zip", "x64"),
        ("Tool_Win32.exe", "x86"),
        ("tool-arm64.exe", "arm64"),
        ("tool-aarch64-pc-windows-msvc.zip", "arm64"),
        ("https://example.com/x86/tool.exe", "x86"),
        ("https://example.com/x86/tool-amd64.exe", "x64"),
        ("tool-x86-x64.exe", ""),
        ("alarm.exe", ""),
    ],
)
def test_architectures_in_names(name: str, architecture: str) -> None:
    assert hinted_architecture(name) == architecture


def test_a_signed_package(tmp_path: Path) -> None:
    path = make_package(tmp_path / "app.msix", publisher(authority()))
    facts = read_installer(path, "app.msix")
    assert facts.installer_type == "msix"
    assert facts.package_family_name.startswith("Contoso.Tool_")
    assert len(facts.signature_sha256) == 64
    assert facts.product_version == "1.2.3.4"


def test_a_bundle_has_the_architectures_of_its_applications() -> None:
    facts = read_installer(package_of_others("Installer-Good.msixbundle"), "app.msixbundle")
    assert facts.architectures == ("x86", "x64")
    assert facts.notes == ("The package is not signed; Windows installs signed packages only.",)


def test_the_only_installer_of_an_archive(tmp_path: Path) -> None:
    facts = read(tmp_path, zipped(tool__tool_exe=CONSOLE_64, README_md=b"x"))
    assert (facts.installer_type, facts.nested_installer_type) == ("zip", "portable")
    assert facts.nested_paths == ("tool\\tool.exe",)
    assert facts.architectures == ("x64",)


@pytest.mark.parametrize(
    ("archive", "inner", "architecture"),
    [
        ("tool.zip", "tool-x64-setup_exe", "x64"),
        ("tool-arm64.zip", "setup_exe", "arm64"),
        ("tool-x86.zip", "tool-x64-setup_exe", "x64"),
        ("tool.zip", "setup_exe", "x86"),
    ],
)
def test_the_name_of_a_loader_in_an_archive_tells_its_architecture(
    tmp_path: Path, archive: str, inner: str, architecture: str
) -> None:
    path = tmp_path / archive
    path.write_bytes(zipped(**{inner: nsis()}))
    facts = read_installer(path, archive)
    assert (facts.nested_installer_type, facts.architectures) == ("nullsoft", (architecture,))


def test_several_files_that_may_be_meant_are_named(tmp_path: Path) -> None:
    archive = zipped(a_exe=CONSOLE_64, b_exe=CONSOLE_64)
    with pytest.raises(BadRequest, match=r"has 2 files that may be the installer\. It has a\.exe, b\.exe\."):
        read(tmp_path, archive)
    assert read(tmp_path, archive, nested=("B.EXE",)).nested_paths == ("b.exe",)
    with pytest.raises(BadRequest, match=r"has no file 'c\.exe'"):
        read(tmp_path, archive, nested=("c.exe",))


def test_an_archive_without_an_installer(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"has no installer\. It has README\.md\."):
        read(tmp_path, zipped(README_md=b"x"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\x1f\x8b\x08", "it is a gzip archive"),
        (b"some text", "of a format that winget does not install"),
        (b"MZ" + bytes(100), "as a program"),
        (CONSOLE_64[:1500], "as a program"),
        (MSI[:2000], "as a Windows Installer database"),
        (MSI[:600], "as a Windows Installer database"),
    ],
)
def test_what_is_no_installer_has_one_clear_error(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(EngineError, match=reason) as raised:
        read(tmp_path, content, "setup.bin")
    assert raised.value.symbol == "InvalidParameter"
    assert "setup.bin" in raised.value.text


def test_a_web_page_in_place_of_an_installer(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="is a web page, no installer") as raised:
        read(tmp_path, PAGE, "https://example.com/setup.exe")
    assert "a page about it" in (raised.value.remedy or "")


def test_a_circle_in_the_sectors_of_an_msi_ends(tmp_path: Path) -> None:
    """Each sector of the table of sectors names itself as the next one."""
    content = bytearray(MSI)
    (table,) = struct.unpack_from("<I", content, 76)
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    for number in range(size // 4):
        struct.pack_into("<I", content, (table + 1) * size + 4 * number, number)
    with pytest.raises(EngineError, match="as a Windows Installer database"):
        read(tmp_path, bytes(content))


def test_a_circle_in_the_directory_of_an_msi_ends(tmp_path: Path) -> None:
    content = bytearray(MSI)
    (start,) = struct.unpack_from("<I", content, 48)
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    for entry in range(4):
        place = (start + 1) * size + 128 * entry
        struct.pack_into("<III", content, place + 68, 1, 2, 1)
    with pytest.raises(EngineError, match="as a Windows Installer database"):
        read(tmp_path, bytes(content))


@pytest.mark.parametrize("field", [44, 64, 72])
def test_a_table_of_sectors_larger_than_the_msi_is_refused(tmp_path: Path, field: int) -> None:
    content = bytearray(MSI)
    struct.pack_into("<I", content, field, 0x7FFF_FFFF)
    with pytest.raises(EngineError, match="its table of sectors is larger than the file"):
        read(tmp_path, bytes(content))


def test_counts_of_billions_in_the_summary_of_an_msi_end() -> None:
    """A set that claims 4,294,967,295 properties, the first a list of as many values, the second a text."""
    head = struct.pack("<II", 0, 0xFFFF_FFFF) + struct.pack("<IIII", 2, 24, 7, 32)
    values = struct.pack("<HHI", 0x1000, 0, 0xFFFF_FFFF) + struct.pack("<HHI", 30, 0, 0xFFFF_FFFF) + b"x64;1033\0"
    assert read_summary(bytes(44) + struct.pack("<I", 48) + head + values) == {7: "x64;1033"}


def test_bombs_and_links_are_refused_by_the_checks_of_archives(tmp_path: Path) -> None:
    for evil in (evil_archives.bomb_by_declaration((1 << 32) - 1), evil_archives.with_entry("../setup.exe")):
        with pytest.raises(EngineError, match="is refused"):
            read(tmp_path, evil)
