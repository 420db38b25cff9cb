"""A new manifest set: installers read, fields put together, validated, and the files placed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from wingetpy.authoring.facts.archive import Nested
from wingetpy.authoring.manifest_set.changes import ChangedField, changes_of
from wingetpy.authoring.manifest_set.files import NEWEST, ManifestText, files_of, folder_of
from wingetpy.authoring.manifest_set.given import GivenFields
from wingetpy.authoring.manifest_set.make import incomplete, make_manifest
from wingetpy.authoring.manifest_set.obtain import Named, paired, with_derived_urls
from wingetpy.authoring.manifest_set.place import files_in_the_way, place, refuse_existing
from wingetpy.authoring.manifest_set.update import UpdateTask, update_manifest
from wingetpy.authoring.manifest_set.wanted_installer import ObtainedInstaller, WantedInstaller, parse_wanted
from wingetpy.errors import BadRequest, ErrorCode, ManifestError
from wingetpy.manifests.findings import Finding
from wingetpy.manifests.schema import manifest_version
from wingetpy.manifests.validate.texts import VERSIONS
from wingetpy.manifests.validate.validate import validate
from wingetpy.manifests.yamltext import Document

Obtain = Callable[[Sequence[Named], Nested], list[ObtainedInstaller]]
"""Downloads and reads installers."""

_MOST_SHOWN = 10
_ONLY_BEHIND_URLS = ("scope", "architecture", "installer_type")


class SetTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to make.

    Attributes:
        output: Native; the tree `manifests` is made below it.
        installers: URLs and native paths, each with what is said of it behind bars.
        nested: The files that are meant in archives, each with its command behind a bar.
        older: All fields of the older version that the new one is made of; None for a new package.
        manifest_version: Empty for the newest, or the older one's where that is newer.
        today: `2024-07-01`.
        dry_run: Write nothing.
    """

    output: Path
    installers: tuple[str, ...]
    nested: tuple[str, ...] = ()
    given: GivenFields
    older: Document | None = None
    manifest_version: str = ""
    today: str = ""
    singleton: bool = False
    force: bool = False
    dry_run: bool = False


class NewSet(msgspec.Struct, frozen=True, kw_only=True):
    """What was made. `changes` against the older version; `warnings` of validation."""

    root: Document
    folder: Path
    files: tuple[ManifestText, ...]
    installers: tuple[ObtainedInstaller, ...]
    changes: tuple[ChangedField, ...]
    warnings: tuple[str, ...]
    written: bool


def new_set(task: SetTask, obtain: Obtain) -> NewSet:
    """Make a manifest set and write it.

    Raises:
        BadRequest: what is asked for makes no sense.
        ManifestError: naming all that is missing, or all that validation finds wrong.
        HostError: AlreadyExists, before anything is downloaded where the folder is known by then.
        Ambiguous, NotApplicable, TransferError: see `update_manifest` and `obtain`.
    """
    _check_manifest_version(task.manifest_version)
    _refuse_early(task)
    if task.older is None:
        root, installers = _made(task, obtain)
    else:
        root, installers = _updated(task, task.older, obtain)
    files = files_of(root, singleton=task.singleton)
    identifier, version = str(root["PackageIdentifier"]), str(root["PackageVersion"])
    warnings = _validated(files, identifier)
    folder = folder_of(task.output, identifier, version)
    if not task.dry_run:
        place(folder, files, identifier, force=task.force)
    return NewSet(
        root=root,
        folder=folder,
        files=files,
        installers=tuple(installers),
        changes=changes_of(task.older, root) if task.older is not None else (),
        warnings=warnings,
        written=not task.dry_run,
    )


def _made(task: SetTask, obtain: Obtain) -> tuple[Document, list[ObtainedInstaller]]:
    if not task.installers:
        raise BadRequest("No installer is given.", remedy="Give the URL of an installer, or a file.")
    wanted = [parse_wanted(one) for one in task.installers]
    paths, aliases = _nested(task.nested)
    obtained = obtain(paired(wanted), Nested(named=paths))
    return make_manifest(obtained, task.given, aliases, task.manifest_version), obtained


