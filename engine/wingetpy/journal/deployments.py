"""What a step needs to deploy an MSIX package: the bytes behind its URI, progress, and what a refusal means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.windows_codes import windows_code
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import Deploying, DeployingStage, DeploymentAnswer, Step
from wingetpy.hosts.packages.file_uri import local_path
from wingetpy.journal.exit_meaning import ExitMeaning, failure_of
from wingetpy.journal.opening import PackageOpener
from wingetpy.journal.running import Running
from wingetpy.model.call import Progress
from wingetpy.model.sizes import size_text
from wingetpy.model.technology import traits_of
from wingetpy.msix.byte_source import ByteSource, FileBytes

TECHNOLOGY = "msix"
_DOING = {
    DeployingStage.queued: "Waiting for the deployment of",
    DeployingStage.staging: "Staging",
    DeployingStage.registering: "Registering",
    DeployingStage.removing: "Removing",
    DeployingStage.provisioning: "Provisioning",
}


def deploying(host: Host, running: Running, package: str, share: tuple[float, float] = (0.0, 1.0)) -> Deploying:
    """Return what the host is given for one deployment.

    Args:
        package: Its name, for a person.
        share: Which part of the whole this deployment is, from and to.
    """
    begin, end = share

    def progress(step: Step) -> None:
        saved = f"{size_text(step.saved_bytes)} are there already" if step.saved_bytes else ""
        running.call.progress(
            Progress(
                activity=f"{_DOING[step.stage]} {package}",
                status=saved or running.activity,
                percent_complete=int(100 * (begin + (end - begin) * min(1.0, max(0.0, step.fraction)))),
                bytes=step.bytes_done,
                total_bytes=step.total_bytes,
            )
        )

    opener = PackageOpener(host, running.call, running.go_on)
    return Deploying(open=opener.open, progress=progress, go_on=running.go_on)


def undoing(host: Host) -> Deploying:
    """Return what the host is given to take a deployment back: nobody is told, and nothing stops it."""

    @contextmanager
    def opened(uri: str) -> Iterator[ByteSource]:
        with FileBytes(local_path(uri, host.files)) as file:
            yield file

    return Deploying(open=opened, progress=_nobody, go_on=_on)


def refused(
    subject: str, answer: DeploymentAnswer, code: ErrorCode, expected: Sequence[ExitMeaning] = ()
) -> OperationError:
    """Return the error of a deployment that failed.

    Args:
        subject: What failed in a sentence: `The deployment of Contoso.App`.
        code: Where what Windows answered is no code that is known.
        expected: What the manifest says of codes.
    """
    reasons = [one for one in (answer.extended_error, answer.error) if one]
    for reason in reasons:
        if meaning := _meaning(reason, expected):
            text = answer.error_text
            return failure_of(subject, reason, code=code, installer_type=TECHNOLOGY, meaning=meaning, details=text)
    nearest = reasons[0]
    known = windows_code(nearest)
    text = answer.error_text or (known.text if known else "the system gives no reason.")
    return OperationError(
        f"{subject} failed with 0x{nearest:08X}: {text}",
        code=ErrorCode(nearest) if known else code,
        target=subject.rpartition(" ")[2],
        remedy=f"Look at the reason; what the system noted of it is kept under the activity id {answer.activity_id}.",
        installer_exit_code=nearest,
    )


def _meaning(code: int, expected: Sequence[ExitMeaning]) -> ExitMeaning | None:
    given = next((one for one in expected if one.code == code), None)
    response = traits_of(TECHNOLOGY).responses.get(code)
    return given or (ExitMeaning(code=code, response=response) if response else None)


def _nobody(step: Step) -> None:
    """Take progress that nobody hears of."""


def _on() -> None:
    """Go on."""
