"""`error`: what an error code means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.messages.language import say

if TYPE_CHECKING:
    from wingetpy.errors.known import KnownError


def error(session: Session, given: Given) -> int:
    session.ask("error/get", given)
    console = session.console
    if console.json:
        console.write_json(console.rows)
    else:
        console.write([line for row in console.rows for line in _lines(row)])
    return 0


def _lines(row: KnownError) -> Iterator[str]:
    """As winget prints it, and what to do where that is known."""
    yield f"{row.code.lower()} : {row.symbol}" if row.symbol else row.code.lower()
    yield row.description
    if row.remedy:
        yield say("To do: {0}", row.remedy)


ERROR = View(
    options=(
        Option(names=("--input",), member="input", value="CODE", position=True, required=True,
               help="A code in hexadecimal or decimal digits, or a word of a symbol or a description"),
    ),
    run=error,
    examples=("error 0x8A150014", "error -- -1978335212", "error hash"),
)  # fmt: skip
