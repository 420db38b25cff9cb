"""After an installation: which entry of Apps & Features is the package that was installed."""

from __future__ import annotations

import pytest

from kit.data import cases
from wingetpy.correlation.after_install import Evidence, entry_of_install
from wingetpy.correlation.confidence import names_of, similarity
from wingetpy.manifests.model import AppsAndFeaturesEntry, Installer, Localization, Manifest

RIGHT_IN_REFERENCE = 92
"""Of 112, with and without other programs on the machine; none wrong."""


def a_manifest(name="Tool", publisher="Somebody", *, product_code=None, listed=(), more=()) -> Manifest:
    return Manifest(
        package_identifier="Some.Tool",
        package_version="1.0",
        manifest_version="1.6.0",
        localization=Localization(package_locale="en-US", package_name=name, publisher=publisher),
        localizations=tuple(more),
        installers=(
            Installer(
                architecture="x64",
                installer_type="exe",
                product_code=product_code,
                apps_and_features_entries=tuple(listed),
            ),
        ),
    )


@pytest.mark.parametrize("crowded", [False, True])
def test_the_reference_s_programs_are_found_by_their_texts_alone_and_none_is_taken_for_another(entry, crowded):
    rows = [tuple(row) for row in cases("correlation", "after_install")]
    others = [
        entry(name, product_code=f"other-{place}", publisher=publisher)
        for place, (*_, name, publisher) in enumerate(rows)
    ]
    right, missed, wrong = 0, [], []
    for name, publisher, listed_name, listed_publisher in rows:
        before = others if crowded else []
        new = entry(listed_name, product_code="new", publisher=listed_publisher)
        found = entry_of_install(a_manifest(name, publisher), before, [*before, new])
        if found is None:
            missed.append(name)
        elif (found.entry.name, found.entry.publisher) == (new.name, new.publisher):
            right += 1
        else:
            wrong.append((name, found.entry.name))
    print(f"{right} right, {len(wrong)} wrong, {len(missed)} missed of {len(rows)} (crowded: {crowded})")
    assert wrong == []
    assert right >= RIGHT_IN_REFERENCE, missed


def test_the_entry_that_changed_and_is_named_is_it_whatever_else_changed(entry):
    old, other = entry("Tool", "1.0"), entry("Runtime", publisher="Else")
    now = [entry("Tool", "2.0"), other]
    found = entry_of_install(a_manifest(), [old], now)
    assert (found.entry, found.evidence, found.confidence) == (now[0], Evidence.changed_and_named, 1.0)


def test_a_product_code_and_an_upgrade_code_name_an_entry_of_any_name(entry):
    by_code = entry("Another name", product_code="{ABC}")
    assert entry_of_install(a_manifest(product_code="{abc}"), [], [by_code]).entry == by_code
    family = entry("Something", product_code="{1}", upgrade_code="{FFF}")
    manifest = a_manifest(listed=[AppsAndFeaturesEntry(upgrade_code="{fff}")])
    assert entry_of_install(manifest, [], [family, entry("Else", product_code="{2}")]).entry == family


def test_the_name_in_another_language_and_the_listed_name_count(entry):
    german = Localization(package_locale="de-DE", package_name="Werkzeug")
    assert entry_of_install(a_manifest(more=[german]), [], [entry("Werkzeug 1.0")]).entry.name == "Werkzeug 1.0"
    manifest = a_manifest("Product", listed=[AppsAndFeaturesEntry(display_name="Listed thing", publisher="Maker")])
    listed = entry("Listed thing", publisher="Maker")
    assert entry_of_install(manifest, [], [listed]).evidence is Evidence.changed_and_named


def test_an_entry_that_is_named_and_did_not_change_is_it_if_there_is_no_other(entry):
    there = entry("Tool", "2.0")
    assert entry_of_install(a_manifest(), [there], [there]).evidence is Evidence.named


def test_two_entries_that_are_as_likely_are_none(entry):
    twins = [entry("Tool", product_code="a"), entry("Tool", product_code="b")]
    assert entry_of_install(a_manifest(), [], twins) is None


def test_a_program_of_the_same_publisher_only_is_not_it(entry):
    assert entry_of_install(a_manifest("Editor", "Somebody"), [], [entry("Player", publisher="Somebody")]) is None


def test_a_package_of_the_store_is_never_the_entry_of_an_installer(entry):
    msix = entry("Tool", product_code=None, installer_type="msix", local_id="MSIX\\Tool")
    assert entry_of_install(a_manifest(), [], [msix]) is None


def test_a_machine_without_entries_has_none():
    assert entry_of_install(a_manifest(), [], []) is None


def test_names_without_a_word_are_like_nothing():
    assert similarity((), ("tool",)) == 0
    assert names_of(a_manifest("...", "..."))[0].name == ()


def test_blanks_make_no_other_name():
    assert similarity(("cute", "cursors"), ("cutecursors",)) == 1


def test_the_only_new_entry_is_it_if_one_name_contains_the_other(entry):
    old, new = entry("Else", product_code="else"), entry("SomebodyToolSetup", product_code="new", publisher="Maker")
    found = entry_of_install(a_manifest("ToolSetup"), [old], [old, new])
    assert (found.entry, found.evidence) == (new, Evidence.only_new)
    shorter = entry("Tool", product_code="new", publisher="Maker Ltd.")
    assert entry_of_install(a_manifest("ToolSetup"), [old], [old, shorter]).entry == shorter


def test_a_name_within_another_is_not_enough_where_more_changed_or_nothing_did(entry):
    new, runtime = entry("SomebodyToolSetup", product_code="new"), entry("Runtime", product_code="runtime")
    assert entry_of_install(a_manifest("ToolSetup", "Maker"), [], [new, runtime]) is None
    assert entry_of_install(a_manifest("ToolSetup", "Maker"), [new], [new]) is None


def test_the_only_new_entry_of_another_name_is_another_package_s(entry):
    runtime = entry("Contoso Runtime", product_code="runtime", publisher="Somebody")
    assert entry_of_install(a_manifest("Tool"), [], [runtime]) is None
    assert entry_of_install(a_manifest("Go"), [], [entry("Logos", product_code="x")]) is None
