"""tests/windows/First-Run.ps1 is for a Windows that is not here; what of it can be tried elsewhere is tried here."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from kit.manifests import singleton
from kit.powershell import MODULE, find_powershell

FIRST_RUN = Path(__file__).resolve().parents[1] / "windows" / "First-Run.ps1"
READ = """
$faults = $null
$tree = [Management.Automation.Language.Parser]::ParseFile('FILE', [ref]$null, [ref]$faults)
if ($faults) { throw $faults[0].Message }
$found = $tree.FindAll({ $args[0] -is [Management.Automation.Language.StringConstantExpressionAst] }, $true)
@($found | Where-Object StringConstantType -EQ SingleQuotedHereString)[0].Value
""".replace("FILE", str(FIRST_RUN))


@pytest.mark.skipif(find_powershell() is None, reason="PowerShell 7 (pwsh) is not installed")
def test_it_parses_and_its_probe_does_the_main_job(tmp_path: Path) -> None:
    probe = tmp_path / "probe.ps1"
    probe.write_text(powershell("-Command", READ), "utf-8")
    source = tmp_path / "source"
    source.mkdir()
    tool = source / "probe.exe"
    tool.write_bytes(b"a probe")
    digest = hashlib.sha256(tool.read_bytes()).hexdigest()
    manifest = singleton(
        "WinGetPyTest.Probe",
        name="Prob\u00e9\u4e2d",
        kind="portable",
        url=tool.as_uri(),
        sha256=digest,
        root={"Commands": ["wingetpyprobe"]},
        installer={"Architecture": "neutral"},
    )
    (source / "probe.yaml").write_text(manifest, "utf-8")
    told = powershell(
        "-File", str(probe), "-Module", str(MODULE), "-Source", str(source), "-Root", str(tmp_path / "root"),
        "-Python", sys.executable,
    )  # fmt: skip
    assert told.splitlines()[-1].startswith("OK v")


FUNCTIONS = """
$tree = [Management.Automation.Language.Parser]::ParseFile('FILE', [ref]$null, [ref]$null)
$functions = $tree.FindAll({ $args[0] -is [Management.Automation.Language.FunctionDefinitionAst] }, $false)
foreach ($one in $functions) { . ([scriptblock]::Create($one.Extent.Text)) }
$rows = New-Object Collections.ArrayList
$work = 'WORK'
""".replace("FILE", str(FIRST_RUN))
ANSWERS = {
    "Read-Result 'a shell that wrote nothing' 'missing' ''": "| a shell that wrote nothing | FAILED | no answer |",
    "Read-Result 'a shell that ended' 'missing' 'It is denied.'": "| a shell that ended | FAILED | It is denied. |",
    "Read-Result 'an empty file' 'empty' ''": "| an empty file | FAILED | no answer |",
    "Add-Answer 'no reason' 'FAILED '": "| no reason | FAILED | no answer |",
    "Add-Answer 'good' 'OK v1.0, a|b'": "| good | OK | v1.0, a\\|b |",
    "Add-SignatureAnswer 'AllSigned' $false ''": "| AllSigned | FAILED | no answer |",
    "Add-SignatureAnswer 'AllSigned' $false 'it was imported'": "| AllSigned | FAILED | it was imported |",
    "Add-SignatureAnswer 'AllSigned' $false 'refused UnauthorizedAccess,X not signed'": (
        "| AllSigned | OK | refused UnauthorizedAccess,X not signed |"
    ),
    "Add-SignatureAnswer 'AllSigned' $true 'it was imported'": "| AllSigned | OK | it was imported |",
    "Add-SignatureAnswer 'AllSigned' $true ''": "| AllSigned | FAILED | no answer |",
}


@pytest.mark.skipif(find_powershell() is None, reason="PowerShell 7 (pwsh) is not installed")
def test_its_table_calls_good_only_what_was_answered_well_and_gives_every_failure_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    script = tmp_path / "ask.ps1"
    script.write_text("\n".join([FUNCTIONS.replace("WORK", str(tmp_path)), *ANSWERS, "$rows"]), "utf-8")
    assert powershell("-File", str(script)).splitlines() == list(ANSWERS.values())


@pytest.mark.skipif(find_powershell() is None, reason="PowerShell 7 (pwsh) is not installed")
def test_its_folder_is_gone_afterwards_or_in_the_table(tmp_path: Path) -> None:
    made, held = tmp_path / "made", tmp_path / "held"
    (made / "deep" / "er").mkdir(parents=True)
    held.mkdir()
    script = tmp_path / "ask.ps1"
    in_use = "function Remove-Item { throw 'in use' }"
    script.write_text(
        "\n".join([FUNCTIONS, f"Remove-Leftover '{made}'", in_use, f"Remove-Leftover '{held}' 1", "$rows"])
    )
    told = powershell("-File", str(script))
    assert not made.exists()
    assert told.splitlines() == [f"| cleaning up | FAILED | {held} is still there: in use |"]


def powershell(*words: str) -> str:
    program = find_powershell()
    assert program is not None
    done = subprocess.run(
        [program, "-NoProfile", "-NonInteractive", *words], capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
