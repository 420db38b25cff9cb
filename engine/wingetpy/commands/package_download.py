"""`package/download`: a package with its dependencies into a folder, to be installed without network."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.contradictions import refuse_show
from wingetpy.commands.needed_policies import of_download
from wingetpy.commands.objects import DownloadResult
from wingetpy.commands.parameters import DownloadParameters, Totals
from wingetpy.commands.results import status_of
from wingetpy.errors import BadRequest, Cancelled, ErrorReport
from wingetpy.errors.remedies import NAME_PACKAGE
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.download import Download, DownloadOptions, OfflineFiles, download_package


def download(context: Context, parameters: DownloadParameters, call: Call) -> Totals:
    """Raise what is wrong before a package is known; what fails afterwards is in its result."""
    if parameters.empty and parameters.manifest is None:
        raise BadRequest("A download needs a package.", remedy=NAME_PACKAGE)
    context.report_settings(call)
    options = DownloadOptions(
        timeout_seconds=parameters.timeout_seconds, accept_package_agreements=parameters.accept_package_agreements
    )
    done = download_package(context, parameters, call, options)
    call.items([_result(done)])
    return Totals(count=1, failed=int(done.error is not None), cancelled=isinstance(done.error, Cancelled))


def _result(done: Download) -> DownloadResult:
    package, own, error = done.package, done.files, done.error
    installer = package.installer if package else None
    return DownloadResult(
        id=package.id if package else done.target.identifier,
        name=package.name if package else done.target.identifier,
        source=done.target.origin.name,
        version=package.version if package else "",
        status=status_of(error, "DownloadError"),
        path=str(own.installer) if own else "",
        manifest=str(own.manifest) if own else "",
        files=_paths(own, *done.dependencies) if own else (),
        size=own.size if own else None,
        sha256=own.sha256 if own else "",
        architecture=installer.architecture if installer else "",
        installer_type=installer.effective_type if installer else "",
        scope=(installer.scope or "").capitalize() if installer else "",
        locale=package.locale if package else "",
        error_code=error.code.hex if error else "",
        error=ErrorReport.of(error) if error else None,
    )


def _paths(*packages: OfflineFiles) -> tuple[str, ...]:
    return tuple(str(path) for one in packages for path in (one.installer, one.manifest))


DOWNLOAD = Command(DownloadParameters, Totals, download, items=DownloadResult, check=refuse_show, policy=of_download)
