"""MSIX packages. Windows shows them through WinRT only, which this release does not ask: none are seen here
(docs/windows.md).
"""

from __future__ import annotations

from wingetpy.hosts.packages import UnavailablePackages


class WindowsPackages(UnavailablePackages):
    def __init__(self) -> None:
        super().__init__("this release does not ask WinRT for it", "Use Windows' own tools for it.")
