"""`complete`: what may come next on a command line, for shells."""

from __future__ import annotations

from wingetpy.cli.complete import begun, completions
from wingetpy.cli.options import Given, Option, whole_number
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View


def complete(session: Session, given: Given) -> int:
    line = given.text("line") or ""
    position = given.value("position")
    word = given.text("word") or ""
    at = begun(line, position if isinstance(position, int) else len(line), word)
    found = completions(session, at)
    if session.console.json:
        session.console.write_json(found)
    else:
        session.console.write(found)
    return 0


COMPLETE = View(
    options=(
        Option(names=("--word",), member="word", value="WORD", help="The word at the cursor", default="empty"),
        Option(names=("--commandline",), member="line", value="TEXT", required=True,
               help="The command line with the program's name"),
        Option(names=("--position",), member="position", value="N", read=whole_number, default="the end",
               help="How many letters are before the cursor"),
    ),
    run=complete,
    examples=("complete --word wing --commandline wing --position 4",),
)  # fmt: skip
