"""The zone that a download came from, marked on its file, and the system's check before the file is used."""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.host import Host
from wingetpy.hosts.zones import Zone
from wingetpy.transfer.folder_urls import is_file_url
from wingetpy.transfer.wanted import Wanted


def mark_zone(host: Host, path: PureWindowsPath, wanted: Wanted, sha256: str) -> bool:
    """Mark a download with the zone it came from.

    A trusted source vouches for the file with the hash that its manifest names, and for no other. A file of a folder
    source comes from this machine or its network and has no mark of the web.

    Args:
        sha256: What the file is.

    Returns:
        Whether a trusted source vouches for it.
    """
    named = wanted.sha256 or None
    trusted = wanted.trusted and named is not None and named.casefold() == sha256.casefold()
    if not is_file_url(wanted.url):
        host.files.mark_zone(path, Zone.trusted if trusted else Zone.internet, without_secrets(wanted.url))
    return trusted


def pass_security_check(host: Host, path: PureWindowsPath, wanted: Wanted, sha256: str) -> None:
    """Mark a download, and have the system check it unless a trusted source vouches for it.

    Args:
        path: The file with the extension that it is opened by: the policy for zones depends on it.
        sha256: What the file is.

    Raises:
        HostError: InstallerSecurityCheckFailed; Windows may have removed the file.
    """
    if not mark_zone(host, path, wanted, sha256):
        host.files.check_download(path, without_secrets(wanted.url))
