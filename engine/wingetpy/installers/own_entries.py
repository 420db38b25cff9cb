"""What an elevated engine does of what a user's own registry names: any program of the user can write it."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import UNINSTALL_KEY
from wingetpy.inventory.arp import places
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.scope import Scope
from wingetpy.model.text import fold
from wingetpy.state.tracking import tracked_packages


def refusal_of_user_entry(host: Host, installed: InstalledEntry, package: str) -> OperationError | None:
    """Return why an elevated engine does not start what the entry of a user's program names; None: it may.

    Any program of the user can write such an entry, and the files that it names, and would get administrator rights by
    it. What this engine has installed itself is started where all programs of the user have these rights anyway.
    """
    facts = host.facts()
    if installed.scope is not Scope.user or not facts.elevated:
        return None
    if not facts.elevated_by_consent and _is_tracked(host, installed):
        return None
    return OperationError(
        f"{installed.name} is installed for the user; an elevated engine does not start what its entry names.",
        code=ErrorCode.AdminContextRepairProhibited,
        category="SecurityError",
        target=package,
        remedy="Run the command without administrator rights, as the user who installed it.",
    )


def _is_tracked(host: Host, installed: InstalledEntry) -> bool:
    code = fold(installed.product_code or "")
    known = tracked_packages(host.state_folder(), lambda _text: None)
    return any(fold(one.product_code) == code and one.scope in ("", Scope.user.value) for one in known)


def refusal_of_borrowed_code(host: Host, installed: InstalledEntry, package: str) -> OperationError | None:
    """Return why an elevated engine does not give the product code of a user's entry to msiexec; None: it may.

    A user's entry with the code of a program that is installed for the machine would have that one removed.
    """
    if installed.scope is not Scope.user or not host.facts().elevated:
        return None
    key = f"{UNINSTALL_KEY}\\{installed.product_code}"
    machine = [place for place in places(host.facts().architecture) if place.scope is Scope.machine]
    if all(host.registry.values(place.hive, key, place.view) is None for place in machine):
        return None
    return OperationError(
        f"{installed.name} is installed for the user, with the product code of a program of the machine.",
        code=ErrorCode.AdminContextRepairProhibited,
        category="SecurityError",
        target=package,
        remedy="Name the program of the machine by its own name, or run the command without administrator rights.",
    )
