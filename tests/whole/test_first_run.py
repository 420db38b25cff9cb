"""tests/windows/First-Run.ps1 is for a Windows that is not here; what of it can be tried elsewhere is tried here."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from kit.powershell import MODULE, find_powershell

FIRST_RUN = Path(__file__).resolve().parents[1] / "windows" / "First-Run.ps1"
READ = """
$faults = $null
$tree = [Management.Automation.Language.Parser]::ParseFile('FILE', [ref]$null, [ref]$faults)
if ($faults) { throw $faults[0].Message }
$found = $tree.FindAll({ $args[0] -is [Management.Automation.Language.StringConstantExpressionAst] }, $true)
@($found | Where-Object StringConstantType -EQ SingleQuotedHereString)[0].Value
""".replace("FILE", str(FIRST_RUN))
MANIFEST = """\
PackageIdentifier: WinGetPyTest.Probe
PackageVersion: "1.0"
PackageLocale: en-US
Publisher: Test
PackageName: Prob\u00e9\u4e2d
License: MIT
ShortDescription: Probe
Commands:
- wingetpyprobe
Installers:
- Architecture: neutral
  InstallerType: portable
  InstallerUrl: {url}
  InstallerSha256: {hash}
ManifestType: singleton
ManifestVersion: 1.6.0
"""


@pytest.mark.skipif(find_powershell() is None, reason="PowerShell 7 (pwsh) is not installed")
def test_it_parses_and_its_probe_does_the_main_job(tmp_path: Path) -> None:
    probe = tmp_path / "probe.ps1"
    probe.write_text(powershell("-Command", READ), "utf-8")
    source = tmp_path / "source"
    source.mkdir()
    tool = source / "probe.exe"
    tool.write_bytes(b"a probe")
    digest = hashlib.sha256(tool.read_bytes()).hexdigest()
    (source / "probe.yaml").write_text(MANIFEST.format(url=tool.as_uri(), hash=digest), "utf-8")
    told = powershell(
        "-File", str(probe), "-Module", str(MODULE), "-Source", str(source), "-Root", str(tmp_path / "root"),
        "-Python", sys.executable,
    )  # fmt: skip
    assert told.splitlines()[-1].startswith("OK v")


def powershell(*words: str) -> str:
    program = find_powershell()
    assert program is not None
    done = subprocess.run(
        [program, "-NoProfile", "-NonInteractive", *words], capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
