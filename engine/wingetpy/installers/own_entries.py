"""What an elevated engine starts of what a user's own registry names: only what it has installed itself."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.hosts.host import Host
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.scope import Scope
from wingetpy.model.text import fold
from wingetpy.state.tracking import tracked_packages


def refusal_of_user_entry(host: Host, installed: InstalledEntry, package: str) -> OperationError | None:
    """Return why an elevated engine does not start what the entry of a user's program names; None: it may.

    Any program of the user can write such an entry, and would get administrator rights by it. What this engine has
    installed itself is started.
    """
    if installed.scope is not Scope.user or not host.facts().elevated:
        return None
    code = fold(installed.product_code or "")
    known = tracked_packages(host.state_folder(), lambda _text: None)
    if any(fold(one.product_code) == code and one.scope in ("", Scope.user.value) for one in known):
        return None
    return OperationError(
        f"{installed.name} is installed for the user; an elevated engine does not start what its entry names.",
        code=ErrorCode.AdminContextRepairProhibited,
        category="SecurityError",
        target=package,
        remedy="Run the command without administrator rights, as the user who installed it.",
    )
