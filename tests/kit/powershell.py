"""A PowerShell session as a user has it: one shell that goes on from command to command."""

from __future__ import annotations

import base64
import json
import queue
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

MODULE = Path(__file__).resolve().parents[2] / "psmodule" / "WinGetPy.psd1"
PATIENCE = 60.0
"""Seconds until a test gives up on a command; the first one on a cold Wine takes some."""

_MARK = "##said##"
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
# Runs a script in the session's own scope and prints one line of JSON with all that its streams gave.
_TELL = """
function Tell([string] $Code) {
    $script = [scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Code)))
    $all = @(try { . $script 2>&1 3>&1 4>&1 } catch { $_ })
    $records = 'ErrorRecord', 'WarningRecord', 'VerboseRecord'
    $objects = @($all | Where-Object { $null -ne $_ -and $_.GetType().Name -notin $records })
    $said = @{
        Objects = $objects
        Types = @($objects | ForEach-Object { $_.PSObject.TypeNames[0] })
        Warnings = @($all | Where-Object { $_ -is [Management.Automation.WarningRecord] } | ForEach-Object { "$_" })
        Verbose = @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object { "$_" })
        Errors = @($all | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { @{
            Id = $_.FullyQualifiedErrorId
            Category = "$($_.CategoryInfo.Category)"
            Target = "$($_.TargetObject)"
            Text = "$_"
            Code = '0x{0:X8}' -f $_.Exception.HResult
        } })
    }
    "MARK$(ConvertTo-Json $said -Depth 6 -Compress -WarningAction Ignore)"
}
""".replace("MARK", _MARK)


@dataclass(frozen=True)
class Said:
    """What a script gave. `host` are the lines that went to the person (`What if: ...`), not to a stream."""

    objects: list[Any]
    types: list[str]
    errors: list[dict[str, str]]
    warnings: list[str]
    verbose: list[str]
    host: list[str]

    def one(self, kind: str) -> dict[str, Any]:
        """The only object, of this type; anything else, or an error, fails the test."""
        assert not self.errors, self.errors
        assert self.types == [kind], self.objects
        row: dict[str, Any] = self.objects[0]
        return row


def find_powershell() -> str | None:
    return shutil.which("pwsh")


class PowerShell:
    """`with PowerShell(environment) as shell: shell.run("Get-WinGetVersion")`. The module is imported."""

    def __init__(self, environment: dict[str, str]) -> None:
        program = find_powershell()
        assert program is not None
        self._process = subprocess.Popen(
            [program, "-NoProfile", "-NonInteractive", "-Command", "-"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._send(" ".join(line.strip() + (";" if _ends(line) else "") for line in _TELL.splitlines()))
        self._send("$PSStyle.OutputRendering = 'PlainText'; $ProgressPreference = 'SilentlyContinue'")
        imported = self.run(f"Import-Module '{MODULE}'")
        assert not imported.errors, imported.errors

    def run(self, script: str) -> Said:
        """Run a script in the session and wait for its end."""
        self._send(f"Tell '{base64.b64encode(script.encode()).decode()}'")
        host: list[str] = []
        while True:
            line = self._lines.get(timeout=PATIENCE)
            assert line is not None, f"the shell has ended: {host}"
            shown, mark, answer = _CONTROL.sub("", line).partition(_MARK)
            if shown:
                host.append(shown)
            if mark:
                break
        told = json.loads(answer)
        return Said(
            told["Objects"],
            told["Types"],
            told["Errors"],
            told["Warnings"],
            told["Verbose"],
            host,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The shell ends as one whose window is closed, and with it its engine."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
            self._process.wait(60)
        finally:
            self._process.kill()
            self._process.wait()
            self._reader.join(20)
            self._process.stdout.close()

    def _send(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)


def _ends(line: str) -> bool:
    """Whether a statement ends with this line, so that the lines can be put into one."""
    return bool(line.strip()) and not line.rstrip().endswith(("{", "(", "|", ",", "`"))
