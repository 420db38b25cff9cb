"""Installers that a caller names, brought here and read: URLs are downloaded, files are read where they lie."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote, urlsplit

import msgspec

from wingetpy.authoring.facts.archive import Nested
from wingetpy.authoring.facts.read import read_installer
from wingetpy.authoring.manifest_set.wanted_installer import ObtainedInstaller, WantedInstaller, is_url
from wingetpy.errors import BadRequest, Cancelled
from wingetpy.hosts.host import Host
from wingetpy.model.call import Call
from wingetpy.settings.model import NetworkSettings
from wingetpy.transfer.download import download
from wingetpy.transfer.hashing import hash_file
from wingetpy.transfer.wanted import Wanted

_FOLDER = "Manifests"


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """One installer: where users get it, and the file that is it where one was named beside the URL."""

    wanted: WantedInstaller
    url: str
    file: str = ""


def paired(wanted: Sequence[WantedInstaller]) -> list[Named]:
    """Return what was named, each file with its URL: the one whose last part is its name, or else the only one left.

    Raises:
        BadRequest: something is named twice.
    """
    files = [one for one in wanted if not is_url(one.place)]
    left = [one for one in wanted if is_url(one.place)]
    places = [one.place for one in wanted]
    if twice := next((one for one in places if places.count(one) > 1), None):
        raise BadRequest(f"The installer '{twice}' is given twice.", target=twice, remedy="Give each installer once.")
    found: dict[str, WantedInstaller] = {}
    for file in files:
        name = _file_name(file.place)
        same = next((url for url in left if _last_name(url.place).casefold() == name), None)
        if same is not None:
            found[file.place] = same
            left.remove(same)
    alone = [file for file in files if file.place not in found]
    if len(alone) == len(left) == 1:
        found[alone[0].place] = left.pop()
    by_url = {found[file.place].place: file for file in files if file.place in found}
    named = []
    for one in wanted:
        if is_url(one.place):
            beside = by_url.get(one.place)
            named.append(Named(wanted=_joined(one, beside), url=one.place, file=beside.place if beside else ""))
        elif one.place not in found:
            named.append(Named(wanted=one, url="", file=one.place))
    return named


def with_derived_urls(named: Sequence[Named], derived: Sequence[str]) -> list[Named]:
    """Return the same, each file that has no URL with the derived one that ends in its name, or else the only one left.

    Args:
        derived: URLs of the older version with the new version in them.
    """
    left = [url for url in derived if all(one.url != url for one in named)]
    without = [one for one in named if not one.url]
    found: dict[str, str] = {}
    for one in without:
        name = _file_name(one.file)
        if (same := next((url for url in left if _last_name(url).casefold() == name), None)) is not None:
            found[one.file] = same
            left.remove(same)
    alone = [one.file for one in without if one.file not in found]
    if len(alone) == len(left) == 1:
        found[alone[0]] = left[0]
    return [one if one.url else msgspec.structs.replace(one, url=found.get(one.file, "")) for one in named]


def obtain(
    host: Host, named: Sequence[Named], nested: Nested, call: Call, network: NetworkSettings
) -> list[ObtainedInstaller]:
    """Download and read installers.

    Raises:
        TransferError: a download fails.
        HostError: a file cannot be read.
        EngineError: a file is no installer; see `read_installer`.
        Cancelled: the caller stopped.
    """

    def go_on() -> None:
        if call.cancelled:
            raise Cancelled("Making the manifest was cancelled; nothing was written.")

    folder = host.staging_folder() / _FOLDER / os.urandom(8).hex()
    try:
        return [_obtain(host, folder, one, nested, call, go_on, network) for one in named]
    finally:
        shutil.rmtree(host.files.local(folder), ignore_errors=True)


def _obtain(
    host: Host,
    folder: PureWindowsPath,
    named: Named,
    nested: Nested,
    call: Call,
    go_on: Callable[[], None],
    network: NetworkSettings,
) -> ObtainedInstaller:
    go_on()
    if named.file:
        path = Path(named.file)
        sha256 = hash_file(path, go_on=go_on).sha256
    else:
        name = _last_name(named.url) or named.url
        wanted = Wanted(
            url=named.url,
            sha256=None,
            folder=folder,
            name=name,
            most_per_second=network.most_per_second,
            progress_seconds=network.progress_seconds,
        )
        downloaded = download(host, wanted, call, go_on)
        path, sha256 = downloaded.path, downloaded.sha256
    facts = read_installer(path, named.url or path.name, nested)
    return ObtainedInstaller(wanted=named.wanted, url=named.url, sha256=sha256, facts=facts, file=named.file)


def _joined(url: WantedInstaller, file: WantedInstaller | None) -> WantedInstaller:
    """Return what is said of the URL, and of its file where the URL says nothing."""
    if file is None:
        return url
    said = {
        name: getattr(url, name) or getattr(file, name)
        for name in ("architecture", "scope", "locale", "installer_type")
    }
    return msgspec.structs.replace(url, **said)


def _file_name(path: str) -> str:
    return os.path.basename(path.replace("\\", "/")).casefold()


def _last_name(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).rpartition("/")[2]
    except ValueError:
        return ""
