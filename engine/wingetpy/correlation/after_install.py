"""Which Apps & Features entry an installer wrote: what changed, what the manifest names, what looks alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from wingetpy.correlation.confidence import LEAST, LEAST_LEAD, confidence, names_of, words_of
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.manifests.model import Manifest
from wingetpy.model.text import fold
from wingetpy.sources.keys import joined, name_keys, publisher_key

_LEAST_CONTAINED = 4
"""The least length of a name that is looked for within another one: shorter ones are in many."""


class Evidence(StrEnum):
    """Why an entry is taken for the package's."""

    changed_and_named = "ChangedAndNamed"
    """It is new or changed, and the manifest names it by code or name."""
    named = "Named"
    """It did not change; the manifest names it and no other."""
    alike = "Alike"
    """The manifest names none of it; its texts are like the package's."""
    only_new = "OnlyNew"
    """It is the only new or changed one, and its name contains the package's, or the other way round."""


class EntryOfInstall(msgspec.Struct, frozen=True, kw_only=True):
    """The entry that an installation wrote.

    Attributes:
        confidence: 1 where the manifest names the entry; else how much its texts are like the package's, 0.5 to 1;
            0.5 where it is the only new one.
    """

    entry: InstalledEntry
    evidence: Evidence
    confidence: float


def entry_of_install(
    manifest: Manifest, before: Iterable[InstalledEntry], after: Sequence[InstalledEntry]
) -> EntryOfInstall | None:
    """Return the entry that is the installed package; None if none is it for sure.

    Args:
        manifest: Of what was installed.
        before: Apps & Features before the installer ran.
        after: Apps & Features now. MSIX packages among them do not count.

    Source: reference/engine-semantics.md, 2.4.
    """
    known = {(one.local_id, one.version) for one in before}
    entries = [one for one in after if one.product_code is not None]
    changed = [one for one in entries if (one.local_id, one.version) not in known]
    named = _Named(manifest).among(entries)
    for candidates, evidence in (
        ([one for one in changed if one in named], Evidence.changed_and_named),
        (named, Evidence.named),
    ):
        if len(candidates) == 1:
            return EntryOfInstall(entry=candidates[0], evidence=evidence, confidence=1.0)
    return _most_alike(manifest, entries, {one.local_id for one in changed}) or _only_new(manifest, changed)


class _Named:
    """What a manifest says of the entries of its package, as keys to compare with."""

    def __init__(self, manifest: Manifest) -> None:
        listed = [one for installer in manifest.installers for one in installer.apps_and_features_entries]
        own = [installer.product_code for installer in manifest.installers]
        self._product_codes = {fold(code) for code in (*own, *(one.product_code for one in listed)) if code}
        self._upgrade_codes = {fold(one.upgrade_code) for one in listed if one.upgrade_code}
        self._names = self._keys(manifest)

    @staticmethod
    def _keys(manifest: Manifest) -> set[str]:
        """All names with their publishers, normalized; only those with an architecture where any has one."""
        default = manifest.localization
        pairs = [
            (one.package_name or default.package_name, one.publisher or default.publisher)
            for one in (default, *manifest.localizations)
            if one is default or one.package_name or one.publisher
        ]
        pairs += [
            (entry.display_name, entry.publisher or default.publisher)
            for installer in manifest.installers
            for entry in installer.apps_and_features_entries
        ]
        names = [(name_keys(name), publisher_key(publisher or "")) for name, publisher in pairs if name]
        exact = [one for one in names if len(one[0]) > 1]
        return {joined(keys[0], publisher) for keys, publisher in exact or names}

    def among(self, entries: Iterable[InstalledEntry]) -> list[InstalledEntry]:
        return [one for one in entries if self._names_entry(one)]

    def _names_entry(self, entry: InstalledEntry) -> bool:
        if fold(entry.product_code or "") in self._product_codes:
            return True
        if entry.upgrade_code and fold(entry.upgrade_code) in self._upgrade_codes:
            return True
        publisher = publisher_key(entry.publisher)
        return any(joined(name, publisher) in self._names for name in name_keys(entry.name))


def _most_alike(manifest: Manifest, entries: Sequence[InstalledEntry], changed: set[str]) -> EntryOfInstall | None:
    """The entry whose texts are most like the package's, if they are alike enough and no other comes near."""
    names = names_of(manifest)
    scored = sorted(
        (
            (confidence(names, words_of(one.name, one.publisher), is_new=one.local_id in changed), place)
            for place, one in enumerate(entries)
        ),
        key=lambda pair: -pair[0],
    )
    if not scored or scored[0][0] < LEAST:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < LEAST_LEAD:
        return None
    best, place = scored[0]
    return EntryOfInstall(entry=entries[place], evidence=Evidence.alike, confidence=best)


def _only_new(manifest: Manifest, changed: Sequence[InstalledEntry]) -> EntryOfInstall | None:
    """Return the only entry that changed if its name contains the package's or is contained in it.

    Words without blanks are not compared one by one. The name counts because an installer may bring nothing but another
    package, such as a runtime.
    """
    if len(changed) != 1:
        return None
    (entry,) = changed
    listed = "".join(words_of(entry.name, entry.publisher).name)
    for names in names_of(manifest):
        shorter, longer = sorted(("".join(names.name), listed), key=len)
        if len(shorter) >= _LEAST_CONTAINED and shorter in longer:
            return EntryOfInstall(entry=entry, evidence=Evidence.only_new, confidence=LEAST)
    return None
