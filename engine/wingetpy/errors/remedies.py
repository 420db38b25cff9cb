"""What a user can do about an error: English for any client, and an id for a surface that names its own options.

A text names no option, parameter or command of a surface. The surfaces' texts by id are in `cli/remedies.py` and
`psmodule/en-US/WinGetPy.Messages.psd1` (names that begin with Remedy).
"""

from __future__ import annotations

import msgspec

from wingetpy.messages.language import translated


class Remedy(msgspec.Struct, frozen=True):
    """One remedy. `{Name}` in its text is replaced by the value of that name.

    Attributes:
        id: A word for programs, stable over versions.
        text: A sentence.
        values: What the text says about this case, by name.
    """

    id: str
    text: str
    values: dict[str, str] = {}

    def of(self, **values: str) -> Remedy:
        """The remedy of one case."""
        return Remedy(self.id, self.text, values)

    def __str__(self) -> str:
        return translated(self.text).format_map(self.values)


ADMIN_SETTING_OFF = Remedy("AdminSettingOff", "An administrator can switch the setting {Setting} on.")
ALLOW_UNSIGNED = Remedy("AllowUnsigned", "Have its publisher sign it, or allow packages that are not signed.")
ANY_VERSION = Remedy("AnyVersion", "Allow that the newer version is replaced, or keep it.")
COMMAND_IS_FOLDER = Remedy("CommandIsFolder", "Move the folder away, or give the package another command name.")
COMMAND_TAKEN = Remedy(
    "CommandTaken",
    "Uninstall the package that has it, give this one another command name, or take the name with force.",
)
DID_YOU_MEAN = Remedy("DidYouMean", "Did you mean {Suggestions}? Then use its id.")
FIELDS_MISSING = Remedy("FieldsMissing", "Give {Fields}.")
FIELDS_AND_URLS_MISSING = Remedy(
    "FieldsAndUrlsMissing", "Give {Fields}. The URL of a file is the one given beside it that ends in the same name."
)
FEATURES_WITH_FORCE = Remedy(
    "FeaturesWithForce", "Install it all the same with force, or skip the dependencies, if it works without them."
)
FILE_LIST_LOST = Remedy("FileListLost", "Install the package again with force; its files are then recorded again.")
FOREIGN_FILE = Remedy("ForeignFile", "Move it away, choose another location, or replace it with force.")
FOREIGN_FONT = Remedy("ForeignFont", "Remove that font first, or replace it with force.")
FRAMEWORKS_ALONG = Remedy(
    "FrameworksAlong",
    "Give the frameworks along, or add them before; a framework can be removed when nothing needs it.",
)
HASH_CHECK_ELEVATED = Remedy("HashCheckElevated", "Run it without administrator rights, or keep the hash check.")
HISTORY = Remedy("History", "Look at the history for the operations that can be undone.")
LOCATION_NEEDED = Remedy("LocationNeeded", "Give a location, or set installBehavior.defaultInstallRoot.")
LOCATION_REFUSED = Remedy("LocationRefused", "Leave out the location.")
MODIFIED_FILES = Remedy("ModifiedFiles", "Keep your copy elsewhere and use force, which replaces or removes it.")
NAME_SOURCE = Remedy("NameSource", "Name the source that the package is to come from, or mend the one that fails.")
NO_SOURCES = Remedy("NoSourcesDefined", "Add a source: a folder, share or archive of manifests.")
NESTED_FILE = Remedy("NestedFile", "Name the file in the archive that is installed or run.")
NOT_INSTALLED = Remedy("NotInstalled", "Use a name or id from the list of installed packages.")
NOT_PINNED = Remedy("NotPinned", "List the pins to see which packages have one.")
NOT_NEWER = Remedy("NotNewer", "Use force to install it all the same.")
NOTHING_TO_UNDO = Remedy(
    "NothingToUndo", "Name another package, or an operation of the history by its number; an install is undone so, too."
)
NOTHING_FOUND = Remedy("NoApplicationsFound", "Search for the package to see its id.")
PIN_EXISTS = Remedy("PinExists", "Use force to put the new pin in its place, or remove the other one first.")
PINNED = Remedy("Pinned", "Remove the pin, change it, or use force.")
NAME_PACKAGE = Remedy("NamePackage", "Name one by its id, name, moniker or a query, or give its manifest.")
OTHER_SOURCE = Remedy("OtherSource", "Name the source to take the package from it, if you trust it for this package.")
OTHER_VOLUME = Remedy("OtherVolume", "Free some space, or name another volume.")
PACKAGES_IN_USE = Remedy(
    "PackagesInUse", "Close its programs or have them closed, or let the registration wait for their end."
)
PACKAGE_AGREEMENTS = Remedy("PackageAgreementsNotAccepted", "Accept the agreements of the package.")
PROGRAM_RUNS = Remedy("ProgramRuns", "Close the program and try again, or let it be ended.")
REINSTALL = Remedy("Reinstall", "If it is damaged, install it again with force.")
RUN_INTERACTIVELY = Remedy("RunInteractively", "Run it with its own windows to see what it says.")
SOURCE_CREDENTIAL = Remedy(
    "SourceCredential",
    "Give the source the credentials that its owner gave you: a token, headers, a user or a client certificate (PEM or"
    " PKCS#12).",
)
SEVERAL_FOUND = Remedy("SeveralFound", "Give the id of one package, and the source if several have it.")
SEVERAL_INSTALLED = Remedy("SeveralInstalled", "Give the id, product code, version or scope of one of them.")
SKIP_DEPENDENCIES = Remedy("SkipDependencies", "Install it by hand, or skip the dependencies.")
SOURCES_EXPLICIT = Remedy("SourcesExplicit", "Name the source, or make it one that is not explicit.")
SOURCE_AGREEMENTS = Remedy("SourceAgreementsNotAccepted", "Accept the agreements of the source.")
SOURCE_UNKNOWN = Remedy("SourceNameDoesNotExist", "List the sources for their names.")
TIME_LIMIT = Remedy("TimeLimit", "Give it more time.")
UNDO_ANYWAY = Remedy("UndoAnyway", "Use force to go back to {Version} all the same.")
UNINSTALLER_GONE = Remedy("UninstallerGone", "Install the same version with force, then uninstall it.")
UPDATE_SOURCE = Remedy("UpdateSource", "Update the source {Name}.")
UPGRADE_REFUSED = Remedy("UpgradeRefused", "Allow an upgrade of the installed package.")
VERSION_UNKNOWN = Remedy("VersionUnknown", "Update it all the same by including unknown versions.")

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Remedy))
