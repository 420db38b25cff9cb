"""`info`: facts about this engine and the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wingetpy.cli.options import Given
from wingetpy.cli.session import Session
from wingetpy.cli.tables import render_fields
from wingetpy.cli.verbs import View
from wingetpy.errors import EngineError
from wingetpy.messages.language import say, translated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wingetpy.commands.engine_info import EngineInfo
    from wingetpy.settings.policy_effects import PolicyReport

_SWITCH = ("On", "Off")


def info(session: Session, given: Given) -> int:
    console = session.console
    engine: EngineInfo = session.ask("engine/info")
    if console.json:
        console.write_json(engine)
        return 0
    facts = engine.facts
    windows = "Windows Server" if facts.server else "Windows"
    fields = (
        ("Engine", f"v{engine.engine_version} (protocol {engine.protocol_version}), Python {engine.python}"),
        ("Host", f"{engine.host} {engine.root}".strip()),
        ("State", engine.state_folder),
        ("Log", engine.log_path),
        ("Settings", engine.user_settings_file),
        ("System", say("{0} {1}, {2}, market {3}", windows, facts.os_version, facts.architecture, facts.market)),
        ("Locales", ", ".join(facts.locales)),
        ("Elevated", translated("yes" if facts.elevated else "no")),
        *_decisions(session),
    )
    console.write(render_fields(fields))
    return 0


def _decisions(session: Session) -> tuple[tuple[str, str], ...]:
    """What Group Policy decides, and the administrator's settings; why not where they cannot be read."""
    session.console.rows.clear()
    try:
        session.ask("policy/get")
    except EngineError as error:
        return (("Policies", error.text),)
    rows: Sequence[PolicyReport] = session.console.rows
    decided = "\n".join(f"{row.name}: {row.state}" for row in rows if row.state != "NotConfigured")
    switches = "\n".join(f"{row.setting}: {row.effective}" for row in rows if row.setting and row.effective in _SWITCH)
    return (("Policies", decided or translated("none")), ("Admin settings", switches))


INFO = View(options=(), run=info, examples=("info", "--info", "info --format json"))
