"""`download`: packages into a folder, to be installed where there is no network."""

from __future__ import annotations

from pathlib import Path

from wingetpy.cli.changes import carry_out
from wingetpy.cli.options import Given, Option
from wingetpy.cli.package_options import FILTERS, PACKAGE_AGREEMENTS, QUERIES, SELECTION, SOURCE_ACCESS, TIMEOUT
from wingetpy.cli.requests import package_requests
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.errors import ErrorCode

_STORE = "packages of the Microsoft Store are not downloaded"


def download(session: Session, given: Given) -> int:
    folder = given.text("download_directory")
    members = {"download_directory": str(Path(folder).absolute())} if folder else {}
    requests = package_requests(session, given, "download", "package/download", **members)
    return carry_out(session, "package/download", requests, ErrorCode.DownloadFailed)


DOWNLOAD = View(
    options=(
        QUERIES, *FILTERS, *SELECTION,
        Option(names=("--download-directory", "-d"), member="download_directory", value="DIR",
               help="Where the files go", default="a folder of its own in the user's downloads"),
        Option(names=("--skip-dependencies",), member="skip_dependencies", help="Download no dependencies"),
        Option(names=("--ignore-security-hash",), member="allow_hash_mismatch",
               help="Accept an installer whose hash differs, never when elevated"),
        TIMEOUT,
        PACKAGE_AGREEMENTS, *SOURCE_ACCESS,
        Option(names=("--skip-license", "--skip-microsoft-store-package-license"), member="skip_license",
               refused=_STORE),
        Option(names=("--platform",), member="platform", value="PLATFORM", refused=_STORE),
        Option(names=("--os-version",), member="os_version", value="VERSION", refused=_STORE),
    ),
    run=download,
    examples=("download Git.Git", "download Git.Git jqlang.jq -d ./offline", "download Git.Git -a arm64 --scope user"),
)  # fmt: skip
