"""The log tells the story of a change, also when two engines tell theirs at once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from wingetpy.settings.log import OLD_FILES, ChangeLog

ENGINE = Path(__file__).parents[3] / "engine"


class StoppedClock:
    def now(self) -> float:
        return 1_700_000_000.25


def lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_a_line_has_time_level_process_and_text(tmp_path):
    log = ChangeLog(tmp_path / "log" / "wingetpy.log", StoppedClock())
    log.write("Information", "Installing Café.Tool\r\nversion 2")
    log.write("Error", "\ud800 is no letter")
    assert lines_of(log.path) == [
        f"2023-11-14T22:13:20.250Z information [{os.getpid()}] Installing Café.Tool\\nversion 2",
        f"2023-11-14T22:13:20.250Z error [{os.getpid()}] ? is no letter",
    ]


def test_lines_below_the_wanted_level_are_left_out(tmp_path):
    log = ChangeLog(tmp_path / "wingetpy.log", StoppedClock(), "warning")
    log.write("Verbose", "a")
    log.write("Information", "b")
    log.write("Warning", "c")
    assert [line[-1] for line in lines_of(log.path)] == ["c"]


def test_a_full_log_starts_anew_and_a_few_old_ones_are_kept(tmp_path):
    log = ChangeLog(tmp_path / "wingetpy.log", StoppedClock(), most_bytes=200)
    for number in range(40):
        log.write("Information", f"step {number:02}")
    names = sorted(path.name for path in tmp_path.glob("*.log"))
    assert names == ["wingetpy.1.log", "wingetpy.2.log", "wingetpy.3.log", "wingetpy.log"]
    assert len(names) == OLD_FILES + 1
    told = [line[-2:] for name in (*reversed(names[:3]), names[3]) for line in lines_of(tmp_path / name)]
    assert told == [f"{number:02}" for number in range(40 - len(told), 40)]
    assert all(path.stat().st_size <= 200 for path in tmp_path.glob("*.log"))


def test_a_log_that_cannot_be_written_stops_nobody_and_tells_later(tmp_path):
    folder = tmp_path / "log"
    folder.write_text("in the way")
    log = ChangeLog(folder / "wingetpy.log", StoppedClock())
    log.write("Information", "lost")
    log.write("Information", "lost too")
    folder.unlink()
    log.write("Information", "kept")
    first, second = lines_of(log.path)
    assert "2 lines" in first
    assert second.endswith("kept")


@pytest.mark.timeout(60)
def test_two_engines_at_once_lose_and_mix_nothing(tmp_path):
    program = (
        "import sys, time, pathlib\n"
        "from wingetpy.settings.log import ChangeLog\n"
        "class Clock:\n"
        "    now = staticmethod(time.time)\n"
        "log = ChangeLog(pathlib.Path(sys.argv[1]), Clock(), most_bytes=20_000)\n"
        "for n in range(200):\n"
        "    log.write('Information', f'{sys.argv[2]}-{n} ' + 'x' * 40)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ENGINE)}
    path = tmp_path / "wingetpy.log"
    engines = [subprocess.Popen([sys.executable, "-c", program, str(path), name], env=environment) for name in "ab"]
    assert [engine.wait(50) for engine in engines] == [0, 0]
    told = [line for file in tmp_path.glob("*.log") for line in lines_of(file)]
    assert len(told) == 400
    assert all(re.fullmatch(r"\S+Z information \[\d+\] [ab]-\d+ x{40}", line) for line in told)


def test_the_log_needs_no_heavy_import(tmp_path):
    program = "import sys; import wingetpy.settings.log, wingetpy.settings.userfile; print(' '.join(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ENGINE)}
    found = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path[:0] = {sys.path!r}; sys.path.insert(0, {str(ENGINE)!r}); {program}",
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"logging", "asyncio", "yaml", "ssl"} & set(found.stdout.split())
