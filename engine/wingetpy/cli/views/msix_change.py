"""`msix add|stage|register|ensure|remove|repair|reset|provision|deprovision`: changes of MSIX packages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from wingetpy.cli.console import Console, size_text
from wingetpy.cli.msix_options import (
    BOUNDS,
    PACKAGE_SET,
    made_options,
    options_of,
    read_set,
    target_option,
)
from wingetpy.cli.options import Given
from wingetpy.cli.package_options import WHAT_IF
from wingetpy.cli.results import show_error
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.commands.msix_rows import MsixDeploymentResult
from wingetpy.deployment.foresight import ForeseenChange
from wingetpy.deployment.support import PackageVerb
from wingetpy.errors import BadRequest, EngineError, ErrorCode
from wingetpy.hosts.packages import (
    AddPackageOptions,
    EnsurePackageIsReadyOptions,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
)

_FILES = "A path, or a file:, http:, https: or ms-uup: URI; several are several packages"
_NAMES = "A family name, a full name or an ms-uup: URI; several are several packages"
_FAMILIES = "A family name or an ms-uup: URI; several are several families"
_OWN_METHODS = (PackageVerb.add, PackageVerb.remove, PackageVerb.repair, PackageVerb.reset)
_BRINGS = (PackageVerb.add, PackageVerb.register, PackageVerb.ensure_is_ready)


class _Change(msgspec.Struct, frozen=True, kw_only=True):
    """One verb.

    Attributes:
        kind: The class of its options; None where it has none.
        member: What they are called in the parameters of methods for several verbs.
    """

    verb: PackageVerb
    kind: type[msgspec.Struct] | None = None
    member: str = ""

    def run(self, session: Session, given: Given) -> int:
        """Do it, or show what it would do, target by target; the exit code is that of the first failure."""
        console = session.console
        codes: list[int] = []
        subjects = _subjects(given, self.verb)
        console.on_items = lambda rows: codes.extend(_show(console, row) for row in rows)
        for subject in subjects:
            if console.cancelled:
                codes.append(ErrorCode.CtrlSignalReceived.signed)
                break
            try:
                session.send(*self._request(session, given, subject))
            except EngineError as error:
                if len(subjects) == 1:
                    raise
                console.fault(error, str(subject.get("target", "")))
                codes.append(error.code.signed)
        if console.json:
            codes.extend(_code(row) for row in console.rows)
            console.write_json(console.rows)
        return next((code for code in codes if code), 0)

    def _request(self, session: Session, given: Given, subject: dict[str, object]) -> tuple[str, msgspec.Struct]:
        members = {"target": None, "package_set": None, **subject}
        options = made_options(self.kind, given) if self.kind else None
        if given.flag("what_if"):
            members |= {"operation": self.verb, self.member or "add_options": options}
            method = "msix/plan"
        elif self.verb in _OWN_METHODS:
            members |= {"options": options} if self.kind else {}
            method = f"msix/{self.verb.lower()}"
        else:
            members |= {"operation": self.verb, **({self.member: options} if self.member else {})}
            method = "msix/deploy"
        return method, session.parameters(method, given, **members)


def _subjects(given: Given, verb: PackageVerb) -> list[dict[str, object]]:
    """Return what is meant, a request each. Raises BadRequest for nothing."""
    if path := given.text("package_set"):
        return [{"package_set": read_set(path)}]
    targets = given.texts("target")
    if not targets:
        raise BadRequest(
            f"msix {verb.lower()}: nothing is named.", remedy="Name a package, or a set with --package-set FILE."
        )
    return [{"target": one} for one in targets]


def _show(console: Console, row: object) -> int:
    """Print one row and return its exit code, signed."""
    error = row.error if isinstance(row, ForeseenChange | MsixDeploymentResult) else None
    if isinstance(row, ForeseenChange):
        console.write([_plan_line(row)])
    elif isinstance(row, MsixDeploymentResult) and error is None:
        console.write(list(_result_lines(row)))
    if error is not None:
        show_error(console, error, str(getattr(row, "target", "")))
    return _code(row)


def _code(row: object) -> int:
    """Windows' code of a change that failed, else that of its error."""
    if isinstance(row, MsixDeploymentResult) and row.error_code:
        code = int(row.error_code, 16)
        return code - (1 << 32) if code >> 31 else code
    error = getattr(row, "error", None)
    return ErrorCode(int(error.code, 16)).signed if error is not None else 0


