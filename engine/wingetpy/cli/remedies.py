"""The remedies that the command line words itself, naming its options; the engine's own text is for any client."""

from __future__ import annotations

from wingetpy.errors import EngineError, ErrorReport

REMEDIES = {
    "CommandIsFolder": "Move the folder away, or install under another command name with --rename.",
    "CommandTaken": "Uninstall the package that has it, choose another name with --rename, or take it with --force.",
    "FileListLost": "Install the package again with --force; its files are then recorded again.",
    "ForeignFile": "Move it away, choose another --location, or replace it with --force.",
    "HashCheckElevated": "Run it without administrator rights, or leave out --ignore-security-hash.",
    "LocationNeeded": "Give a folder with --location, or set installBehavior.defaultInstallRoot.",
    "LocationRefused": "Leave out --location.",
    "ModifiedFiles": "Keep your copy elsewhere and use --force, which replaces or removes it.",
    "NamePackage": "Give a query, a filter such as --id, or --manifest.",
    "NameSource": "Name the source that the package is to come from with --source, or mend the one that fails.",
    "NoApplicationsFound": "Look for a part of the name with `wingetpy search`.",
    "NoSourcesDefined": "Add one: `wingetpy source add NAME FOLDER`. It is a folder, share or archive of manifests.",
    "NotInstalled": "Use a name or id that `wingetpy list` shows.",
    "NotNewer": "Use --force to install it all the same.",
    "OtherSource": "If you trust it for this package, name it with --source.",
    "PackageAgreementsNotAccepted": "Accept them with --accept-package-agreements.",
    "Reinstall": "If it is damaged, install it again: `wingetpy install --force`.",
    "SeveralFound": "Give the --id of one package, and the --source if several have it.",
    "SeveralInstalled": "Give the --id, --product-code, --version or --scope of one of them.",
    "SkipDependencies": "Install it by hand, or use --skip-dependencies.",
    "SourceAgreementsNotAccepted": "Accept them with --accept-source-agreements.",
    "SourceNameDoesNotExist": "`wingetpy source list` shows the sources.",
    "SourcesExplicit": "Name it with --source, or change it: `wingetpy source edit NAME --explicit false`.",
    "TimeLimit": "Give it more time with --timeout.",
    "UpdateSource": "Run `wingetpy source update {Name}`.",
    "UpgradeRefused": "Leave out --no-upgrade.",
    "VersionUnknown": "Add --include-unknown to update it all the same.",
}
"""Id of the remedy (`errors/remedies.py`) to its text; `{Name}` is replaced by the value of that name."""


def remedy_of(error: EngineError | ErrorReport) -> str | None:
    """The sentence for a person at the command line; None where nothing can be done."""
    text = REMEDIES.get(error.remedy_id or "")
    return text.format_map(error.remedy_values or {}) if text is not None else error.remedy
