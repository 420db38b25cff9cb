"""An installer in an archive: it is started from among the archive's files, and from nowhere else."""

from __future__ import annotations

import hashlib
from pathlib import Path, PureWindowsPath

import pytest

from kit.archives import zipped
from kit.manifests import nested_files, singleton
from wingetpy.errors import ErrorCode, OperationError
from wingetpy.hosts.host import Host
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.installers.installer_file import installer_file
from wingetpy.installers.kinds import technology_of
from wingetpy.installers.technology import InstallTask, Origin
from wingetpy.journal.staging import Workplace
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.read import read_manifest
from wingetpy.transfer.wanted import Downloaded

TYPES = ["exe", "msi", "inno", "nullsoft", "burn", "wix"]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return SandboxHost(tmp_path / "machine")


def archive_of(*paths: str, kind: str = "msi", switches: str = "") -> Manifest:
    fields = nested_files(dict.fromkeys(paths, ""), kind)
    more = {"InstallerSwitches": {"Custom": switches}} if switches else {}
    text = singleton("Test.Zip", url="https://example.org/setup.zip", installer={**fields, **more})
    return read_manifest([("m.yaml", text.encode())])


def started_from(host: Host, manifest: Manifest, content: bytes) -> PureWindowsPath:
    workplace = Workplace(host, 1)
    path = host.files.local(workplace.folder) / "setup.zip"
    path.write_bytes(content)
    downloaded = Downloaded(path=path, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    return installer_file(host, manifest.installers[0], "Test.Zip", workplace, downloaded, lambda: None)


def test_it_lies_among_the_archives_files_in_the_private_folder(host: Host) -> None:
    content = zipped({"sub/setup.msi": b"the msi", "sub/data.cab": b"its files"})
    path = started_from(host, archive_of("sub\\setup.msi"), content)
    assert host.staging_folder() in path.parents
    assert host.files.local(path).read_bytes() == b"the msi"
    assert host.files.local(path.parent / "data.cab").read_bytes() == b"its files"


@pytest.mark.parametrize(
    "escape", ["../setup.msi", "C:\\setup.msi", "\\setup.msi", "a\\..\\..\\setup.msi", "C:setup.msi"]
)
def test_a_path_that_leads_out_is_refused(host: Host, escape: str) -> None:
    with pytest.raises(OperationError) as caught:
        plan(host, archive_of(escape))
    assert caught.value.code is ErrorCode.NestedInstallerInvalidPath


def test_one_that_is_not_there_is_named(host: Host) -> None:
    with pytest.raises(OperationError, match=r"setup\.msi") as caught:
        started_from(host, archive_of("setup.msi"), zipped({"other.msi": b"x"}))
    assert caught.value.code is ErrorCode.NestedInstallerNotFound


@pytest.mark.parametrize("entry", ["../out.msi", "C:/out.msi", "setup.msi:stream", "NUL.msi", "SETUP.MSI"])
def test_an_archive_that_writes_elsewhere_is_refused(host: Host, entry: str) -> None:
    with pytest.raises(OperationError):
        started_from(host, archive_of("setup.msi"), zipped({"setup.msi": b"x", entry: b"y"}))


def test_several_nested_programs_are_refused(host: Host) -> None:
    with pytest.raises(OperationError, match="only one"):
        plan(host, archive_of("one.msi", "two.msi"))


@pytest.mark.parametrize("kind", TYPES)
def test_the_nested_types_switches_are_used_and_the_sandbox_says_that_it_runs_none(host: Host, kind: str) -> None:
    work = plan(host, archive_of("setup.exe", kind=kind, switches="/mine"))
    assert "setup.exe" in work.preview.command_line
    assert "/mine" in work.preview.command_line
    if kind == "inno":
        assert "/SILENT" in work.preview.command_line
    assert work.refusal is not None
    assert work.refusal.code is ErrorCode.HostCannot


def plan(host: Host, manifest: Manifest):  # type: ignore[no-untyped-def]
    installer = manifest.installers[0]
    task = InstallTask(
        operation="Install", manifest=manifest, installer=installer, origin=Origin(name="test", identifier="Test")
    )
    return technology_of(installer, "Test.Zip").install(host, task)
