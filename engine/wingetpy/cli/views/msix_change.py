"""`msix add|stage|register|ensure|remove|repair|reset|provision|deprovision`: changes of MSIX packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from wingetpy.cli.console import Console
from wingetpy.cli.msix_options import (
    BOUNDS,
    PACKAGE_SET,
    given_options,
    option_class,
    options_of,
    read_set,
    target_option,
)
from wingetpy.cli.options import Given
from wingetpy.cli.package_options import WHAT_IF
from wingetpy.cli.results import show_error
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.errors import BadRequest, EngineError, ErrorCode
from wingetpy.messages.language import say, translated
from wingetpy.model.sizes import size_text

if TYPE_CHECKING:
    from wingetpy.commands.msix_rows import MsixDeploymentResult
    from wingetpy.deployment.foreseen import ForeseenChange

_FILES = "A path, or a file:, http:, https: or ms-uup: URI; several are several packages"
_NAMES = "A family name, a full name or an ms-uup: URI; several are several packages"
_FAMILIES = "A family name or an ms-uup: URI; several are several families"
_OWN_METHODS = ("Add", "Remove", "Repair", "Reset")
_BRINGS = ("Add", "Register", "EnsureIsReady")


class _MsixChange(msgspec.Struct, frozen=True):
    """One verb.

    Attributes:
        verb: The API's word.
        member: What its options are called where a method is for several verbs; empty where it has none.
    """

    verb: str
    member: str = ""

    def view(self, takes: str, *examples: str) -> View:
        own = options_of(option_class(self.member)) if self.member else ()
        options = (target_option(takes), PACKAGE_SET, *own, WHAT_IF, *BOUNDS)
        return View(options=options, run=self.run, examples=examples)

    def run(self, session: Session, given: Given) -> int:
        """Do it, or show what it would do, target by target; the exit code is that of the first failure."""
        console = session.console
        codes: list[int] = []
        subjects = _subjects(given, self.verb)
        show = _show_plan if given.flag("what_if") else _show_result

        def show_all(rows: Sequence[Any]) -> None:
            for row in rows:
                show(console, row)

        console.on_items = show_all
        for subject in subjects:
            if console.cancelled:
                codes.append(ErrorCode.CtrlSignalReceived.signed)
                break
            before = len(console.rows)
            try:
                session.send(*self._request(session, given, subject))
            except EngineError as error:
                if len(subjects) == 1:
                    raise
                console.fault(error, str(subject.get("target", "")))
                codes.append(error.code.signed)
            codes += [_code(row) for row in console.rows[before:]]
        if console.json:
            console.write_json(console.rows)
        return next((code for code in codes if code), 0)

    def _request(self, session: Session, given: Given, subject: dict[str, object]) -> tuple[str, msgspec.Struct]:
        options = given_options(option_class(self.member), given) if self.member else None
        members = {"target": None, "package_set": None, **subject}
        if given.flag("what_if"):
            method = "msix/plan"
        else:
            method = f"msix/{self.verb.lower()}" if self.verb in _OWN_METHODS else "msix/deploy"
        if method in ("msix/plan", "msix/deploy"):
            members["operation"] = self.verb
        if options is not None:
            members["options" if self.verb in _OWN_METHODS and method != "msix/plan" else self.member] = options
        return method, session.parameters(method, given, **members)


def _subjects(given: Given, verb: str) -> list[dict[str, object]]:
    """Return what is meant, a request each. Raises BadRequest for nothing."""
    if path := given.text("package_set"):
        return [{"package_set": read_set(path)}]
    targets = given.texts("target")
    if not targets:
        raise BadRequest(
            say("msix {0}: nothing is named.", verb.lower()),
            remedy=say("Name a package, or a set with --package-set FILE."),
        )
    return [{"target": one} for one in targets]


def _show_plan(console: Console, row: ForeseenChange) -> None:
    console.write([_plan_line(row)])
    if row.error is not None:
        show_error(console, row.error, row.target)


def _show_result(console: Console, row: MsixDeploymentResult) -> None:
    if row.error is None:
        console.write(list(_result_lines(row)))
    else:
        show_error(console, row.error, row.target)


def _code(row: MsixDeploymentResult | ForeseenChange) -> int:
    """Windows' code of a change that failed, else that of its error."""
    code = int(getattr(row, "error_code", "") or (row.error.code if row.error else "0"), 16)
    return code - (1 << 32) if code >> 31 else code


def _plan_line(row: ForeseenChange) -> str:
    """`Update Contoso.App from 1.0.0.0 to 2.0.0.0 (x64), 12.3 MB`."""
    name = row.full_name.partition("_")[0] or row.family_name or row.target
    if row.error is not None:
        return say("{0} {1} would fail:", translated(row.operation), name)
    if row.action == "None":
        return say("Leave {0} as it is ({1})", name, row.reason)
    if row.action in ("Update", "Downgrade"):
        versions = say(" from {0} to {1}", row.from_version, row.to_version)
    else:
        versions = f" {row.to_version or row.from_version}".rstrip()
    architecture = f" ({row.architecture})" if row.architecture else ""
    return f"{translated(row.action)} {name}{versions}{architecture}{f', {size_text(row.size)}' if row.size else ''}"


def _result_lines(row: MsixDeploymentResult) -> Iterator[str]:
    yield f"{translated(row.operation)} {row.target}: {translated('done' if row.changed else 'nothing to do')}."
    yield from (say("  Added: {0}", one) for one in row.added)
    yield from (say("  Removed: {0}", one) for one in row.removed)
    if row.operation in _BRINGS and row.changed and not row.is_registered:
        yield say("  Not registered yet: it is when what uses it has ended.")
    if row.fetched_bytes is not None:
        whole = say(" of {0}", size_text(row.total_bytes)) if row.total_bytes else ""
        saved = say(", {0} were there", size_text(row.saved_bytes)) if row.saved_bytes else ""
        yield say("  Transferred: {0}{1}{2}", size_text(row.fetched_bytes), whole, saved)


ADD = _MsixChange("Add", "add_options").view(
    _FILES, "msix add ./app.msixbundle --what-if", "msix add https://contoso.com/app.msix"
)
STAGE = _MsixChange("Stage", "stage_options").view(_FILES, "msix stage ./app.msix")
REGISTER = _MsixChange("Register", "register_options").view(
    "A path, a file: or ms-uup: URI, a family name or a full name; several are several packages",
    "msix register Contoso.App_1a2b3c4d5e6f7",
    "msix register ./AppxManifest.xml --developer-mode",
)
ENSURE = _MsixChange("EnsureIsReady", "ensure_options").view(
    "An ms-uup: URI; several are several products", "msix ensure --package-set tools.json --what-if"
)
REMOVE = _MsixChange("Remove", "remove_options").view(
    _NAMES, "msix remove Contoso.App_1a2b3c4d5e6f7", "msix remove Contoso.App_1a2b3c4d5e6f7 --remove-for-all-users"
)
REPAIR = _MsixChange("Repair").view(_NAMES, "msix repair Contoso.App_1a2b3c4d5e6f7")
RESET = _MsixChange("Reset").view(_NAMES, "msix reset Contoso.App_1a2b3c4d5e6f7")
PROVISION = _MsixChange("Provision", "provision_options").view(_FAMILIES, "msix provision Contoso.App_1a2b3c4d5e6f7")
DEPROVISION = _MsixChange("Deprovision").view(_FAMILIES, "msix deprovision Contoso.App_1a2b3c4d5e6f7")
