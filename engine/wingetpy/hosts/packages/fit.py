"""What the packages of a bundle are chosen for, from the facts of a machine."""

from __future__ import annotations

from wingetpy.hosts.facts import MachineFacts
from wingetpy.msix.applicability import MachineFit


def machine_fit(facts: MachineFacts) -> MachineFit:
    """Return what the packages of a bundle are chosen for."""
    version = ".".join([*(part for part in facts.os_version.split(".") if part.isdigit()), "0", "0", "0"][:4])
    return MachineFit(architecture=facts.architecture, os_version=version, languages=facts.locales)
