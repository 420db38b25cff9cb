"""`source build`: a pre-indexed source of a folder of manifests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.tables import render_fields
from wingetpy.cli.verbs import View
from wingetpy.messages.language import say

if TYPE_CHECKING:
    from wingetpy.commands.source_build import BuildResult

MOST_BROKEN_SHOWN = 20


def build(session: Session, given: Given) -> int:
    console = session.console
    result: BuildResult = session.ask("source/build", given)
    if console.json:
        console.write_json(result)
        return 0
    console.write(
        render_fields(
            (
                ("Source", result.identifier),
                ("Publisher", result.publisher),
                ("Version", result.version),
                ("Signed", str(result.signed).lower()),
                ("Packages", say("{0} with {1} versions", result.packages, result.versions)),
                ("Files", say("{0} written in {1:.1f} s", result.files, result.seconds)),
                ("Folder", result.output),
            )
        )
    )
    if result.skipped:
        count = result.skipped
        lines = [
            say("{0} broken manifest was left out:", count)
            if count == 1
            else say("{0} broken manifests were left out:", count)
        ]
        lines += [f"  {one.path}: {one.reason}" for one in result.broken[:MOST_BROKEN_SHOWN]]
        if result.skipped > MOST_BROKEN_SHOWN:
            lines.append(say("  and {0} more (--format json shows all)", result.skipped - MOST_BROKEN_SHOWN))
        console.write(lines)
    return 0


BUILD = View(
    options=(
        Option(names=("--folder",), member="folder", value="FOLDER", position=True, required=True,
               help="The folder with the manifests"),
        Option(names=("--output", "-o"), member="output", value="FOLDER", required=True,
               help="The folder that a web server gives to clients"),
        Option(names=("--name", "-n"), member="name", value="NAME", required=True,
               help="The name of the source's package, Contoso.Source"),
        Option(names=("--certificate", "-c"), member="certificate", value="FILE", group="signer",
               help="A PFX, or the certificates as PEM, to sign with"),
        Option(names=("--key", "-k"), member="key", value="FILE", needs="certificate",
               help="The key as PEM, where it is in a file of its own"),
        Option(names=("--password-file",), member="password_file", value="FILE", needs="certificate",
               help="A file whose first line is the password of the PFX or key"),
        Option(names=("--publisher",), member="publisher", value="SUBJECT", group="signer",
               help="The subject of the certificate that another tool signs with"),
        Option(names=("--package-version",), member="version", value="VERSION",
               help="The version of the package", default="made of the time"),
        Option(names=("--only-new-clients",), member="only_new_clients",
               help="Write no source.msix for clients that know no source2.msix"),
    ),
    run=build,
    examples=(
        "source build manifests --output www --name Contoso.Source --certificate publisher.pfx --password-file secret",
        'source build manifests -o www -n Contoso.Source --publisher CN=Contoso',
    ),
)  # fmt: skip
