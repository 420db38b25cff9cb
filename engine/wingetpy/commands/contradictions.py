"""Parameters that mean nothing or contradict each other: refused before anything is done, whatever the surface."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.commands.parameters import (
    InstallParameters,
    PlanParameters,
    RepairParameters,
    UninstallParameters,
    UpdateParameters,
)
from wingetpy.errors import BadRequest
from wingetpy.model.architecture import ARCHITECTURES, parse_architecture
from wingetpy.model.locale import is_language_tag
from wingetpy.model.technology import INSTALLER_TYPES, parse_installer_type
from wingetpy.operations.request import PackageRequest

_CRITERIA = ("query", "id", "name", "moniker", "tag", "command", "product_code")
_OF_ONE_PACKAGE = ("plan_id", "manifest", *_CRITERIA, "version", "location", "rename", "override", "custom", "log")
_WORDS = {
    "all": "all packages", "all_versions": "all versions", "command": "a command", "custom": "custom arguments",
    "dependencies_only": "dependencies only", "id": "an id", "location": "a location", "log": "a log",
    "manifest": "a manifest", "moniker": "a moniker", "name": "a name", "no_upgrade": "no upgrade",
    "override": "arguments in place of all others",
    "plan_id": "a plan", "preserve": "preserving the user's files", "product_code": "a product code",
    "purge": "removing the user's files", "query": "a query", "rename": "a new command name",
    "skip_dependencies": "no dependencies", "tag": "a tag", "version": "a version",
}  # fmt: skip
"""The members as any client may read them."""


def refuse_show(parameters: PackageRequest) -> None:
    """Refuse a manifest file together with criteria or a version, and wishes that no installer can meet."""
    _refuse(parameters, "manifest", (*_CRITERIA, "version"))
    _refuse_unknown_words(parameters)


def refuse_install(parameters: InstallParameters | UpdateParameters) -> None:
    """Refuse what `refuse_show` refuses, and dependencies that are both skipped and all that is wanted."""
    if parameters.plan_id is None:
        refuse_show(parameters)
        _refuse(parameters, "dependencies_only", ("skip_dependencies",))


def refuse_update(parameters: UpdateParameters) -> None:
    """Refuse what `refuse_install` refuses, what means one package where all are to be updated, and what is for
    installs."""
    if parameters.all:
        _refuse(parameters, "all", _OF_ONE_PACKAGE)
    elif parameters.include or parameters.exclude:
        raise BadRequest(
            "Including or excluding packages is for updates of all packages.",
            target="Include" if parameters.include else "Exclude",
            remedy="Leave it out, or update all.",
        )
    refuse_install(parameters)
    for member in ("dependencies_only", "no_upgrade"):
        if getattr(parameters, member) and parameters.plan_id is None:
            first = _WORDS[member]
            raise BadRequest(
                f"{first[0].upper()}{first[1:]} is for installs, not for updates.",
                target=_wire_name(parameters, member),
                remedy="Leave it out, or install the package.",
            )


def refuse_uninstall(parameters: UninstallParameters) -> None:
    """Refuse a manifest file together with criteria, all versions with one, and purge with preserve."""
    if parameters.plan_id is None:
        _refuse(parameters, "manifest", (*_CRITERIA, "version", "all_versions"))
        _refuse(parameters, "all_versions", ("version",))
        _refuse(parameters, "purge", ("preserve",))


def refuse_repair(parameters: RepairParameters) -> None:
    """Refuse what `refuse_show` refuses."""
    if parameters.plan_id is None:
        refuse_show(parameters)


def refuse_plan(parameters: PlanParameters) -> None:
    """Refuse what the operation itself would refuse, and a plan of all packages."""
    if parameters.operation == "Uninstall":
        refuse_uninstall(_as(UninstallParameters, parameters))
    elif parameters.operation == "Repair":
        refuse_show(parameters)
    elif parameters.operation == "Install":
        refuse_install(parameters)
    elif parameters.all:
        raise BadRequest("A plan is for one package, not for all.", target="All", remedy="Name one package.")
    else:
        refuse_update(parameters)


def _refuse_unknown_words(parameters: PackageRequest) -> None:
    """Refuse an architecture or installer type that does not exist, and a locale that is no language tag."""
    architecture, kind, locale = parameters.architecture, parameters.installer_type, parameters.locale
    if architecture and not _is_default(architecture) and parse_architecture(architecture) == "unknown":
        existing = ", ".join(one for one in ARCHITECTURES if one != "unknown")
        raise _unknown_word("Architecture", f"The architecture '{architecture}' does not exist.", existing)
    if kind and not _is_default(kind) and parse_installer_type(kind) == "unknown":
        existing = ", ".join(one for one in INSTALLER_TYPES if one != "unknown")
        raise _unknown_word("InstallerType", f"The installer type '{kind}' does not exist.", existing)
    if locale and not is_language_tag(locale):
        raise _unknown_word("Locale", f"The locale '{locale}' is no language tag.", "a language tag such as de-DE")


def _is_default(word: str) -> bool:
    """Whether it is the module's word for no wish."""
    return word.casefold() == "default"


def _unknown_word(member: str, text: str, existing: str) -> BadRequest:
    return BadRequest(text, target=member, remedy=f"Use {'' if existing.startswith('a ') else 'one of '}{existing}.")


def _as(kind: type[UninstallParameters], parameters: PlanParameters) -> UninstallParameters:
    return kind(**{name: getattr(parameters, name) for name in kind.__struct_fields__})


def _refuse(parameters: msgspec.Struct, member: str, others: Sequence[str]) -> None:
    """Refuse a member together with one of others. An empty text counts as given: the caller meant something."""
    if getattr(parameters, member) in (None, False):
        return
    for other in others:
        if getattr(parameters, other) not in (None, False):
            first, second = _WORDS[member], _WORDS[other]
            raise BadRequest(
                f"{first[0].upper()}{first[1:]} and {second} exclude each other.",
                target=_wire_name(parameters, other),
                remedy="Leave one of them out.",
            )


def _wire_name(parameters: msgspec.Struct, member: str) -> str:
    return parameters.__struct_encode_fields__[parameters.__struct_fields__.index(member)]
