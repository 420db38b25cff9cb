"""`settings`, `settings export`, `settings set`, `settings reset` and `features`."""

from __future__ import annotations

from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.messages.language import say


def settings(session: Session, given: Given) -> int:
    """Show where the file is, or switch an administrator's setting; with `--format json` what `settings export`
    prints."""
    for member, enabled in (("enable", True), ("disable", False)):
        if name := given.text(member):
            done = session.ask("setting/set", name=name, enabled=enabled)
            return _write_done(session, f"{done.name}: {'enabled' if enabled else 'disabled'}.")
    if session.console.json:
        return export(session, given)
    session.console.write([say("User settings: {0}", session.ask("setting/get").user_settings_file)])
    return 0


def set_value(session: Session, given: Given) -> int:
    done = session.ask("setting/set", given)
    return _write_done(session, f"{done.name}: {done.value}.")


def reset(session: Session, given: Given) -> int:
    done = session.ask("setting/reset", given)
    return _write_done(session, say("{0}: reset.", ", ".join(done.names)))


def export(session: Session, given: Given) -> int:
    session.console.write([session.ask("setting/export").export])
    return 0


def features(session: Session, given: Given) -> int:
    """winget's command for experimental features; this engine has none that could be off."""
    session.ask("policy/get", name="EnableExperimentalFeatures")
    if session.console.json:
        session.console.write_json([])
    else:
        session.console.write([session.console.rows[0].effect])
    return 0


def _write_done(session: Session, text: str) -> int:
    if session.console.json:
        return export(session, Given({}))
    session.console.write([text])
    return 0


SETTINGS = View(
    options=(
        Option(names=("--enable",), member="enable", value="NAME", group="switch", default="none",
               help="Switch an administrator's setting on"),
        Option(names=("--disable",), member="disable", value="NAME", group="switch", default="none",
               help="Switch an administrator's setting off"),
    ),
    run=settings,
    examples=("settings", "settings --enable LocalManifestFiles"),
)  # fmt: skip
EXPORT = View(options=(), run=export, examples=("settings export",))
SET = View(
    options=(
        Option(names=("--setting",), member="name", value="NAME", position=True, required=True,
               help="The administrator's setting: DefaultProxy"),
        Option(names=("--value",), member="value", value="VALUE", position=True, required=True, help="Its new value"),
    ),
    run=set_value,
    examples=("settings set --setting DefaultProxy --value http://proxy.contoso.com:8080",),
)  # fmt: skip
RESET = View(
    options=(
        Option(names=("--setting",), member="name", value="NAME", position=True, group="which", default="none",
               help="The administrator's setting"),
        Option(names=("--all", "-r", "--recurse"), member="all", group="which", help="All that no policy decides"),
    ),
    run=reset,
    examples=("settings reset --setting DefaultProxy", "settings reset --all"),
)  # fmt: skip
FEATURES = View(options=(), run=features, examples=("features",))
