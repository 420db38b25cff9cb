"""The remedies that the command line words itself, naming its options; the engine's own text is for any client."""

from __future__ import annotations

from wingetpy.errors import EngineError, ErrorReport
from wingetpy.messages.language import translated

REMEDIES = {
    "AllowUnsigned": "Have its publisher sign it, or allow packages that are not signed with --allow-unsigned.",
    "AnyVersion": "To replace the newer version, use --force-update-from-any-version.",
    "CommandIsFolder": "Move the folder away, or install under another command name with --rename.",
    "CommandTaken": "Uninstall the package that has it, choose another name with --rename, or take it with --force.",
    "FieldsMissing": "Give {Fields}.",
    "FieldsAndUrlsMissing": "Give {Fields}. A file belongs to the --url that ends in the same name.",
    "FeaturesWithForce": "If it works without them, install it all the same with --force or --skip-dependencies.",
    "FileListLost": "Install the package again with --force; its files are then recorded again.",
    "ForeignFile": "Move it away, choose another --location, or replace it with --force.",
    "ForeignFont": "Remove that font first, or replace it with --force.",
    "FrameworksAlong": "Give the frameworks along with --dependency-package-uri, or add them before; a framework can be"
    " removed when nothing needs it.",
    "HashCheckElevated": "Run it without administrator rights, or leave out --ignore-security-hash.",
    "History": "`wingetpy history` shows the operations that can be undone.",
    "LocationNeeded": "Give a folder with --location, or set installBehavior.defaultInstallRoot.",
    "LocationRefused": "Leave out --location.",
    "ModifiedFiles": "Keep your copy elsewhere and use --force, which replaces or removes it.",
    "NamePackage": "Give a query, a filter such as --id, or --manifest.",
    "NameSource": "Name the source that the package is to come from with --source, or mend the one that fails.",
    "NoApplicationsFound": "Look for a part of the name with `wingetpy search`.",
    "NoSourcesDefined": "Add one: `wingetpy source add NAME FOLDER`. It is a folder, share or archive of manifests.",
    "NestedFile": "Name the file in the archive that is installed or run with --nested-file.",
    "NotInstalled": "Use a name or id that `wingetpy list` shows.",
    "NotPinned": "`wingetpy pin list` shows the pins.",
    "AdminSettingOff": "An administrator can run `wingetpy settings --enable {Setting}`.",
    "NotNewer": "Use --force to install it all the same.",
    "NothingToUndo": "Name another package, or an operation that `wingetpy history` shows: `wingetpy history undo"
    " --number NR`. An install is undone so, too.",
    "OtherSource": "If you trust it for this package, name it with --source.",
    "OtherVolume": "Free some space, or name another volume with --target-volume.",
    "PackagesInUse": "Close its programs, have them closed with --force-target-app-shutdown, or let the registration"
    " wait for their end with --defer-registration-when-packages-are-in-use.",
    "PackageAgreementsNotAccepted": "Accept them with --accept-package-agreements.",
    "PinExists": "Use --force to put the new pin in its place, or remove the other one: `wingetpy pin remove`.",
    "Pinned": "`wingetpy pin list` shows the pin; remove it with `wingetpy pin remove`, or use --force.",
    "ProgramRuns": "Close the program and try again, or use --when-running stop or skip.",
    "Reinstall": "If it is damaged, install it again: `wingetpy install --force`.",
    "RunInteractively": "Run it with --interactive to see what it says.",
    "SeveralFound": "Give the --id of one package, and the --source if several have it.",
    "SeveralInstalled": "Give the --id, --product-code, --version or --scope of one of them.",
    "SkipDependencies": "Install it by hand, or use --skip-dependencies.",
    "SourceAgreementsNotAccepted": "Accept them with --accept-source-agreements.",
    "SourceCredential": "Give it what its owner gave you: `wingetpy source edit` and `wingetpy source add` take"
    " --token, --secret-header, --user and --certificate (a PEM or PKCS#12 file).",
    "SourceNameDoesNotExist": "`wingetpy source list` shows the sources.",
    "SourcesExplicit": "Name it with --source, or change it: `wingetpy source edit NAME --explicit false`.",
    "TimeLimit": "Give it more time with --timeout.",
    "UninstallerGone": "Install the same version with `wingetpy install --force`, then uninstall it.",
    "UndoAnyway": "Use --force to go back to {Version} all the same.",
    "UpdateSource": "Run `wingetpy source update {Name}`.",
    "UpgradeRefused": "Leave out --no-upgrade.",
    "VersionUnknown": "Add --include-unknown to update it all the same.",
}
"""Id of the remedy (`errors/remedies.py`) to its text; `{Name}` is replaced by the value of that name."""


FIELDS = {
    "InstallerUrl": "--url",
    "License": "--license",
    "PackageIdentifier": "--id",
    "PackageName": "--name",
    "PackageVersion": "--version",
    "Publisher": "--publisher",
    "ShortDescription": "--short-description",
    "Silent": "--silent",
    "SilentWithProgress": "--silent-with-progress",
}
"""A field of a manifest to the option of `new` that gives it."""


def remedy_of(error: EngineError | ErrorReport) -> str | None:
    """The sentence for a person at the command line; None where nothing can be done."""
    text = REMEDIES.get(error.remedy_id or "")
    if text is None:
        return error.remedy
    values = dict(error.remedy_values or {})
    if "Fields" in values:
        values["Fields"] = ", ".join(FIELDS.get(field, field) for field in values["Fields"].split(", "))
    return translated(text).format_map(values)
