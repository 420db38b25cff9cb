"""`settings` and `settings export`."""

from __future__ import annotations

from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View


def settings(session: Session, given: Given) -> int:
    """Show where the file is, or switch an administrator's setting; with `--format json` what `settings export`
    prints."""
    for member, enabled in (("enable", True), ("disable", False)):
        if name := given.text(member):
            done = session.ask("setting/set", name=name, enabled=enabled)
            return _write_switch(session, done.name, "enabled" if enabled else "disabled")
    if session.console.json:
        return export(session, given)
    session.console.write([f"User settings: {session.ask('setting/get').user_settings_file}"])
    return 0


def _write_switch(session: Session, name: str, state: str) -> int:
    if session.console.json:
        return export(session, Given({}))
    session.console.write([f"{name}: {state}."])
    return 0


def export(session: Session, given: Given) -> int:
    session.console.write([session.ask("setting/export").export])
    return 0


SETTINGS = View(
    options=(
        Option(names=("--enable",), member="enable", value="NAME", group="switch", default="none",
               help="Switch an administrator's setting on"),
        Option(names=("--disable",), member="disable", value="NAME", group="switch", default="none",
               help="Switch an administrator's setting off"),
    ),
    run=settings,
    examples=("settings", "settings --enable BypassCertificatePinningForMicrosoftStore"),
)  # fmt: skip
EXPORT = View(options=(), run=export, examples=("settings export",))
