"""Programs that NSIS itself made, and programs that only look like an installer of a known kind."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kit.installers import WINDOWS_32
from wingetpy.authoring.facts.installer_facts import InstallerFacts
from wingetpy.authoring.facts.read import read_installer
from wingetpy.errors import EngineError

MAKENSIS = shutil.which("makensis")
SCRIPT = """
Unicode {unicode}
Target {target}
SetCompressor {compressor}
Name "Contoso Nsis"
OutFile "made.exe"
RequestExecutionLevel {level}
InstallDir "$TEMP\\ContosoNsis"
VIProductVersion 1.2.3.4
VIAddVersionKey ProductName "Contoso Nsis"
VIAddVersionKey ProductVersion "1.2.3"
VIAddVersionKey CompanyName "Contoso Ltd."
VIAddVersionKey FileDescription "Contoso Nsis"
VIAddVersionKey FileVersion "1.2.3.4"
VIAddVersionKey LegalCopyright "(c) Contoso"
Section
  SetOutPath "$INSTDIR"
  File "made.nsi"
SectionEnd
"""

needs_nsis = pytest.mark.skipif(MAKENSIS is None, reason="makensis is not installed (Debian's package nsis)")


def made(folder: Path, target: str = "x86-unicode", level: str = "user", compressor: str = "zlib") -> bytes:
    """What makensis makes of the script."""
    unicode = "false" if target.endswith("ansi") else "true"
    script = SCRIPT.format(target=target, level=level, compressor=compressor, unicode=unicode)
    (folder / "made.nsi").write_text(script, "utf-8")
    subprocess.run([str(MAKENSIS), "-V1", "made.nsi"], cwd=folder, check=True, capture_output=True)
    return (folder / "made.exe").read_bytes()


def read(folder: Path, content: bytes) -> InstallerFacts:
    path = folder / "installer"
    path.write_bytes(content)
    return read_installer(path, "https://example.com/contoso")


@needs_nsis
@pytest.mark.parametrize(
    ("target", "architecture"), [("x86-unicode", "x86"), ("x86-ansi", "x86"), ("amd64-unicode", "x64")]
)
def test_an_installer_of_each_target_of_nsis(tmp_path: Path, target: str, architecture: str) -> None:
    facts = read(tmp_path, made(tmp_path, target))
    assert (facts.installer_type, facts.architectures, facts.firm) == (
        "nullsoft",
        (architecture,),
        architecture != "x86",
    )
    assert facts.origins["InstallerType"] == "the signature of NSIS behind the program"
    assert (facts.product_name, facts.product_version, facts.publisher) == ("Contoso Nsis", "1.2.3", "Contoso Ltd.")


@needs_nsis
@pytest.mark.parametrize(("level", "scope"), [("user", "user"), ("admin", "machine"), ("highest", "")])
def test_the_scope_is_that_of_the_execution_level_that_nsis_wrote(tmp_path: Path, level: str, scope: str) -> None:
    assert read(tmp_path, made(tmp_path, level=level)).scope == scope


@needs_nsis
@pytest.mark.parametrize("compressor", ["lzma", "/SOLID lzma", "bzip2"])
def test_the_compressor_of_nsis_changes_nothing(tmp_path: Path, compressor: str) -> None:
    assert read(tmp_path, made(tmp_path, compressor=compressor)).installer_type == "nullsoft"


@needs_nsis
def test_a_signature_behind_an_installer_of_nsis_changes_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, made(tmp_path) + bytes(9000)).installer_type == "nullsoft"


@needs_nsis
def test_an_installer_of_nsis_that_was_cut_off_in_its_program_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="it is cut off"):
        read(tmp_path, made(tmp_path)[:20_000])


@pytest.mark.parametrize(
    "words",
    [
        b"\xef\xbe\xad\xdeNullsoftInst",  # not where NSIS has it
        b"Nullsoft.NSIS.exehead",
        b"Inno Setup Setup Data (6.2.0)",
        b".wixburn",
    ],
)
def test_words_of_an_installer_in_any_program_prove_nothing(tmp_path: Path, words: bytes) -> None:
    facts = read(tmp_path, WINDOWS_32 + b"x" * 77 + words + bytes(100))
    assert (facts.installer_type, facts.product_code) == ("exe", "")


def test_a_section_of_burn_without_its_magic_has_no_code(tmp_path: Path) -> None:
    program = WINDOWS_32.replace(b".text\0\0\0", b".wixburn", 1)
    assert program != WINDOWS_32
    facts = read(tmp_path, program)
    assert (facts.installer_type, facts.product_code) == ("burn", "")
