"""The commands of the command line: a verb is one line here and one file in `views`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

from wingetpy.cli.options import Given, Option

if TYPE_CHECKING:
    from wingetpy.cli.session import Session


class View(msgspec.Struct, frozen=True, kw_only=True):
    """How a verb reads its words and shows what came of them.

    Attributes:
        options: Its options besides the common ones.
        run: `(session, given) -> exit code`, signed; raises EngineError.
        examples: Command lines without `wingetpy`.
    """

    options: tuple[Option, ...]
    run: Callable[[Session, Given], int]
    examples: tuple[str, ...]


class Verb(msgspec.Struct, frozen=True):
    """One line of the table. A name of two words is a verb of a group: `source add`.

    Attributes:
        module: The module in `views`.
        member: The module's View for this verb.
        summary: What it does, as a sentence without a full stop.
        aliases: Other words for the last word of its name.
    """

    name: str
    module: str
    member: str
    summary: str
    aliases: tuple[str, ...] = ()

    def view(self) -> View:
        """The verb's options and function; imports its module."""
        view = getattr(import_module(f"wingetpy.cli.views.{self.module}"), self.member)
        assert isinstance(view, View)
        return view


INFO = Verb("info", "info", "INFO", "Show facts about this engine and the machine")
VERBS = (
    Verb("search", "search", "SEARCH", "Find packages in the sources", ("find",)),
    Verb("show", "show", "SHOW", "Show all about one package", ("view",)),
    Verb("install", "install", "INSTALL", "Install packages", ("add",)),
    Verb("download", "download", "DOWNLOAD", "Download packages, to be installed without network"),
    Verb("list", "list_installed", "LIST", "Show what is installed", ("ls",)),
    Verb("check", "check", "CHECK", "Compare an installed package with its manifest: folders, files and hashes"),
    Verb("upgrade", "upgrade", "UPGRADE", "Show and install updates", ("update",)),
    Verb("uninstall", "uninstall", "UNINSTALL", "Remove packages", ("remove", "rm")),
    Verb("repair", "repair", "REPAIR", "Repair packages", ("fix",)),
    Verb("export", "package_list", "EXPORT", "Write what is installed into a file: a package list, or a lock file"),
    Verb("import", "package_list", "IMPORT", "Install the packages of such a file"),
    Verb("pin add", "pin", "ADD", "Leave a package out of updates, or keep it to some versions"),
    Verb("pin list", "pin", "LIST", "Show the pins", ("ls",)),
    Verb("pin remove", "pin", "REMOVE", "Remove the pins of a package", ("rm",)),
    Verb("pin reset", "pin", "RESET", "Remove all pins"),
    Verb("history", "history", "HISTORY", "Show what was installed, updated and removed, and how it ended"),
    Verb("history undo", "history", "UNDO", "Go back to the version before an update, or take back another operation"),
    Verb("source add", "source", "ADD", "Add a source"),
    Verb("source list", "source", "LIST", "Show the sources, or all about one", ("ls",)),
    Verb("source update", "source", "UPDATE", "Bring the indexes of the sources up to date", ("refresh",)),
    Verb("source remove", "source", "REMOVE", "Remove a source", ("rm",)),
    Verb("source reset", "source", "RESET", "Bring the sources back to what winget has from the start", ()),
    Verb("source export", "source", "EXPORT", "Print the sources, one JSON object a line", ()),
    Verb("source edit", "source", "EDIT", "Change a source", ("config", "set")),
    Verb("source build", "source_build", "BUILD", "Build a source for a web server from a folder of manifests"),
    Verb("source serve", "source_serve", "SERVE", "Serve a folder of manifests as a REST source", ()),
    Verb("hash", "hash", "HASH", "Print the SHA-256 of an installer"),
    Verb("new", "new", "NEW", "Make a manifest of installers, or of an older version", ("create",)),
    Verb("validate", "validate", "VALIDATE", "Show what is wrong with manifests"),
    Verb("settings", "settings", "SETTINGS", "Show where the settings are", ("config",)),
    Verb("settings export", "settings", "EXPORT", "Print the settings as JSON"),
    Verb("settings set", "settings", "SET", "Set an administrator's setting that is a text"),
    Verb("settings reset", "settings", "RESET", "Bring administrator's settings back to their defaults"),
    Verb("policy", "policy", "POLICY", "Show the Group Policies, who decided what, and the effect"),
    Verb("features", "settings", "FEATURES", "Show the experimental features"),
    Verb("complete", "complete", "COMPLETE", "Show what may come next on a command line, for shells"),
    Verb("error", "error", "ERROR", "Show what an error code means", ("err",)),
    INFO,
    Verb("demo", "demo", "DEMO", "Run the main job on a sandbox of its own, without network"),
    Verb("configure", "configure", "APPLY", "Apply a configuration file", ("configuration",)),
    Verb("configure test", "configure", "TEST", "Compare the machine with a configuration file"),
    Verb("configure show", "configure", "SHOW", "Show the units of a configuration file", ("validate",)),
    Verb("msix list", "msix", "LIST", "Show the MSIX packages of the user, or of all", ("ls",)),
    Verb("msix test", "msix", "TEST", "Say whether MSIX packages can be used, and why not"),
    Verb("msix add", "msix_change", "ADD", "Add MSIX packages and register them"),
    Verb("msix stage", "msix_change", "STAGE", "Bring MSIX packages to the machine without registering them"),
    Verb("msix register", "msix_change", "REGISTER", "Register MSIX packages that are on the machine"),
    Verb("msix ensure", "msix_change", "ENSURE", "Add what of a product or a set cannot be used"),
    Verb("msix remove", "msix_change", "REMOVE", "Remove MSIX packages", ("rm",)),
    Verb("msix repair", "msix_change", "REPAIR", "Bring the files of MSIX packages back to what was delivered"),
    Verb("msix reset", "msix_change", "RESET", "Delete the data of MSIX packages"),
    Verb("msix provision", "msix_change", "PROVISION", "Have every new user get MSIX packages"),
    Verb("msix deprovision", "msix_change", "DEPROVISION", "Have new users get MSIX packages no more"),
    Verb("msix volumes", "msix", "VOLUMES", "Show, check or repair the volumes that MSIX packages lie on"),
    Verb("dsc", "dsc", "DSC", "Answer as a resource of Desired State Configuration"),
    Verb("serve", "serve", "SERVE", "Speak the protocol over standard input and output"),
)

GROUPS = {
    "msix": Verb("msix", "", "", "Deploy MSIX packages"),
    "pin": Verb("pin", "", "", "Manage which packages are left out of updates"),
    "source": Verb("source", "", "", "Manage the sources of packages", ("sources",)),
}
"""First words that are no verb of their own."""


def heads() -> tuple[Verb, ...]:
    """What may be the first word: the verbs of one word and the groups, in the order of the table."""
    names = dict.fromkeys(verb.name.partition(" ")[0] for verb in VERBS)
    alone = {verb.name: verb for verb in VERBS} | GROUPS
    return tuple(alone[name] for name in names)


def members(head: str) -> tuple[Verb, ...]:
    """The verbs that begin with this word and have a second one."""
    return tuple(verb for verb in VERBS if verb.name.startswith(f"{head} "))


def named(verbs: tuple[Verb, ...], word: str) -> Verb | None:
    """The verb that this word means, in any case, by its name or an alias."""
    wanted = word.casefold()
    return next((verb for verb in verbs if wanted in (verb.name.rpartition(" ")[2], *verb.aliases)), None)
