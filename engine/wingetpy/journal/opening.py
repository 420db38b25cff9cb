"""Opening what a URI names for reading: a file, or a file on a web server by ranges, downloaded first where the server
gives none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wingetpy.errors import BadRequest, ErrorCode, TransferError
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages.file_uri import is_file_uri, is_on_server, local_path
from wingetpy.journal.staging import download_folder, remove_download
from wingetpy.model.call import Call
from wingetpy.msix.byte_source import ByteSource, FileBytes


class PackageOpener:
    """Opens packages for a backend.

    Args:
        call: Its proxy is used; it hears of the progress of a download.
        go_on: Raises to stop.
    """

    def __init__(self, host: Host, call: Call, go_on: Callable[[], None]) -> None:
        self._host = host
        self._call = call
        self._go_on = go_on

    @contextmanager
    def open(self, uri: str) -> Iterator[ByteSource]:
        """Open a URI.

        Raises:
            BadRequest: it names nothing that can be read.
            HostError: FileNotFound, PathNotFound, AccessDenied, ...
            TransferError: the server does not give it.
            Cancelled: the caller stopped.
        """
        if is_file_uri(uri):
            with FileBytes(local_path(uri, self._host.files)) as file:
                yield file
        elif is_on_server(uri):
            yield from self._on_server(uri)
        else:
            raise BadRequest(
                f"'{uri}' cannot be read.",
                code=ErrorCode.InvalidParameter,
                target=uri,
                remedy="Give a file:, http: or https: URI.",
            )

    def _on_server(self, uri: str) -> Iterator[ByteSource]:
        from wingetpy.transfer.remote_bytes import RemoteBytes  # late: start time

        try:
            remote = RemoteBytes(uri, self._call, self._go_on)
        except TransferError:  # no ranges, or no file at all, which the download says
            yield from self._downloaded(uri)
            return
        with remote:
            yield remote

    def _downloaded(self, uri: str) -> Iterator[ByteSource]:
        from wingetpy.transfer.download import download  # late: start time
        from wingetpy.transfer.wanted import Wanted

        name = uri.rpartition("/")[2].partition("?")[0] or uri
        key = hashlib.sha256(uri.encode()).hexdigest()[:16]
        folder = download_folder(self._host, "msix", key)
        try:
            wanted = Wanted(url=uri, sha256=None, folder=folder, name=name, extension=".msix")
            with FileBytes(download(self._host, wanted, self._call, self._go_on).path) as file:
                yield file
        finally:
            remove_download(self._host, "msix", key)
