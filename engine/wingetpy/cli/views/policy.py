"""`policy`: the Group Policies, who decided what, and the effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.tables import render_fields, table
from wingetpy.cli.verbs import View

if TYPE_CHECKING:
    from wingetpy.settings.policy_effects import PolicyReport


def policy(session: Session, given: Given) -> int:
    session.ask("policy/get", given)
    console = session.console
    if console.json:
        console.write_json(console.rows)
        return 0
    rows: Sequence[PolicyReport] = console.rows
    if len(rows) == 1:
        console.write(_fields(rows[0]))
    else:
        cells = ((row.name, row.state, row.effective, row.source, row.effect) for row in rows)
        console.write([table(("Policy", "State", "Effective", "Source", "Effect"), cells)])
    return 0


def _fields(row: PolicyReport) -> list[str]:
    return render_fields(
        (
            ("Policy", row.name),
            ("State", row.state),
            ("Value", row.value),
            ("Effective", row.effective),
            ("Source", row.source),
            ("Setting", row.setting),
            ("Effect", row.effect),
        )
    )


POLICY = View(
    options=(
        Option(names=("--name", "-n"), member="name", value="NAME", position=True,
               help="Only this policy; * and ? are wildcards", default="all"),
    ),
    run=policy,
    examples=("policy", "policy EnableHashOverride", "policy --format json"),
)  # fmt: skip
