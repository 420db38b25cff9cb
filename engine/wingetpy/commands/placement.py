"""Where a package goes: what the caller says, else his settings."""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.commands.engine import Engine
from wingetpy.installers.portable.layout import PortableRoots
from wingetpy.manifests.model import Installer
from wingetpy.model.scope import Scope


def portable_roots(engine: Engine) -> PortableRoots:
    """The roots of portable packages that the user has set."""
    settings = engine.settings().settings.install
    return PortableRoots(user=settings.portable_user_root, machine=settings.portable_machine_root)


def usual_scope(engine: Engine) -> Scope | None:
    """The scope that the settings require or prefer."""
    settings = engine.settings().settings.install
    scope = settings.requirements.scope or settings.preferences.scope
    return Scope(scope) if scope else None


def usual_location(engine: Engine, installer: Installer, package: str) -> PureWindowsPath | None:
    """The package's folder below the install root of the settings, for an installer that must be told one."""
    root = engine.settings().settings.install.default_install_root
    return root / package if root is not None and installer.install_location_required else None
