"""`manifest/new`: a manifest set of installers, or of an older version."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from wingetpy.authoring.facts.installer_facts import InstallerFacts
from wingetpy.authoring.manifest_set.changes import ChangedField
from wingetpy.authoring.manifest_set.given import GivenFields
from wingetpy.authoring.manifest_set.wanted_installer import ObtainedInstaller
from wingetpy.commands.command import Command
from wingetpy.errors import BadRequest
from wingetpy.manifests.merge import Merged
from wingetpy.manifests.yamltext import Document
from wingetpy.model.call import Call
from wingetpy.model.proxy import NetworkParameters
from wingetpy.operations.context import Context
from wingetpy.operations.request import LongText, Text
from wingetpy.sources.request import MatchOption, SearchRequest

Notes = Annotated[str, msgspec.Meta(max_length=10_000)]


class NewParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """Paths are native to the engine's disk. Other members are fields of the manifest and win over what is read.

    Attributes:
        installers: URLs and files, each with what is said of it behind bars: `https://…/setup.exe|x64|machine`.
        nested_installer_files: The files that are meant in archives, each with its command behind a bar.
        output: A folder; the files go to `manifests/p/Publisher/Package/Version` below it.
        from_: The package that the new version is of, by its id in a source or by the path of a manifest.
        from_version: The version that is taken; None for the newest.
        source: The source of it; None for any.
        manifest_version: None for the newest that is in use.
        silent, silent_with_progress, custom: Switches of all installers.
        singleton: One file.
        force: Replace the manifest that is there.
        what_if: Write nothing.
    """

    installers: tuple[LongText, ...] = ()
    nested_installer_files: tuple[LongText, ...] = ()
    output: LongText
    from_: LongText | None = msgspec.field(default=None, name="From")
    from_version: Text | None = None
    source: Text | None = None
    manifest_version: Text | None = None
    package_identifier: Text | None = None
    package_version: Text | None = None
    package_locale: Text | None = None
    publisher: Text | None = None
    publisher_url: LongText | None = None
    publisher_support_url: LongText | None = None
    privacy_url: LongText | None = None
    author: Text | None = None
    package_name: Text | None = None
    package_url: LongText | None = None
    license: Text | None = None
    license_url: LongText | None = None
    copyright: Text | None = None
    copyright_url: LongText | None = None
    short_description: Text | None = None
    description: Notes | None = None
    moniker: Text | None = None
    tags: tuple[Text, ...] = ()
    release_notes: Notes | None = None
    release_notes_url: LongText | None = None
    release_date: Text | None = None
    scope: Literal["user", "machine"] | None = None
    architecture: Literal["x86", "x64", "arm", "arm64", "neutral"] | None = None
    installer_type: Text | None = None
    upgrade_behavior: Literal["install", "uninstallPrevious", "deny"] | None = None
    commands: tuple[Text, ...] = ()
    silent: Text | None = None
    silent_with_progress: Text | None = None
    custom: Text | None = None
    singleton: bool = False
    force: bool = False
    what_if: bool = False


class SetFile(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One file of the set: its native path, its ManifestType and its content."""

    path: str
    manifest_type: str
    text: str


class ReadInstaller(InstallerFacts, frozen=True, rename="pascal", kw_only=True):
    """What was read of one installer. `file` is the native path of one that was not downloaded."""

    url: str
    file: str
    sha256: str = msgspec.field(name="Sha256")


class NewManifest(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A manifest set.

    Attributes:
        path: Its folder.
        written: Whether it was written; not with `what_if`.
        changes: What it has otherwise than the older version.
        warnings: What validation warns of.
    """

    package_identifier: str
    package_version: str
    manifest_version: str
    path: str
    written: bool
    files: tuple[SetFile, ...]
    installers: tuple[ReadInstaller, ...]
    changes: tuple[ChangedField, ...] = ()
    warnings: tuple[str, ...] = ()


def make(context: Context, parameters: NewParameters, call: Call) -> NewManifest:
    """Make a manifest set. Raises as `authoring.manifest_set.new.new_set` does, and as sources do."""
    from wingetpy.authoring.manifest_set.new import SetTask, new_set  # late: start time
    from wingetpy.authoring.manifest_set.obtain import obtain

    task = SetTask(
        output=Path(parameters.output).absolute(),
        installers=parameters.installers,
        nested=parameters.nested_installer_files,
        given=_given(parameters),
        older=_older(context, parameters, call),
        manifest_version=parameters.manifest_version or "",
        today=time.strftime("%Y-%m-%d", time.gmtime(context.host.clock.now())),
        singleton=parameters.singleton,
        force=parameters.force,
        dry_run=parameters.what_if,
    )
    network = context.settings.network
    made = new_set(task, lambda named, nested: obtain(context.host, named, nested, call, network))
    for installer in made.installers:
        for note in installer.facts.notes:
            call.message("Warning", f"{installer.url or installer.file}: {note}")
    return NewManifest(
        package_identifier=str(made.root["PackageIdentifier"]),
        package_version=str(made.root["PackageVersion"]),
        manifest_version=str(made.root["ManifestVersion"]),
        path=str(made.folder),
        written=made.written,
        files=tuple(
            SetFile(path=str(made.folder / one.name), manifest_type=one.kind, text=one.data.decode())
            for one in made.files
        ),
        installers=tuple(_read(one) for one in made.installers),
        changes=made.changes,
        warnings=made.warnings,
    )


def _given(parameters: NewParameters) -> GivenFields:
    return GivenFields(**{name: getattr(parameters, name) for name in GivenFields.__struct_fields__})


def _older(context: Context, parameters: NewParameters, call: Call) -> Document | None:
    """Return the fields of the version that the new one is made of."""
    if parameters.from_ is None:
        return None
    from wingetpy.authoring.manifest_set.older import is_path, read_older

    if is_path(parameters.from_):
        return read_older(Path(parameters.from_)).root
    return _from_source(context, parameters, parameters.from_, call).root


def _from_source(context: Context, parameters: NewParameters, identifier: str, call: Call) -> Merged:
    opened = context.sources.open(call, parameters.source)
    wanted = SearchRequest(id=identifier, source=parameters.source, match_option=MatchOption.equals_case_insensitive)
    return opened.merged(opened.find_one(wanted), parameters.from_version)


def _read(obtained: ObtainedInstaller) -> ReadInstaller:
    facts = {name: getattr(obtained.facts, name) for name in InstallerFacts.__struct_fields__}
    return ReadInstaller(url=obtained.url, file=obtained.file, sha256=obtained.sha256, **facts)


def check(parameters: NewParameters) -> None:
    """Raises BadRequest for members that mean nothing without an older version."""
    if parameters.from_ is None and (parameters.from_version or parameters.source):
        raise BadRequest(
            "A source or an older version is named, but no package.", remedy="Name the package that is updated."
        )
    if parameters.from_ is not None and not parameters.from_.strip():
        raise BadRequest("The package that is updated has no name.", remedy="Give its id, or the path of its manifest.")


NEW = Command(NewParameters, NewManifest, make, check=check)
