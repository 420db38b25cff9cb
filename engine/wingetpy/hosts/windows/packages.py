"""MSIX packages. They can be listed through WinRT only, which the deployment of MSIX brings; until then none are
seen here.
"""

from __future__ import annotations

from wingetpy.hosts.packages import MsixPackage


class WindowsPackages:
    def installed(self) -> list[MsixPackage]:
        """Empty: see the head of this file. What is installed by MSIX is missing from the inventory
        (docs/windows.md).
        """
        return []
