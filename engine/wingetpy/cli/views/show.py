"""`show`: all about one package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wingetpy.cli.installers import installer_lines
from wingetpy.cli.options import Given
from wingetpy.cli.package_options import FILTERS, QUERY, SELECTION, SOURCE_ACCESS, VERSIONS, one_query
from wingetpy.cli.requests import names_a_package
from wingetpy.cli.session import Session
from wingetpy.cli.tables import render_fields, render_versions
from wingetpy.cli.verbs import View
from wingetpy.errors import BadRequest
from wingetpy.errors.remedies import NAME_PACKAGE
from wingetpy.messages.language import say

if TYPE_CHECKING:
    from wingetpy.commands.package_show import PackageDetail


def show(session: Session, given: Given) -> int:
    if not names_a_package(given):
        raise BadRequest(say("show: no package is named."), remedy=NAME_PACKAGE)
    console = session.console
    detail: PackageDetail = session.ask("package/show", given, query=one_query(given))
    if console.json:
        console.write_json(detail)
        return 0
    for warning in detail.warnings:
        console.message("Warning", warning)
    if given.flag("versions"):
        console.write(render_versions(detail.name, detail.id, detail.available_versions))
    else:
        console.write([*_package(detail), *installer_lines(detail)])
    return 0


def _package(detail: PackageDetail) -> list[str]:
    fields = (
        ("Version", detail.version),
        ("Publisher", detail.publisher),
        ("Publisher Url", detail.publisher_url),
        ("Publisher Support Url", detail.publisher_support_url),
        ("Author", detail.author),
        ("Moniker", detail.moniker),
        ("Description", detail.description or detail.short_description),
        ("Homepage", detail.package_url),
        ("License", detail.license),
        ("License Url", detail.license_url),
        ("Privacy Url", detail.privacy_url),
        ("Copyright", detail.copyright),
        ("Copyright Url", detail.copyright_url),
        ("Purchase Url", detail.purchase_url),
        ("Release Notes", detail.release_notes),
        ("Release Notes Url", detail.release_notes_url),
        ("Installation Notes", detail.installation_notes),
        ("Documentation", "\n".join(f"{one.label}: {one.url}" for one in detail.documentations)),
        ("Agreements", "\n".join(f"{one.label}: {one.text} {one.url}".strip() for one in detail.agreements)),
        ("Tags", "\n".join(detail.tags)),
        ("Icons", "\n".join(" ".join(filter(None, (one.url, one.resolution, one.theme))) for one in detail.icons)),
        ("Language", _language(detail)),
        ("Channel", detail.channel),
        ("Commands", "\n".join(detail.commands)),
    )
    return [say("Found {0} [{1}]", detail.name, detail.id), *render_fields(fields)]


def _language(detail: PackageDetail) -> str:
    """The language of the texts above, where the manifest has several."""
    if len(detail.languages) < 2:
        return ""
    return say("{0} (also {1})", detail.language, ", ".join(one for one in detail.languages if one != detail.language))


SHOW = View(
    options=(QUERY, *FILTERS, *SELECTION, VERSIONS, *SOURCE_ACCESS),
    run=show,
    examples=("show Git.Git", "show --id Git.Git --versions", "show -m C:\\manifests\\tool.yaml"),
)
