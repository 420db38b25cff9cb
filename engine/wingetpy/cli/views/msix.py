"""`msix list|test|volumes`: which MSIX packages are there, whether they can be used, and where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wingetpy.cli.msix_options import PACKAGE_SET, read_set, target_option
from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.tables import render_fields, table
from wingetpy.cli.verbs import View
from wingetpy.errors import BadRequest
from wingetpy.messages.language import say, translated

if TYPE_CHECKING:
    from wingetpy.commands.msix_rows import MsixPackageRow, MsixReadinessRow, MsixVolumeRow

_FAILED = 1


def list_packages(session: Session, given: Given) -> int:
    console = session.console
    session.ask("msix/get", given)
    rows: Sequence[MsixPackageRow] = console.rows
    if console.json:
        console.write_json(rows)
    elif not rows:
        console.write([say("No MSIX package was found.")])
    elif given.flag("details"):
        console.write([line for row in rows for line in _details(row)])
    else:
        cells = ((row.name, row.version, row.architecture, row.kind, row.status, _held(row)) for row in rows)
        console.write([table(("Name", "Version", "Architecture", "Kind", "Status", "Held"), cells)])
    return 0


def test(session: Session, given: Given) -> int:
    """Show whether they can be used; the exit code is 1 where one cannot."""
    console = session.console
    path, targets = given.text("package_set"), given.texts("target")
    if not path and not targets:
        raise BadRequest(
            say("msix test: nothing is named."), remedy=say("Name a package, or a set with --package-set FILE.")
        )
    if path:
        answers = [session.ask("msix/test", package_set=read_set(path))]
    else:
        answers = [session.ask("msix/test", target=one) for one in targets]
    rows: Sequence[MsixReadinessRow] = console.rows
    if console.json:
        console.write_json(rows)
    else:
        cells = (
            (
                row.item,
                row.target,
                translated("yes" if row.is_ready else "no"),
                row.reason,
                row.version,
                row.min_version,
                _more(row),
            )
            for row in rows
        )
        titles = ("Item", "Package", "Ready", "Reason", "Version", "At least", "Remarks")
        console.write([table(titles, cells)])
    return 0 if all(one.is_ready for one in answers) else _FAILED


def volumes(session: Session, given: Given) -> int:
    """Show the volumes, check or repair them; the exit code is 1 where one is not in order."""
    console = session.console
    work = given.text("work") or "Get"
    answer = session.ask(f"msix/volume{work}", given)
    rows: Sequence[MsixVolumeRow] = console.rows
    if console.json:
        console.write_json(rows)
    else:
        cells = ((row.name, row.mount_point, row.package_store_path, _remarks(row), _order(row)) for row in rows)
        console.write([table(("Name", "Volume", "Packages", "Remarks", "In order"), cells)])
    return 0 if work == "Get" or answer.is_ok else _FAILED


def _held(row: MsixPackageRow) -> str:
    """Who has it, as far as it is not just the user."""
    words = [
        say("staged only") if row.is_staged_only else "",
        say("new users get it") if row.provisioned else "",
        say("registration waits") if row.registration_pending else "",
    ]
    return ", ".join(word for word in words if word)


def _details(row: MsixPackageRow) -> list[str]:
    fields = (
        ("Family Name", row.family_name),
        ("Version", row.version),
        ("Architecture", row.architecture),
        ("Resource", row.resource_id),
        ("Kind", f"{row.kind}{' (stub)' if row.is_stub else ''}"),
        ("Status", row.status),
        ("Held", _held(row)),
        ("Publisher", row.publisher_display_name or row.publisher),
        ("Signature", row.signature_kind),
        ("Location", row.install_location),
        ("Data", row.data_location),
        ("Volume", row.volume),
        ("Dependencies", "\n".join(row.dependencies)),
    )
    head = f"{row.display_name or row.name} [{row.full_name}]"
    return [head, *(f"  {line}" for line in render_fields(fields))]


def _more(row: MsixReadinessRow) -> str:
    words = (
        say("a newer version is there") if row.newer_available else "",
        say("registration waits") if row.registration_pending else "",
    )
    return ", ".join(word for word in words if word)


def _remarks(row: MsixVolumeRow) -> str:
    words = (say("system volume") if row.is_system_volume else "", "offline" if row.is_offline else "")
    return ", ".join(word for word in words if word)


def _order(row: MsixVolumeRow) -> str:
    return {None: "", True: translated("yes"), False: translated("no")}[row.is_ok]


LIST = View(
    options=(
        Option(names=("--name",), member="name", value="NAME", position=True, default="any",
               help="Of the identity, a family name or a full name; * and ? are wildcards"),
        Option(names=("--all-users",), member="all_users", help="Also what others have, and what is only staged"),
        Option(names=("--all-kinds",), member="all_kinds", help="Also resource packages, bundles, optional packages"),
        Option(names=("--provisioned",), member="provisioned", help="Only what every new user gets"),
        Option(names=("--details",), member="details", help="Show all that is known of each"),
    ),
    run=list_packages,
    examples=("msix list", "msix list Contoso.* --details", "msix list --all-users --format json"),
)  # fmt: skip
TEST = View(
    options=(target_option("A family name, a full name or an ms-uup: URI; several are several packages"), PACKAGE_SET),
    run=test,
    examples=("msix test Contoso.App_1a2b3c4d5e6f7", "msix test --package-set tools.json"),
)
VOLUMES = View(
    options=(
        Option(names=("--name",), member="name", value="NAME", position=True, default="all", help="This volume"),
        Option(names=("--path",), member="path", value="PATH", default="all", help="The volume that this lies on"),
        Option(names=("--test",), member="work", constant="Test", group="work", help="Check them"),
        Option(names=("--repair",), member="work", constant="Repair", group="work",
               help="Repair those that are not in order"),
    ),
    run=volumes,
    examples=("msix volumes", "msix volumes --test", "msix volumes --path C:\\ --repair"),
)  # fmt: skip