def _plan_line(row: ForeseenChange) -> str:
    """`Update Contoso.App from 1.0.0.0 to 2.0.0.0 (x64), 12.3 MB`."""
    name = row.full_name.partition("_")[0] or row.family_name or row.target
    if row.error is not None:
        return f"{row.operation} {name} would fail:"
    if row.action == "None":
        return f"Leave {name} as it is ({row.reason})"
    if row.action in ("Update", "Downgrade"):
        versions = f" from {row.from_version} to {row.to_version}"
    else:
        versions = f" {row.to_version or row.from_version}".rstrip()
    architecture = f" ({row.architecture})" if row.architecture else ""
    return f"{row.action} {name}{versions}{architecture}{f', {size_text(row.size)}' if row.size else ''}"


def _result_lines(row: MsixDeploymentResult) -> Iterator[str]:
    yield f"{row.operation} {row.target}: {'done' if row.changed else 'nothing to do'}."
    yield from (f"  Added: {one}" for one in row.added)
    yield from (f"  Removed: {one}" for one in row.removed)
    if row.operation in _BRINGS and row.changed and not row.is_registered:
        yield "  Not registered yet: it is when what uses it has ended."
    if row.fetched_bytes is not None:
        whole = f" of {size_text(row.total_bytes)}" if row.total_bytes else ""
        saved = f", {size_text(row.saved_bytes)} were there" if row.saved_bytes else ""
        yield f"  Transferred: {size_text(row.fetched_bytes)}{whole}{saved}"


def _view(change: _Change, takes: str, examples: Sequence[str]) -> View:
    own = options_of(change.kind) if change.kind else ()
    return View(
        options=(target_option(takes), PACKAGE_SET, *own, WHAT_IF, *BOUNDS),
        run=change.run,
        examples=tuple(examples),
    )


ADD = _view(
    _Change(verb=PackageVerb.add, kind=AddPackageOptions, member="add_options"),
    _FILES,
    ("msix add ./app.msixbundle --what-if", "msix add https://contoso.com/app.msix"),
)
STAGE = _view(
    _Change(verb=PackageVerb.stage, kind=StagePackageOptions, member="stage_options"),
    _FILES,
    ("msix stage ./app.msix",),
)
REGISTER = _view(
    _Change(verb=PackageVerb.register, kind=RegisterPackageOptions, member="register_options"),
    "A path, a file: or ms-uup: URI, a family name or a full name; several are several packages",
    ("msix register Contoso.App_1a2b3c4d5e6f7", "msix register ./AppxManifest.xml --developer-mode"),
)
ENSURE = _view(
    _Change(verb=PackageVerb.ensure_is_ready, kind=EnsurePackageIsReadyOptions, member="ensure_options"),
    "An ms-uup: URI; several are several products",
    ("msix ensure --package-set tools.json --what-if",),
)
REMOVE = _view(
    _Change(verb=PackageVerb.remove, kind=RemovePackageOptions, member="remove_options"),
    _NAMES,
    ("msix remove Contoso.App_1a2b3c4d5e6f7", "msix remove Contoso.App_1a2b3c4d5e6f7 --remove-for-all-users"),
)
REPAIR = _view(_Change(verb=PackageVerb.repair), _NAMES, ("msix repair Contoso.App_1a2b3c4d5e6f7",))
RESET = _view(_Change(verb=PackageVerb.reset), _NAMES, ("msix reset Contoso.App_1a2b3c4d5e6f7",))
PROVISION = _view(
    _Change(verb=PackageVerb.provision, kind=ProvisionPackageOptions, member="provision_options"),
    _FAMILIES,
    ("msix provision Contoso.App_1a2b3c4d5e6f7",),
)
DEPROVISION = _view(_Change(verb=PackageVerb.deprovision), _FAMILIES, ("msix deprovision Contoso.App_1a2b3c4d5e6f7",))
