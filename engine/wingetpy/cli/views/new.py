"""`new`: a manifest set of installers, or of an older version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wingetpy.cli.options import Given, OneOf, Option
from wingetpy.cli.session import Session
from wingetpy.cli.tables import render_fields
from wingetpy.cli.verbs import View
from wingetpy.messages.language import say, translated

if TYPE_CHECKING:
    from wingetpy.commands.manifest_new import NewManifest, ReadInstaller

_MOST_CHANGES = 40


def make(session: Session, given: Given) -> int:
    console = session.console
    result: NewManifest = session.ask("manifest/new", given, output=given.text("output") or ".")
    if console.json:
        console.write_json(result)
        return 0
    for installer in result.installers:
        console.write([say("Read {0}", installer.url or installer.file), *_facts(installer)])
    if not result.written:
        for file in result.files:
            console.write([f"--- {file.path}", *file.text.splitlines()])
    elif result.changes:
        console.write([f"{one.field}: {one.old} -> {one.new}" for one in result.changes[:_MOST_CHANGES]])
        if len(result.changes) > _MOST_CHANGES:
            console.write([say("and {0} more (--format json shows all)", len(result.changes) - _MOST_CHANGES)])
    for warning in () if given.flag("nowarn") else result.warnings:
        console.note(say("Manifest Warning: {0}", warning))
    done = translated("Written" if result.written else "Not written (--what-if)")
    console.write([say("{0}: {1} {2} in {3}", done, result.package_identifier, result.package_version, result.path)])
    return 0


def _facts(installer: ReadInstaller) -> list[str]:
    """Lines with each value and where it was read."""
    nested = f" ({installer.nested_installer_type})" if installer.nested_installer_type else ""
    rows = (
        ("InstallerType", installer.installer_type + nested),
        ("Architecture", ", ".join(installer.architectures)),
        ("Scope", installer.scope),
        ("ProductCode", installer.product_code),
        ("UpgradeCode", installer.upgrade_code),
        ("PackageFamilyName", installer.package_family_name),
        ("ProductName", installer.product_name),
        ("ProductVersion", installer.product_version),
        ("Publisher", installer.publisher),
        ("Sha256", installer.sha256),
    )
    return render_fields(
        tuple(
            (name, f"{value}  [{origin}]" if (origin := installer.origins.get(name)) else value) for name, value in rows
        )
    )


NEW = View(
    options=(
        Option(names=("--url", "--urls", "--installer", "-u"), member="installers", value="INSTALLER", position=True,
               repeats=True, help="A URL or file; behind bars what it is for, URL|x64|machine"),
        Option(names=("--id", "--identifier"), member="package_identifier", value="ID",
               help="The package identifier, Publisher.Package"),
        Option(names=("--version", "-v"), member="package_version", value="VERSION", help="The package version",
               default="the installer's"),
        Option(names=("--output", "--out", "-o"), member="output", value="FOLDER",
               help="Write to manifests/p/Publisher/Package/Version below it", default="the current folder"),
        Option(names=("--from",), member="from_", value="ID|PATH",
               help="Make it of an older version, by its id in a source or by its path"),
        Option(names=("--from-version",), member="from_version", value="VERSION", needs="from_",
               help="The older version", default="the newest"),
        Option(names=("--source", "-s"), member="source", value="NAME", needs="from_",
               help="The source of the older version"),
        Option(names=("--what-if",), member="what_if", help="Print the files and write nothing"),
        Option(names=("--force",), member="force", help="Replace the manifest that is there"),
        Option(names=("--singleton",), member="singleton", help="Write one file"),
        Option(names=("--manifest-version",), member="manifest_version", value="VERSION",
               help="The version of the manifest language", default="1.12.0, or the older manifest's if that is newer"),
        Option(names=("--nested-file",), member="nested_installer_files", value="PATH", repeats=True,
               help="The file that is meant in an archive; behind a bar its command, bin\\tool.exe|tool"),
        Option(names=("--name",), member="package_name", value="NAME", help="The name of the package"),
        Option(names=("--publisher",), member="publisher", value="NAME", help="The publisher"),
        Option(names=("--license",), member="license", value="TEXT", help="The license"),
        Option(names=("--short-description",), member="short_description", value="TEXT",
               help="What it is, in one sentence"),
        Option(names=("--description",), member="description", value="TEXT", help="What it is"),
        Option(names=("--locale",), member="package_locale", value="TAG", help="The language of the texts",
               default="en-US"),
        Option(names=("--moniker",), member="moniker", value="WORD", help="A short name"),
        Option(names=("--tag",), member="tags", value="WORD", repeats=True, help="A tag"),
        Option(names=("--author",), member="author", value="NAME", help="The author"),
        Option(names=("--copyright",), member="copyright", value="TEXT", help="The copyright"),
        Option(names=("--package-url",), member="package_url", value="URL", help="The page of the package"),
        Option(names=("--publisher-url",), member="publisher_url", value="URL", help="The page of the publisher"),
        Option(names=("--support-url",), member="publisher_support_url", value="URL", help="The page for help"),
        Option(names=("--license-url",), member="license_url", value="URL", help="The text of the license"),
        Option(names=("--copyright-url",), member="copyright_url", value="URL", help="The page of the copyright"),
        Option(names=("--privacy-url",), member="privacy_url", value="URL", help="The page on privacy"),
        Option(names=("--release-notes",), member="release_notes", value="TEXT", help="What is new"),
        Option(names=("--release-notes-url",), member="release_notes_url", value="URL", help="The page on what is new"),
        Option(names=("--release-date",), member="release_date", value="DATE", help="The day of the release",
               default="today where the older version has one"),
        Option(names=("--scope",), member="scope", value="SCOPE", read=OneOf("user", "machine"),
               help="For whom all installers install"),
        Option(names=("--architecture", "-a"), member="architecture", value="ARCHITECTURE",
               read=OneOf("x86", "x64", "arm", "arm64", "neutral"), help="The architecture of all installers"),
        Option(names=("--installer-type",), member="installer_type", value="TYPE", help="The type of all installers"),
        Option(names=("--command",), member="commands", value="WORD", repeats=True, help="A command of the package"),
        Option(names=("--silent",), member="silent", value="SWITCHES", help="What makes the installers silent"),
        Option(names=("--silent-with-progress",), member="silent_with_progress", value="SWITCHES",
               help="What makes them show their progress only"),
        Option(names=("--custom",), member="custom", value="SWITCHES", help="Further switches"),
    ),
    run=make,
    examples=(
        'new https://example.com/tool-1.2.0-x64.msi --id Contoso.Tool --license MIT --short-description "A tool"',
        "new --from Contoso.Tool --version 1.3.0",
        'new --from Contoso.Tool --version 1.3.0 --url "https://example.com/tool-1.3.0.exe|x64|machine" --what-if',
        "new --from manifests/c/Contoso/Tool/1.2.0 --version 1.3.0 dist/tool-1.3.0-x64.msi"
        " https://example.com/tool-1.3.0-x64.msi",
    ),
)  # fmt: skip
