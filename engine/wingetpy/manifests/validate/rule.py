"""What a business rule is: one class, one finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from wingetpy.manifests.installer import Installer
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.inspected import Inspected


class ManifestRule(Protocol):
    """A rule about a manifest as a whole."""

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        """What breaks the rule; paths from the root, those of a further language from `Localization[n]`."""


class InstallerRule(Protocol):
    """A rule about one installer with all that it inherits."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        """What breaks the rule; paths from the installer."""
