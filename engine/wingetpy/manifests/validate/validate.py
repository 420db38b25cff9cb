"""Everything that is wrong with one manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from wingetpy.manifests.events import Path
from wingetpy.manifests.findings import Finding, Level
from wingetpy.manifests.validate.archive_rules import ARCHIVE_RULES
from wingetpy.manifests.validate.file_set import set_flaws
from wingetpy.manifests.validate.files import file_flaws
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.header import header_flaws
from wingetpy.manifests.validate.inspected import Inspected, inspect
from wingetpy.manifests.validate.installer_rules import INSTALLER_RULES
from wingetpy.manifests.validate.loading import LoadedFile, load
from wingetpy.manifests.validate.manifest_rules import MANIFEST_RULES
from wingetpy.manifests.validate.report import MOST_FINDINGS, at, findings_of
from wingetpy.manifests.validate.switch_rules import SWITCH_RULES

_INSTALLER_RULES = (*INSTALLER_RULES, *ARCHIVE_RULES, *SWITCH_RULES)
_REPORTED_UNKNOWN = ("UpgradeBehavior",)
"""Unknown values that are flaws of their own; others are flaws by the schema."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How grave some flaws are. The usual values are those of `winget validate`.

    Attributes:
        shadow: Whether a shadow file may be among the files of a manifest.
    """

    schema_header: Level = "Warning"
    verified_publisher: Level = "Warning"
    network_address: Level = "Warning"
    shadow: bool = False


class ManifestFindings(msgspec.Struct, frozen=True, kw_only=True):
    """What validation found.

    Attributes:
        package_identifier: "" where no file gives it.
        omitted: How many flaws of files with very many were found and are not among the findings.
    """

    package_identifier: str
    package_version: str
    manifest_version: str
    findings: tuple[Finding, ...]
    omitted: int = 0


def validate(documents: Sequence[tuple[str, bytes]], options: Options = Options()) -> ManifestFindings:  # noqa: B008
    """Find all flaws of one manifest.

    Args:
        documents: Name and content of each of its files, in any order.

    Returns:
        The findings file by file, each file's in the order of its lines.
    """
    return validate_files([load(name, data) for name, data in documents], options)


def validate_files(
    files: Sequence[LoadedFile], options: Options, look: Callable[[Inspected], Iterable[Flaw]] | None = None
) -> ManifestFindings:
    """Find all flaws of one manifest whose files are loaded.

    Args:
        look: Finds flaws that lie outside of the files, with paths from the root: what the installers themselves say.
    """
    flaws: dict[str, list[Flaw]] = {file.name: [*file_flaws(file), *_headers(file, options)] for file in files}
    for file, flaw in set_flaws(files, shadow=options.shadow):
        flaws[file.name].append(flaw)
    manifest = inspect(files)
    if manifest is not None:
        for file, flaw in _rule_flaws(manifest):
            flaws[file.name].append(flaw)
        for flaw in look(manifest) if look else ():
            file, located = _located(manifest, flaw)
            flaws[file.name].append(located)
        for file, flaw in _refusals(manifest):
            if not _is_known(flaw, flaws[file.name]):
                flaws[file.name].append(flaw)
    found = (findings_of(file, _graded(flaws[file.name], options)) for file in files if flaws[file.name])
    omitted = sum(max(len(each) - MOST_FINDINGS, 0) for each in flaws.values())
    return _summary(files, tuple(chain.from_iterable(found)), omitted)


def _headers(file: LoadedFile, options: Options) -> Iterator[Flaw]:
    return header_flaws(file, options.schema_header)


def _summary(files: Sequence[LoadedFile], findings: tuple[Finding, ...], omitted: int) -> ManifestFindings:
    def first(field: str) -> str:
        given = (value for file in files if isinstance(value := file.modern.get(field), str))
        return next(given, "")

    version = next((file.version.text for file in files if file.version), "")
    return ManifestFindings(
        package_identifier=first("PackageIdentifier"),
        package_version=first("PackageVersion"),
        manifest_version=version,
        findings=findings,
        omitted=omitted,
    )


def _graded(flaws: Sequence[Flaw], options: Options) -> list[Flaw]:
    """The flaws, as grave as the options have them."""
    grades: dict[str, Level] = {
        "FieldRequireVerifiedPublisher": options.verified_publisher,
        "ContainsNetworkAddress": options.network_address,
    }
    return [
        flaw._replace(level=grades[flaw.id]) if flaw.level == "Warning" and flaw.id in grades else flaw
        for flaw in flaws
    ]


def _rule_flaws(manifest: Inspected) -> Iterator[tuple[LoadedFile, Flaw]]:
    for rule in MANIFEST_RULES:
        for flaw in rule.flaws(manifest):
            yield _located(manifest, flaw)
    for place, installer in enumerate(manifest.installers):
        for installer_rule in _INSTALLER_RULES:
            for flaw in installer_rule.flaws(installer):
                yield _located(manifest, flaw._replace(path=("Installers", place, *flaw.path)))
    for flaw in manifest.unknown:
        if flaw.path[-1] in _REPORTED_UNKNOWN:
            yield _located(manifest, flaw)


def _refusals(manifest: Inspected) -> Iterator[tuple[LoadedFile, Flaw]]:
    return (_located(manifest, flaw) for flaw in manifest.refused)


def _located(manifest: Inspected, flaw: Flaw) -> tuple[LoadedFile, Flaw]:
    """The file that a flaw is in, and the flaw with its path there: at the root if it is inherited from there."""
    path = flaw.path
    if path[:1] == ("Localization",) and manifest.locale_files and isinstance(path[1], int):
        return manifest.locale_files[path[1]], flaw._replace(path=path[2:])
    file = manifest.installer_file
    if path[:1] == ("Installers",) and len(path) > 2 and at(file.modern, path) is None:
        path = _inherited(file, path)
    if at(file.modern, path[:1]) is None and at(manifest.default_file.modern, path[:1]) is not None:
        file = manifest.default_file
    return file, flaw._replace(path=path)


def _inherited(file: LoadedFile, path: Path) -> Path:
    """The path at the root of what an installer does not give itself; its own where the root has nothing either."""
    at_root = path[2:]
    if at(file.modern, at_root) is not None:
        return at_root
    root_has_some = at(file.modern, at_root[:1]) is not None
    return at_root if root_has_some and at(file.modern, path[:3]) is None else path


def _is_known(flaw: Flaw, flaws: Sequence[Flaw]) -> bool:
    """Whether a flaw of this value, or of something around it or in it, was found before."""
    return any(
        one.level == "Error" and one.path and flaw.path[: len(one.path)] == one.path[: len(flaw.path)] for one in flaws
    )