def _updated(task: SetTask, older: Document, obtain: Obtain) -> tuple[Document, list[ObtainedInstaller]]:
    if not task.given.package_version:
        raise incomplete(["PackageVersion"], str(older["PackageIdentifier"]))
    if wrong := [name for name in _ONLY_BEHIND_URLS if getattr(task.given, name)]:
        raise BadRequest(
            f"The {wrong[0].replace('_', ' ')} of an older version's installers is kept.",
            remedy="Say behind a URL which installer it is for, as in URL|x64|machine.",
        )
    update = UpdateTask(
        root=older,
        version=task.given.package_version,
        release_date=task.given.release_date or "",
        today=task.today,
    )
    derived = not task.installers
    wanted = [parse_wanted(one) for one in task.installers]
    if derived:
        wanted = [WantedInstaller(place=url) for url in update.derived_urls()]
        named = [Named(wanted=one, url=one.place) for one in wanted]
    else:
        named = paired(wanted)
    if any(not one.url for one in named):
        named = with_derived_urls(named, update.derived_urls())
    if without := [one.file for one in named if not one.url]:
        raise incomplete([f"InstallerUrl of '{file}'" for file in without], str(older["PackageIdentifier"]))
    paths, _ = _nested(task.nested)
    obtained = obtain(named, Nested(named=paths, likely=() if paths else update.likely_files()))
    root = update_manifest(update, obtained, derived=derived)
    root |= task.given.of_root()
    _give_installers(root, task.given)
    root["ManifestVersion"] = _later(task.manifest_version or NEWEST, older, bool(task.manifest_version))
    return root, obtained


def _give_installers(root: Document, given: GivenFields) -> None:
    """Put what is given for all installers at the root, in place of what each had."""
    fields = given.of_installers()
    fields.pop("ReleaseDate", None)
    listed = root["Installers"]
    for key, value in fields.items():
        before = root.get(key)
        root[key] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
        for one in listed if isinstance(listed, list) else ():
            own = one.get(key) if isinstance(one, dict) else None
            if isinstance(one, dict) and isinstance(own, dict) and isinstance(value, dict):
                one[key] = {**own, **value}
            elif isinstance(one, dict):
                one.pop(key, None)


def _later(wanted: str, older: Document, given: bool) -> str:
    """Return the version to write in: never an older one than before, unless it is asked for."""
    before = manifest_version(older, "the older manifest")
    numbers = tuple(int(part) for part in wanted.split("."))
    newer = (before.major, before.minor, before.patch) > numbers
    return f"{before.major}.{before.minor}.{before.patch}" if newer and not given else wanted


def _nested(texts: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the paths in archives and the commands by path: `bin\\tool.exe|tool`."""
    parts = [text.partition("|") for text in texts]
    paths = tuple(path.strip().replace("/", "\\") for path, _, _ in parts)
    return paths, {path.casefold(): alias.strip() for path, (_, _, alias) in zip(paths, parts, strict=True) if alias}


def _check_manifest_version(version: str) -> None:
    if version and version not in _versions():
        raise BadRequest(
            f"No manifest is written in version {version}.", remedy=f"Versions are {', '.join(_versions())}."
        )


def _versions() -> list[str]:
    return [f"{major}.{minor}.0" for major, minor in VERSIONS if major]


def _refuse_early(task: SetTask) -> None:
    """Refuse a folder that has a manifest before an installer is downloaded, where the folder is known."""
    older = str(task.older["PackageIdentifier"]) if task.older else ""
    identifier, version = task.given.package_identifier or older, task.given.package_version
    if identifier and version and not task.force and not task.dry_run:
        folder = folder_of(task.output, identifier, version)
        refuse_existing(folder, files_in_the_way(folder, identifier))


def _validated(files: Sequence[ManifestText], identifier: str) -> tuple[str, ...]:
    """Return the warnings of validation. Raises ManifestError with all errors."""
    found = validate([(file.name, file.data) for file in files]).findings
    errors = list(dict.fromkeys(_short(one) for one in found if one.level == "Error"))  # each file has the identifier
    if errors:
        more = f" And {len(errors) - _MOST_SHOWN} more." if len(errors) > _MOST_SHOWN else ""
        raise ManifestError(
            f"The manifest of {identifier} would not be valid; nothing was written."
            f" {' '.join(errors[:_MOST_SHOWN])}{more}",
            code=ErrorCode.ManifestValidationFailure,
            target=identifier,
            remedy="Give these fields other values.",
        )
    return tuple(_short(one) for one in found)


def _short(finding: Finding) -> str:
    value = f" ({finding.value[:100]})" if finding.value else ""
    return f"{finding.field or finding.file}{value}: {finding.message}"
