"""The options that several package verbs share, under winget's names."""

from __future__ import annotations

from wingetpy.cli.options import Given, OneOf, Option, count, seconds
from wingetpy.messages.language import say
from wingetpy.model.proxy import LONGEST_HEADER

QUERY = Option(names=("--query", "-q"), member="query", value="QUERY", position=True, repeats=True,
               help="What to look for; several words are one query")  # fmt: skip
QUERIES = Option(names=("--query", "-q"), member="query", value="QUERY", position=True, repeats=True,
                 help="Id, name or moniker of a package; several are several packages")  # fmt: skip
FILTERS = (
    Option(names=("--id",), member="id", value="ID", help="Filter by id", default="any"),
    Option(names=("--name",), member="name", value="NAME", help="Filter by name", default="any"),
    Option(names=("--moniker",), member="moniker", value="MONIKER", help="Filter by moniker", default="any"),
    Option(names=("--tag",), member="tag", value="TAG", help="Filter by tag", default="any"),
    Option(names=("--cmd", "--command"), member="command", value="COMMAND", help="Filter by command", default="any"),
    Option(names=("--source", "-s"), member="source", value="SOURCE", help="Use this source only",
           default="all that are not explicit"),
    Option(names=("--exact", "-e"), member="match_option", constant="Equals",
           help="Match the whole text with its case"),
    Option(names=("--channel", "-c"), member="channel", value="CHANNEL", refused="sources have no channels"),
)  # fmt: skip


def _header(text: str) -> str:
    if not text or len(text) > LONGEST_HEADER or not text.isprintable():
        raise ValueError(say("must be 1 to {0} visible characters", LONGEST_HEADER))
    return text


_MODES = {"interactive": "Interactive", "silentpreferred": "SilentPreferred", "silent": "Silent"}
_authentication_mode = OneOf(*_MODES, spelled=_MODES.__getitem__)


SOURCE_ACCESS = (
    Option(names=("--accept-source-agreements",), member="accept_source_agreements",
           help="Accept the agreements of the sources"),
    Option(names=("--header",), member="header", value="TEXT", read=_header, default="none",
           help="Send this header text to REST sources"),
    Option(names=("--authentication-mode",), member="authentication_mode", value="MODE", read=_authentication_mode,
           help="interactive, silentPreferred or silent", default="silentPreferred"),
    Option(names=("--authentication-account",), member="authentication_account", value="NAME", default="any",
           help="Sign in to sources with this account"),
)  # fmt: skip
PACKAGE_AGREEMENTS = Option(names=("--accept-package-agreements",), member="accept_package_agreements",
                            help="Accept the licences of the packages")  # fmt: skip


_SCOPES = {"user": "User", "machine": "Machine", "system": "Machine"}
_scope = OneOf(*_SCOPES, spelled=_SCOPES.__getitem__)


def _capitalized(*words: str) -> OneOf:
    """One of these words in any case, as the engine spells it."""
    return OneOf(*words, spelled=str.capitalize)


METERED = Option(names=("--metered-connection",), member="metered_connection", value="WORD",
                 read=_capitalized("skip", "allow"), default="allow",
                 help="Over a metered connection: skip what would be downloaded, or allow it")  # fmt: skip
VERSION = Option(names=("--version", "-v"), member="version", value="VERSION", help="Use this version",
                 default="the newest")  # fmt: skip
SCOPE = Option(names=("--scope",), member="scope", value="SCOPE", read=_scope, default="any",
               help="user or machine")  # fmt: skip
MANIFEST = Option(names=("--manifest", "-m"), member="manifest", value="PATH", default="none",
                  help="A manifest file or folder instead of a query")  # fmt: skip
PRODUCT_CODE = Option(names=("--product-code",), member="product_code", value="CODE", default="any",
                      help="Filter by product code")  # fmt: skip
COUNT = Option(names=("--count", "-n"), member="count", value="N", read=count, help="Show at most N", default="all")
VERSIONS = Option(names=("--versions",), member="versions", help="Show the available versions")
INCLUDE_UNKNOWN = Option(names=("--include-unknown", "-u"), member="include_unknown",
                         help="Also packages whose installed version is unknown")  # fmt: skip
INCLUDE_PINNED = Option(names=("--include-pinned",), member="include_pinned",
                        help="Also packages with a pinning pin, and versions that are skipped")  # fmt: skip
WHAT_IF = Option(names=("--what-if",), member="what_if", help="Show the plan and change nothing")
SELECTION = (
    VERSION,
    SCOPE,
    Option(names=("--architecture", "-a"), member="architecture", value="ARCH", help="x64, x86, arm64 or neutral",
           default="what fits the machine best"),
    Option(names=("--installer-type",), member="installer_type", value="TYPE", help="portable, zip, msi, ...",
           default="any"),
    Option(names=("--locale",), member="locale", value="TAG", help="A language tag such as de-DE",
           default="the machine's languages"),
    MANIFEST,
)  # fmt: skip
TIMEOUT = Option(names=("--timeout",), member="timeout_seconds", value="SECONDS", read=seconds, default="no limit",
                 help="Begin no new step after this")  # fmt: skip
LIMITS = (
    TIMEOUT,
    Option(names=("--lock-wait",), member="lock_wait_seconds", value="SECONDS", read=seconds, default="120",
           help="How long to wait for another change"),
    Option(names=("--when-running",), member="when_running", value="WORD", read=_capitalized("skip", "wait", "stop"),
           default="try it", help="While the package's program runs: skip the package, wait, or stop the program"),
)  # fmt: skip
MODE = (
    Option(names=("--interactive", "-i"), member="mode", constant="Interactive", group="mode",
           help="Let the installer ask"),
    Option(names=("--silent", "-h"), member="mode", constant="Silent", group="mode",
           help="Let the installer show nothing"),
)  # fmt: skip
ARCHIVE_SCAN = Option(
    names=("--ignore-local-archive-malware-scan",),
    member="ignore_malware_scan",
    help="Accepted where an administrator allows it; no check of an archive is left out",
)
INSTALLING = (
    *MODE,
    Option(names=("--log", "-o"), member="log", value="PATH", help="Where the installer writes its log"),
    Option(names=("--override",), member="override", value="TEXT", help="Arguments in place of the manifest's"),
    Option(names=("--custom",), member="custom", value="TEXT", help="Arguments added to the manifest's"),
    Option(names=("--location", "-l"), member="location", value="PATH", help="Where to install",
           default="the folder of the scope"),
    Option(names=("--force",), member="force", help="Install again, replace changed files"),
    Option(names=("--ignore-security-hash",), member="allow_hash_mismatch",
           help="Accept an installer whose hash differs, never when elevated"),
    Option(names=("--skip-dependencies",), member="skip_dependencies", help="Install no dependencies"),
    Option(names=("--uninstall-previous",), member="uninstall_previous", help="Remove the installed version first"),
    Option(names=("--allow-reboot",), member="allow_reboot", ignored=True),
    ARCHIVE_SCAN,
    *LIMITS,
    METERED,
)  # fmt: skip


def queries(given: Given) -> tuple[str | None, ...]:
    """Each query of its own; one None where there is none."""
    return given.texts("query") or (None,)


def one_query(given: Given) -> str | None:
    """The words of one query, in one piece; None where there are none."""
    words = given.texts("query")
    return " ".join(words) if words else None
