"""`source/build`: a pre-indexed source of a folder of manifests, for a static web server."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from wingetpy.commands.command import Command
from wingetpy.errors import BadRequest, Cancelled
from wingetpy.model.call import Call, Progress
from wingetpy.operations.context import Context
from wingetpy.operations.request import LongText, Text
from wingetpy.sources.details import BrokenFile

_SOON_DAYS = 30


class BuildParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Paths are native to the engine's disk.

    Attributes:
        folder: With the manifests.
        output: What is served then; made if it is not there.
        name: Of the package, which with the publisher is the source's identifier: `Contoso.Source`.
        version: Of the package, four numbers; None for one made of the time.
        certificate: A PFX, or the certificates as PEM; None for packages that another tool signs.
        key: The key as PEM where it is in a file of its own.
        password_file: Its first line is the password of the PFX or the key.
        publisher: The subject of the signer, where there is no certificate here: `CN=Contoso, O=Contoso, C=US`.
        only_new_clients: Write no `source.msix` for clients that know no `source2.msix`.
    """

    folder: LongText
    output: LongText
    name: Text
    version: Text | None = None
    certificate: LongText | None = None
    key: LongText | None = None
    password_file: LongText | None = None
    publisher: LongText | None = None
    only_new_clients: bool = False


class BuildResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What was built.

    Attributes:
        identifier: The family name of the package: what clients know the source by.
        files: How many files were written; those that were there already count not.
        skipped: How many manifests were left out; `broken` says which and why.
        signed: Whether the packages are signed.
    """

    identifier: str
    publisher: str
    version: str
    output: str
    packages: int
    versions: int
    files: int
    skipped: int
    broken: tuple[BrokenFile, ...]
    signed: bool
    seconds: float


def build(context: Context, parameters: BuildParameters, call: Call) -> BuildResult:
    """Build a source. Raises as `authoring.preindexed.build.build_source` and `signing.read_publisher` do."""
    from wingetpy.authoring.preindexed.build import BuildTask, build_source  # late: start time
    from wingetpy.authoring.preindexed.signing import read_publisher

    started = time.monotonic()
    publisher = None
    if parameters.certificate:
        key = Path(parameters.key) if parameters.key else None
        publisher = read_publisher(Path(parameters.certificate), key, _password(parameters))
        if (days := publisher.days_left()) < _SOON_DAYS:
            call.message("Warning", f"The certificate is valid for {days} more days; clients refuse the source then.")
    task = BuildTask(
        folder=Path(parameters.folder).absolute(),
        output=Path(parameters.output).absolute(),
        name=parameters.name,
        publisher_name=publisher.name if publisher else parameters.publisher or "",
        version=parameters.version or "",
        publisher=publisher,
        only_2=parameters.only_new_clients,
    )

    def report(what: str, done: int, total: int) -> None:
        if call.cancelled:
            raise Cancelled("Building the source was cancelled.", target=parameters.output)
        percent = done * 100 // total if total else None
        call.progress(Progress(activity=what, status=f"{done} of {total}", percent_complete=percent))

    built = build_source(task, report)
    if publisher is None:
        call.message("Warning", "The packages are not signed; clients refuse them until they are.")
    return BuildResult(
        identifier=built.identity.family_name,
        publisher=built.identity.publisher,
        version=built.identity.version,
        output=str(task.output),
        packages=built.packages,
        versions=built.versions,
        files=built.written,
        skipped=len(built.skipped),
        broken=tuple(BrokenFile(file.path, file.reason) for file in built.skipped),
        signed=publisher is not None,
        seconds=round(time.monotonic() - started, 3),
    )


def _password(parameters: BuildParameters) -> bytes | None:
    from wingetpy.errors.system import as_host_error  # late: start time

    if parameters.password_file is None:
        return None
    path = Path(parameters.password_file)
    with as_host_error("read", str(path)), open(path, "rb") as file:
        return file.readline().rstrip(b"\r\n")


def check_signer(parameters: BuildParameters) -> None:
    """Raises BadRequest unless exactly one of a certificate and a publisher is given."""
    if bool(parameters.certificate) == bool(parameters.publisher):
        raise BadRequest(
            "A source is signed with a certificate, or names the publisher that signs it later.",
            remedy="Give either the certificate or the publisher.",
        )
    if parameters.certificate is None and (parameters.key or parameters.password_file):
        raise BadRequest("A key or a password is given without a certificate.", remedy="Give the certificate, too.")


BUILD = Command(BuildParameters, BuildResult, build, check=check_signer)
