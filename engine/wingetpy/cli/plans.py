"""A plan as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wingetpy.cli.console import Console, size_text
from wingetpy.cli.results import show_error
from wingetpy.cli.tables import render_fields
from wingetpy.errors import ErrorCode

if TYPE_CHECKING:
    from wingetpy.operations.plan import Plan


def show_plan(console: Console, plan: Plan) -> int:
    """Print a plan (nothing with `--format json`) and return the code of what prevents it, signed."""
    if not console.json:
        console.write(_lines(plan))
        if plan.error is not None:
            show_error(console, plan.error, f"{plan.name} [{plan.id}]")
        console.write([""])
    return ErrorCode(int(plan.error.code, 16)).signed if plan.error is not None else 0


def _lines(plan: Plan) -> list[str]:
    lines = [_head(plan), *_indented(_facts(plan))]
    if plan.switches:
        lines += ["  Switches:", *_indented(_indented(f"{one.name}: {one.text}" for one in plan.switches))]
    if plan.agreements:
        texts = (f"{one.label}: {one.text} {one.url}".strip() for one in plan.agreements)
        lines += ["  Agreements:", *_indented(_indented(texts))]
    if plan.dependencies:
        lines += ["  Dependencies:", *_indented(_indented(_dependencies(plan)))]
    if plan.steps:
        steps = (f"{number}. {step.description}" for number, step in enumerate(plan.steps, 1))
        lines += ["  Steps:", *_indented(_indented(steps))]
    if plan.rejected:
        rejected = (f"{one.installer}: {', '.join(one.reasons)}" for one in plan.rejected)
        lines += ["  Installers that do not fit:", *_indented(_indented(rejected))]
    return lines


def _head(plan: Plan) -> str:
    versions = " -> ".join(version for version in (plan.from_version, plan.to_version) if version)
    return f"{_action(plan)}: {plan.name} [{plan.id}] {versions}".rstrip()


def _action(plan: Plan) -> str:
    if plan.action != "None":
        return plan.action
    if plan.reason == "DependenciesOnly" and plan.dependencies:
        return "Install the dependencies only"
    nothing_newer = plan.error is None or plan.error.symbol in ("UpdateNotApplicable", "PackageAlreadyInstalled")
    return f"{'Nothing to do' if nothing_newer else f'Cannot {plan.operation.lower()}'} ({plan.reason})"


def _facts(plan: Plan) -> list[str]:
    return render_fields(
        (
            ("Source", plan.source),
            ("Scope", plan.scope),
            ("Location", plan.location),
            ("Architecture", plan.architecture),
            ("Installer Type", plan.installer_type),
            ("Installer Url", plan.url),
            ("Installer SHA256", plan.sha256),
            ("Size", size_text(plan.size) if plan.size is not None else ""),
            ("Command Line", plan.command_line),
        )
    )


def _dependencies(plan: Plan) -> Iterable[str]:
    return (f"{one.action}: {one.name} [{one.id}] {one.to_version}" for one in plan.dependencies)


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]
