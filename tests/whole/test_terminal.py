"""The command line on a terminal: what a person sees, and what is left when it has ended."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.command_line import CommandLine
from kit.manifests import singleton
from kit.secure_server import Answer, Asked, site
from kit.sources import Shelf
from wingetpy.cli.tables import width_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
if sys.platform != "win32":
    from kit.terminal import COLOURS, Shown, on_terminal

SIZE = 600_000
EVIL = "Evil \u202egpj.exe"
WIDE = "日本語の長い名前のパッケージです"
LONG_ID = "Contoso.A.Very.Long.Identifier.That.Is.Copied"


class Seen:
    """A machine with a source, and its command line on a terminal."""

    def __init__(self, folder: Path) -> None:
        self.shelf = Shelf(folder / "source")
        self.line = CommandLine(folder)

    def run(
        self,
        *words: str,
        columns: int = 100,
        interrupt_at: str = "",
        key: bytes = b"\x03",
        resize_to: int = 0,
        **environment: str,
    ) -> Shown:
        variables = {**self.line.variables(), **environment}
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "COLORTERM"):
            if name not in environment:
                variables.pop(name, None)
        return on_terminal(words, variables, columns=columns, interrupt_at=interrupt_at, key=key, resize_to=resize_to)

    def set(self, settings: object) -> None:
        (self.line.root / "WinGetPy" / "settings.json").write_text(json.dumps(settings))


@pytest.fixture
def seen(tmp_path: Path) -> Seen:
    seen = Seen(tmp_path)
    seen.shelf.put("Contoso.Wide", name=WIDE, more="PackageUrl: https://contoso.example/wide?a=1")
    seen.shelf.put(LONG_ID, "10.20.30", name="A tool whose name is longer than most columns ever are")
    seen.shelf.put("Contoso.Evil", name=EVIL)
    assert seen.line.run("source", "add", "test", str(seen.shelf.root)).code == 0
    return seen


@pytest.mark.parametrize("columns", [200, 80, 60, 40])
def test_a_table_fits_and_ids_are_whole(seen: Seen, columns: int) -> None:
    shown = seen.run("search", "", columns=columns)
    assert shown.code == 0
    assert all(width_of(line) <= columns for line in shown.lines), shown.lines
    text = "".join(shown.lines)
    if columns >= 80:
        assert all(one in text for one in (LONG_ID, "10.20.30", "Contoso.Wide"))
    else:  # an id that is wider than its column goes on in the next line
        assert "".join(text.split()).find("Contoso.Wide") >= 0
        assert "Copied" in text
    assert "…" in text or columns in (200, 40)


def test_forty_columns_list_fields_below_each_other(seen: Seen) -> None:
    lines = seen.run("search", "", columns=40).lines
    at = lines.index(WIDE)
    assert lines[at + 1 : at + 4] == ["  Id: Contoso.Wide", "  Version: 1.0", "  Source: test"]


def test_a_pipe_gets_plain_columns_and_rich_is_not_imported(seen: Seen) -> None:
    told = seen.line.run("search", "Contoso.Wide")
    wide = WIDE + " " * 2
    assert told.out == f"Name{' ' * (width_of(WIDE) - 2)}Id            Version  Source\n" + "-" * 63 + (
        f"\n{wide}Contoso.Wide  1.0      test\n"
    )
    code = (
        "import sys\nfrom wingetpy.cli.main import main\nfrom wingetpy.__main__ import _connect\n"
        "main(['search', 'contoso'], _connect)\nassert 'rich' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], env=seen.line.variables(), capture_output=True).returncode == 0


def test_colours_but_not_where_no_color_is_set(seen: Seen) -> None:
    assert COLOURS.search(seen.run("search", "contoso").raw)
    plain = seen.run("search", "contoso", NO_COLOR="1")
    assert COLOURS.search(plain.raw) is None
    assert any("Contoso.Wide" in line for line in plain.lines)


@pytest.mark.parametrize(("words", "environment"), [(["--no-vt"], {}), ([], {"TERM": "dumb"})])
def test_a_terminal_that_obeys_nothing_is_given_no_escapes(
    seen: Seen, words: list[str], environment: dict[str, str]
) -> None:
    shown = seen.run("show", "--id", "Contoso.Wide", *words, **environment)
    assert "\x1b" not in shown.raw
    assert "Homepage: https://contoso.example/wide?a=1" in shown.lines


def test_addresses_are_links_to_what_they_say(seen: Seen) -> None:
    raw = seen.run("show", "--id", "Contoso.Wide").raw
    assert ";https://contoso.example/wide?a=1\x1b\\https://contoso.example/wide?a=1\x1b]8;;\x1b\\" in raw


def test_names_move_no_cursor_and_turn_no_text(seen: Seen) -> None:
    raw = seen.run("search", "--id", "Contoso.Evil").raw
    assert "gpj.exe" in raw
    assert "\u202e" not in raw


def test_dependencies_are_a_tree(seen: Seen) -> None:
    for id, needs in (("Contoso.App", "Contoso.Mid"), ("Contoso.Mid", "Contoso.Low"), ("Contoso.Low", "")):
        below = f"Dependencies:\n  PackageDependencies:\n  - PackageIdentifier: {needs}" if needs else ""
        seen.shelf.program(id, root=below)
    seen.line.run("source", "update")
    lines = seen.run("install", "Contoso.App", "--what-if").lines
    assert any(line.lstrip().startswith(("├── Install: ", "└── Install: ")) for line in lines), lines


def test_a_narrow_terminal_cuts_no_reason_of_what_is_left_out(seen: Seen) -> None:
    seen.shelf.program("Contoso.Denied", "1.0")
    seen.line.run("source", "update")
    assert seen.line.run("install", "Contoso.Denied").code == 0
    seen.shelf.program("Contoso.Denied", "2.0", lines="UpgradeBehavior: deny")
    seen.line.run("source", "update")
    text = "".join(seen.run("upgrade", columns=40).lines)
    assert "Denied cannot be upgraded by this program: its manifest says so. (0x8A150114)" in text


# Progress -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def slow(seen: Seen) -> Iterator[Seen]:
    """Two packages of 0.6 MB each from a server, of which 0.4 MB come in a second."""

    def answer(asked: Asked) -> Answer:
        return Answer(200, (), asked.path[1:].encode().ljust(SIZE, b"."))

    with site(answer, None) as known:
        for name in ("alpha", "beta"):
            sha256 = hashlib.sha256(name.encode().ljust(SIZE, b".")).hexdigest()
            text = singleton(f"Test.{name}", kind="portable", url=f"{known.url}/{name}", sha256=sha256)
            seen.shelf.write(f"{name}.yaml", text)
        seen.line.run("source", "update")
        seen.set({"network": {"downloadLimitInKilobytesPerSecond": 400}})
        yield seen


def test_each_of_several_downloads_has_bytes_rate_and_time_left(slow: Seen) -> None:
    shown = slow.run("install", "Test.alpha", "Test.beta", columns=120)
    assert shown.code == 0
    for name in ("alpha", "beta"):
        rows = [line for line in shown.lines if f"Downloading {name}" in line and " of 585.9 KB" in line]
        assert any("KB/s  0:0" in line for line in rows), shown.lines
    assert shown.is_whole
    assert "2 packages: 2 installed." in shown.lines


def test_a_narrow_terminal_shows_the_part_and_the_time(slow: Seen) -> None:
    shown = slow.run("install", "Test.alpha", columns=40)
    assert any(line.startswith("Downloading alpha") and " %  0:0" in line for line in shown.lines), shown.lines
    assert all(width_of(line) <= 40 for line in shown.lines if "Downloading" in line)
    assert shown.is_whole


def test_progress_follows_the_width_of_the_terminal(slow: Seen) -> None:
    shown = slow.run("install", "Test.alpha", "Test.beta", columns=100, interrupt_at=" of 585.9 KB", resize_to=50)
    assert shown.code == 0
    drawn = [line for line in shown.lines if line.startswith("Downloading alpha")]
    narrow = [line for line in drawn if width_of(line) <= 50]
    assert any(" %  0:0" in line for line in narrow), drawn
    assert shown.is_whole


def test_progress_leaves_room_for_the_key_that_a_terminal_shows(slow: Seen) -> None:
    """`^C` in the last cells would break the line, and the first line of the progress stay."""
    shown = slow.run("install", "Test.alpha", "Test.beta", columns=80)
    assert max(width_of(line) for line in shown.lines if line.startswith("Downloading")) == 77


def test_ctrl_c_leaves_the_terminal_whole(slow: Seen) -> None:
    began = time.monotonic()
    shown = slow.run("install", "Test.alpha", "Test.beta", interrupt_at="Downloading alpha")
    assert time.monotonic() - began < 20
    assert shown.code != 0
    assert shown.is_whole
    assert "2 packages: 2 cancelled." in shown.lines
    assert slow.line.run("list", "--id", "Test.alpha").code != 0


def test_ctrl_z_shows_the_cursor_and_the_progress_comes_back(slow: Seen) -> None:
    """No shell that could stop it is on this terminal, so that it goes on at once."""
    shown = slow.run("install", "Test.alpha", "Test.beta", interrupt_at="Downloading alpha", key=b"\x1a")
    assert shown.code == 0
    before, echo, after = shown.raw.partition("^Z")
    assert "Downloading alpha" in before
    assert echo
    assert "Downloading alpha" in after.partition("\x1b[?25h")[2]
    assert shown.is_whole


@pytest.mark.parametrize(
    ("words", "settings", "drawn"),
    [
        (["--no-progress"], {}, None),
        (["--disable-interactivity"], {}, None),
        ([], {"visual": {"progressBar": "disabled"}}, None),
        ([], {"interactivity": {"disable": True}}, None),
        (["--retro"], {"visual": {"progressBar": "rainbow"}}, "#"),
        ([], {"visual": {"progressBar": "retro"}}, "#"),
        ([], {"visual": {"progressBar": "rainbow"}}, "█"),
        (["--rainbow"], {}, "█"),
        ([], {"visual": {"progressBar": "accent"}}, "━"),
        ([], {"visual": {"progressBar": "sixel"}}, "━"),
        ([], {"visual": 3}, "━"),
    ],
)
def test_the_bar_is_what_options_and_settings_say(
    slow: Seen, words: list[str], settings: dict[str, object], drawn: str | None
) -> None:
    slow.set({"network": {"downloadLimitInKilobytesPerSecond": 1800}, **settings})
    shown = slow.run("install", "Test.alpha", *words)
    assert shown.code == 0
    if drawn is None:
        assert "Downloading" not in shown.raw
        assert "\x1b[?25l" not in shown.raw
    else:
        assert any("Downloading alpha" in line and drawn in line for line in shown.lines), shown.lines
    assert shown.is_whole


def test_the_results_of_a_change_go_into_a_file_while_progress_is_drawn(slow: Seen, tmp_path: Path) -> None:
    with (tmp_path / "out.txt").open("w+b") as out:
        variables = {name: value for name, value in slow.line.variables().items() if name != "NO_COLOR"}
        shown = on_terminal(["install", "Test.alpha"], variables, stdout=out.fileno())
        out.seek(0)
        assert out.read() == b"alpha [Test.alpha] 1.0: Successfully installed.\n"
    assert "Downloading alpha" in shown.raw
    assert shown.is_whole
