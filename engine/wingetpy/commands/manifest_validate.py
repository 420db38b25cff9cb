"""`manifest/validate`: everything that is wrong with a manifest, or with the manifests of a folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wingetpy.authoring.reports import ManifestReport
from wingetpy.commands.command import Command
from wingetpy.commands.parameters import Totals
from wingetpy.model.call import Call, Progress
from wingetpy.operations.context import Context
from wingetpy.operations.request import LongText


class ValidateParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`path` is native to the engine's disk: a manifest, or a folder at or below which manifests are.

    Attributes:
        installers: A native folder with installers, each under the last name of its URL: what is there is compared with
            what the manifests say of it.
        verified_publisher_errors: Whether fields that are for verified publishers are errors.
        network_address_errors: Whether a URL in a switch is an error; a share always is.
        schema_header_errors: Whether a schema header that is missing or wrong is an error.
    """

    path: LongText
    installers: LongText = ""
    verified_publisher_errors: bool = False
    network_address_errors: bool = False
    schema_header_errors: bool = False


class Validated(Totals, frozen=True, rename="pascal", kw_only=True):
    """`count` manifests, `failed` of them with errors, `warned` with warnings only; `files` in all."""

    warned: int
    files: int


def validate(context: Context, parameters: ValidateParameters, call: Call) -> Validated:
    """Raises HostError for a path that cannot be read, ManifestError for a folder without manifests."""
    from wingetpy.authoring.validation import validate_below  # late: start time
    from wingetpy.manifests.validate.validate import Options  # late: start time

    options = Options(
        verified_publisher="Error" if parameters.verified_publisher_errors else "Warning",
        network_address="Error" if parameters.network_address_errors else "Warning",
        schema_header="Error" if parameters.schema_header_errors else "Warning",
    )
    count = failed = warned = files = 0
    for reports in validate_below(
        Path(parameters.path), options, lambda: call.cancelled, installers=parameters.installers
    ):
        call.items(reports)
        count += len(reports)
        failed += sum(report.result == "Invalid" for report in reports)
        warned += sum(report.result == "ValidWithWarnings" for report in reports)
        files += sum(report.files for report in reports)
        call.progress(Progress(activity="Validating", status=f"{count} manifests"))
    return Validated(count=count, failed=failed, cancelled=call.cancelled, warned=warned, files=files)


VALIDATE = Command(ValidateParameters, Validated, validate, items=ManifestReport)
"""One item a manifest."""
