"""Whether this process may install for a scope, for technologies that write the files themselves."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.host import Host
from wingetpy.model.scope import Scope


def refused_scope(host: Host, scope: Scope, package: str) -> HostError | None:
    """Return why a package cannot be changed for all users of the machine; None if it can, or is the user's own."""
    if scope is Scope.user or host.facts().elevated:
        return None
    return HostError(
        f"{package} is for all users of the machine; that needs administrator rights.",
        code=ErrorCode.CommandRequiresAdmin,
        target=package,
        remedy="Run the command elevated, or install for the user only.",
    )
