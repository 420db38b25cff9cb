"""`settings` and `settings export`."""

from __future__ import annotations

from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View

_LATER = "administrators' settings are not part of this version"


def settings(session: Session, given: Given) -> int:
    """Show where the file is; with `--format json` what `settings export` prints."""
    if session.console.json:
        return export(session, given)
    session.console.write([f"User settings: {session.ask('setting/get').user_settings_file}"])
    return 0


def export(session: Session, given: Given) -> int:
    session.console.write([session.ask("setting/export").export])
    return 0


SETTINGS = View(
    options=(
        Option(names=("--enable",), member="enable", value="NAME", refused=_LATER),
        Option(names=("--disable",), member="disable", value="NAME", refused=_LATER),
    ),
    run=settings,
    examples=("settings",),
)
EXPORT = View(options=(), run=export, examples=("settings export",))
