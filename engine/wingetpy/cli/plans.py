"""A plan as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from wingetpy.cli.console import Console
from wingetpy.cli.results import show_error
from wingetpy.cli.tables import Part, Tree, render_fields
from wingetpy.errors import ErrorCode
from wingetpy.messages.language import say, translated
from wingetpy.model.sizes import size_text
from wingetpy.model.text import fold

if TYPE_CHECKING:
    from wingetpy.operations.plan import DependencyLine, Plan


def show_plan(console: Console, plan: Plan) -> int:
    """Print a plan (nothing with `--format json`) and return the code of what prevents it, signed."""
    if not console.json:
        console.write(_lines(plan))
        if plan.error is not None:
            show_error(console, plan.error, f"{plan.name} [{plan.id}]")
        console.write([""])
    if plan.error is None:  # the reference calls an install of what is installed, with nothing newer, a failure
        return ErrorCode.UpdateNotApplicable.signed if plan.reason == "AlreadyInstalled" else 0
    return ErrorCode(int(plan.error.code, 16)).signed


def show_plans(console: Console, plans: Sequence[Plan]) -> None:
    """Print what is planned of several packages (nothing with `--format json`): of each what is done, the installer's
    command line, dependencies and warnings, as nobody reads twenty plans in full. A plan alone is printed whole."""
    if len(plans) == 1:
        show_plan(console, plans[0])
    elif not console.json:
        for plan in plans:
            console.write(_short_lines(plan))
            if plan.error is not None:
                show_error(console, plan.error, f"{plan.name} [{plan.id}]")


def _lines(plan: Plan) -> list[Part]:
    lines: list[Part] = [_head(plan), *_indented(_facts(plan))]
    if plan.switches:
        lines += [say("  Switches:"), *_indented(_indented(f"{one.name}: {one.text}" for one in plan.switches))]
    if agreements := list(_agreements(plan)):
        lines += [say("  Agreements:"), *_indented(_indented(agreements))]
    lines += _dependencies(plan)
    if plan.steps:
        steps = (f"{number}. {step.description}" for number, step in enumerate(plan.steps, 1))
        lines += [say("  Steps:"), *_indented(_indented(steps))]
    if plan.warnings:
        lines += [say("  Warnings:"), *_indented(_indented(plan.warnings))]
    if plan.rejected:
        rejected = (f"{one.installer}: {', '.join(one.reasons)}" for one in plan.rejected)
        lines += [say("  Installers passed over:"), *_indented(_indented(rejected))]
    return lines


def _short_lines(plan: Plan) -> list[Part]:
    command = render_fields((("Command Line", plan.command_line),))
    return [_head(plan), *_indented(command), *_dependencies(plan), *_indented(plan.warnings)]


def _dependencies(plan: Plan) -> list[Part]:
    if not plan.dependency_tree:
        return []
    return [Tree(say("Dependencies:"), branches=_branches(plan, plan.dependency_tree, 1), indent=2)]


def _head(plan: Plan) -> str:
    versions = " -> ".join(version for version in (plan.from_version, plan.to_version) if version)
    return f"{_action(plan)}: {plan.name} [{plan.id}] {versions}".rstrip()


def _action(plan: Plan) -> str:
    if plan.action != "None":
        return translated(plan.action)
    if plan.reason == "DependenciesOnly" and plan.dependencies:
        return say("Install the dependencies only")
    nothing_newer = plan.error is None or plan.error.symbol in ("UpdateNotApplicable", "PackageAlreadyInstalled")
    action = say("Nothing to do") if nothing_newer else say("Cannot {0}", translated(plan.operation.lower()))
    return f"{action} ({plan.reason})"


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


def _branches(plan: Plan, lines: Sequence[DependencyLine], level: int) -> tuple[Tree, ...]:
    """Return the branches of the lines that begin at this level."""
    begins = [at for at, one in enumerate(lines) if one.level == level]
    pieces = (lines[begin:end] for begin, end in pairwise((*begins, len(lines))))
    return tuple(_branch(plan, piece[0], _branches(plan, piece[1:], level + 1)) for piece in pieces)


def _branch(plan: Plan, line: DependencyLine, branches: tuple[Tree, ...]) -> Tree:
    """A dependency, with the installer where one is taken."""
    taken = next((one for one in plan.dependencies if fold(one.id) == fold(line.id)), None)
    known = f"{line.id} {line.version}".rstrip()
    if line.state == "Installed":
        return Tree(say("{0} is installed", known))
    if line.state == "Above":
        return Tree(say("{0}: see above", known))
    if line.state == "Circle":
        return Tree(say("{0}: depends on itself, by the packages above", known))
    details = render_fields((("Installer Url", taken.url), ("Installer SHA256", taken.sha256))) if taken else ()
    name = f"{taken.name} [{line.id}]" if taken else line.id
    return Tree(f"{line.state}: {name} {line.version}", details=tuple(details), branches=branches)


def _agreements(plan: Plan) -> Iterable[str]:
    """What must be accepted, of the dependencies first; the texts of a dependency begin with its name."""
    for whole in (*plan.dependencies, plan):
        owner = "" if whole is plan else f"{whole.name} [{whole.id}]: "
        for one in whole.agreements:
            yield f"{owner}{one.label}: {one.text} {one.url}".strip()


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]
