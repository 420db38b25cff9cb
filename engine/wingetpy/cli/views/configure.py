"""`configure`, `configure test` and `configure show`: configuration files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wingetpy.cli.options import Given, Option
from wingetpy.cli.package_options import SOURCE_ACCESS, WHAT_IF
from wingetpy.cli.results import show_error
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.messages.language import say, translated

if TYPE_CHECKING:
    from wingetpy.commands.configuration import ConfigurationResult, ConfigurationUnit

_WORDS = {True: "in the desired state", False: "not in the desired state", None: ""}


def apply(session: Session, given: Given) -> int:
    """Apply the file, or with --what-if say what that would do."""
    done = _ask(session, "configuration/apply", given, what_if=given.flag("what_if") or None)
    if not session.console.json and done.reboot_required:
        session.console.note(say("Restart the machine to complete the configuration."))
    if given.flag("what_if") and done.result == "Negative":
        return 0  # what would be changed is no failure
    return 0 if done.result in ("Positive", "NotRun") else _code_of(session)


def test(session: Session, given: Given) -> int:
    done = _ask(session, "configuration/test", given)
    if done.result == "Negative":
        return ErrorCode.ConfigErrorTestFailed.signed
    return _code_of(session) if done.result == "Failed" else 0


def show(session: Session, given: Given) -> int:
    """Show the units; with a fault in one of them, its code."""
    _ask(session, "configuration/show", given)
    return _code_of(session)


def _ask(session: Session, method: str, given: Given, **members: object) -> ConfigurationResult:
    path = given.text("path") or ""
    session.console.on_items = lambda rows: _write(session, rows)
    done: ConfigurationResult = session.ask(
        method, given, path=os.path.abspath(path), parameters=_parameters(given), **members
    )
    if session.console.json:
        session.console.write_json(session.console.rows)
    return done


def _write(session: Session, rows: Sequence[ConfigurationUnit]) -> None:
    console = session.console
    for row in rows:
        label = f"{row.type} [{row.id}]" if row.id else row.type
        state = translated(_WORDS[row.in_desired_state]) if not row.done else "; ".join(row.done)
        console.write([f"{row.intent} :: {label}", *([f"  {state}"] if state and row.error is None else [])])
        console.write(
            [say("  {0}: {1}, wanted {2}", one.name, one.actual or say("not set"), one.wanted) for one in row.drift]
        )
        if row.error is not None:
            show_error(console, row.error, label)


def _code_of(session: Session) -> int:
    """The code of the one failure, or that of an apply that failed."""
    codes = {row.error_code for row in session.console.rows if row.error_code}
    if not codes:
        return 0
    return ErrorCode(int(codes.pop(), 16)).signed if len(codes) == 1 else ErrorCode.ConfigErrorSetApplyFailed.signed


def _parameters(given: Given) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in given.texts("parameter"):
        name, equals, value = text.partition("=")
        if not name or not equals:
            raise BadRequest(
                say("--parameter takes NAME=VALUE, not {0!r}.", text),
                remedy=say("Write {0}.", "--parameter edition=1.0.0"),
            )
        found[name] = value
    return found


_FILE = (
    Option(names=("--file", "-f"), member="path", value="FILE", position=True, required=True,
           help="The configuration file"),
    Option(names=("--parameter",), member="parameter", value="NAME=VALUE", repeats=True,
           help="A value of one of its parameters"),
    Option(names=("--module-path",), member="module_path", value="PATH", ignored=True),
    Option(names=("--processor-path",), member="processor_path", value="PATH",
           refused="this engine has its own processor"),
    Option(names=("--suppress-initial-details",), member="suppress_details", ignored=True),
)  # fmt: skip
_AGREEMENTS = Option(
    names=("--accept-configuration-agreements",),
    member="accept_configuration_agreements",
    help="Accept the agreements of the packages and sources in it",
)

APPLY = View(
    options=(*_FILE, _AGREEMENTS, WHAT_IF, *SOURCE_ACCESS),
    run=apply,
    examples=("configure -f machine.dsc.yaml", "configure machine.dsc.yaml --what-if"),
)
TEST = View(
    options=(*_FILE, _AGREEMENTS, *SOURCE_ACCESS),
    run=test,
    examples=("configure test -f machine.dsc.yaml", "configure test machine.dsc.yaml --format json"),
)
SHOW = View(options=_FILE, run=show, examples=("configure show -f machine.dsc.yaml",))
