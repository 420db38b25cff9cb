"""Which package an installed program is taken for, and what is offered for it."""

import pytest

from wingetpy.correlation.correlate import correlate
from wingetpy.hosts.registry import Hive
from wingetpy.inventory.portable_entry import EntryPlace, PortableEntry
from wingetpy.model.scope import Scope
from wingetpy.selection.availability import UpdateState
from wingetpy.state.tracking import TrackedPackage

CODE = "{A499DD5E-8DC5-4AD2-911A-BCD0263295E9}"
UPGRADE = "{0E426F01-B682-4E67-A357-52F9ECB4590D}"


def ids(found) -> list[str]:
    return [one.id for one in found]


def test_without_a_source_everything_is_listed_as_the_machine_calls_it(entry):
    (one,) = correlate([entry("Tool")], None)
    assert one.id == r"ARP\Machine\X64\Tool"
    assert (one.package, one.version, one.available_versions, one.state) == (
        None,
        "1.0",
        (),
        UpdateState.not_in_sources,
    )


def test_a_version_that_means_nothing_is_unknown(entry):
    assert correlate([entry("Tool", "> unknown")], None)[0].version == "Unknown"


def test_a_product_code_leads_to_the_package_whatever_the_name(manifest, sources, entry):
    manifest("Some.Tool", "1.0", more=f"ProductCode: '{CODE}'")
    manifest("Some.Tool", "2.0")
    (one,) = correlate([entry("Quite another name", product_code=CODE.lower())], sources())
    assert one.id == "Some.Tool"
    assert one.package.source == "main"
    assert one.available_versions == ("2.0", "1.0")
    assert one.state is UpdateState.available
    assert one.is_update_available


def test_an_upgrade_code_and_a_family_name_lead_there_too(manifest, sources, entry):
    manifest("Some.Msi", more=f"AppsAndFeaturesEntries:\n- UpgradeCode: '{UPGRADE}'")
    manifest("Some.App", more="PackageFamilyName: Some.App_abc\nAppsAndFeaturesEntries:\n- InstallerType: msix")
    found = correlate(
        [
            entry("A", installer_type="msi", upgrade_code=UPGRADE),
            entry("B", installer_type="msix", product_code=None, local_id=r"MSIX\B_1", family_name="some.app_ABC"),
        ],
        sources(),
    )
    assert ids(found) == ["Some.Msi", "Some.App"]


def test_name_and_publisher_lead_to_a_package_if_only_one_has_them(manifest, sources, entry):
    manifest("Some.Tool", name="Tool", publisher="Somebody Inc.")
    manifest("Twin.One", name="Twin")
    manifest("Twin.Two", name="Twin")
    found = correlate(
        [
            entry("Tool 1.0 (x64)", publisher="Somebody"),
            entry("Twin"),
            entry("Tool", publisher="Somebody else", product_code="other"),
        ],
        sources(),
    )
    assert sorted(ids(found)) == [r"ARP\Machine\X64\Twin", r"ARP\Machine\X64\other", "Some.Tool"]


def test_names_that_differ_in_an_architecture_only_are_kept_apart(manifest, sources, entry):
    manifest("Some.Wide", name="Tool (x64)")
    manifest("Some.Narrow", name="Tool (x86)")
    found = correlate([entry("Tool (x86)"), entry("Tool")], sources())
    assert ids(found) == [r"ARP\Machine\X64\Tool", "Some.Narrow"]


def test_a_code_of_several_packages_leads_to_the_one_whose_name_fits(manifest, sources, entry):
    for identifier, name in (("Some.Stable", "Tool"), ("Some.Beta", "Tool Preview")):
        manifest(identifier, name=name, more="ProductCode: Tool_is1")
    found = correlate(
        [entry("Tool Preview", product_code="Tool_is1"), entry("Else", product_code="tool_IS1")], sources()
    )
    assert ids(found) == [r"ARP\Machine\X64\tool_IS1", "Some.Beta"]


def test_a_name_alone_is_not_enough_where_a_code_has_found_a_program_of_another_name(manifest, sources, entry):
    manifest(
        "Some.Suite",
        name="Suite",
        more=f"ProductCode: '{CODE}'\nAppsAndFeaturesEntries:\n- DisplayName: Suite Helper\n- DisplayName: Suite",
    )
    suite, helper = entry("Suite", product_code=CODE), entry("Suite Helper")
    assert ids(correlate([suite, helper], sources())) == ["Some.Suite", r"ARP\Machine\X64\Suite Helper"]


def test_several_versions_side_by_side_are_each_listed(manifest, sources, entry):
    manifest("Some.Tool", "3.0", more=f"ProductCode: '{CODE}'")
    found = correlate(
        [entry("Tool", "2.0", product_code=CODE), entry("Tool", "1.0", product_code="old")],
        sources(),
    )
    assert sorted((one.id, one.version) for one in found) == [("Some.Tool", "1.0"), ("Some.Tool", "2.0")]


def test_an_installation_that_registered_itself_in_both_views_is_listed_once(manifest, sources, entry):
    manifest("Some.Tool")
    both = [
        entry("Tool", local_id=r"ARP\Machine\X64\Tool", uninstall_string="C:\\u.exe"),
        entry("Tool", local_id=r"ARP\Machine\X86\Tool", uninstall_string="c:\\U.exe"),
    ]
    (one,) = correlate(both, sources())
    assert one.entry.local_id == r"ARP\Machine\X64\Tool"
    assert [duplicate.local_id for duplicate in one.duplicates] == [r"ARP\Machine\X86\Tool"]


def test_two_folders_and_two_scopes_are_two_installations(manifest, sources, entry):
    manifest("Some.Tool")
    three = [
        entry("Tool", product_code="a", install_location="C:\\a"),
        entry("Tool", product_code="b", install_location="C:\\b"),
        entry("Tool", product_code="a", install_location="C:\\a", scope=Scope.user),
    ]
    assert ids(correlate(three, sources())) == ["Some.Tool"] * 3


def portable(entry, package="Some.Tool", source="Main", **more):
    place = EntryPlace(Hive.user, 64, f"{package}_{source}")
    record = PortableEntry(place=place, package_id=package, source_id=source, sha256="AB" * 32)
    return entry("Tool", installer_type="portable", product_code=f"{package}_{source}", portable=record, **more)


def test_the_record_of_a_portable_says_which_package_of_which_source_it_is(manifest, sources, entry):
    manifest("Some.Tool", source="other")
    manifest("Some.Tool", source="main")
    found = correlate([portable(entry), portable(entry, source="OTHER")], sources("other", "main"))
    assert sorted((one.id, one.package.source) for one in found) == [("Some.Tool", "main"), ("Some.Tool", "other")]
    assert {one.others[0].source for one in found} == {"main", "other"}


def test_a_record_that_leads_nowhere_leaves_it_to_the_names(manifest, sources, entry):
    manifest("Some.Tool")
    assert ids(correlate([portable(entry, package="Gone.Package")], sources())) == ["Some.Tool"]
    assert ids(correlate([portable(entry, source="Removed")], sources())) == ["Some.Tool"]


def test_what_this_engine_tracked_needs_no_name(manifest, sources, entry):
    manifest("Some.Tool")
    tracked = TrackedPackage(source="Main", package="Some.Tool", product_code="X", version="1.0", installed=0.0)
    assert ids(correlate([entry("Renamed", product_code="x")], sources(), [tracked])) == ["Some.Tool"]


def test_of_several_sources_the_one_of_the_highest_priority_counts(manifest, sources, entry):
    manifest("Some.Tool", "1.0", source="first")
    manifest("Some.Tool", "2.0", source="second")
    (one,) = correlate([entry("Tool")], sources("first", "second", priorities=(0, 5)))
    assert (one.package.source, one.available_versions) == ("second", ("2.0",))
    assert [other.source for other in one.others] == ["first"]


def test_the_installed_version_is_told_in_terms_of_the_package(manifest, sources, entry):
    for version, shown in (("1.0", "10.0"), ("2.0", "11.0")):
        manifest("Some.Tool", version, more=f"AppsAndFeaturesEntries:\n- DisplayVersion: '{shown}'")
    found = {
        installed: correlate([entry("Tool", installed)], source)[0]
        for source in [sources()]
        for installed in ("10.0", "11.0", "10.5", "12.0")
    }
    assert {installed: (one.version, one.state) for installed, one in found.items()} == {
        "10.0": ("1.0", UpdateState.available),
        "11.0": ("2.0", UpdateState.current),
        "10.5": ("< 2.0", UpdateState.available),
        "12.0": ("> 2.0", UpdateState.newer),
    }


def test_a_version_that_was_worked_out_is_marked_and_one_that_is_listed_is_not(manifest, sources, entry):
    range_of = "AppsAndFeaturesEntries: [{{DisplayVersion: '{}'}}]"
    manifest("Some.Tool", "1.0", more=range_of.format("10"))
    manifest("Some.Tool", "2.0", more=range_of.format("20"))
    opened = sources()
    marks = {}
    for version in ("10", "15", "25", "Unknown"):
        (one,) = correlate([entry("Tool", version)], opened)
        marks[version] = (one.version, one.is_version_inferred)
    assert marks == {
        "10": ("1.0", True),
        "15": ("< 2.0", True),
        "25": ("> 2.0", True),
        "Unknown": ("Unknown", False),
    }
    (stranger,) = correlate([entry("Another", "10")], opened)
    assert not stranger.is_version_inferred


@pytest.mark.parametrize(("version", "state"), [("Unknown", UpdateState.unknown), ("< unknown", UpdateState.unknown)])
def test_a_program_that_does_not_tell_its_version_is_told_so(manifest, sources, entry, version, state):
    manifest("Some.Tool", "2.0")
    (one,) = correlate([entry("Tool", version)], sources())
    assert one.state is state
    assert not one.is_update_available


def test_for_a_version_latest_the_hash_that_was_installed_decides(manifest, sources, entry):
    manifest("Some.Tool", "latest", sha256="AB" * 32)
    manifest("Other.Tool", "latest", name="Other", sha256="CD" * 32)
    tracked = [
        TrackedPackage(
            source="Main",
            package="Other.Tool",
            product_code="Other",
            version="latest",
            installer_sha256="cd" * 32,
            installed=0,
        )
    ]
    catalogue = sources()
    assert correlate([portable(entry)], catalogue)[0].state is UpdateState.current
    assert correlate([entry("Other")], catalogue, tracked)[0].state is UpdateState.current
    assert correlate([entry("Other")], catalogue)[0].state is UpdateState.available


def test_the_list_is_sorted_by_name_without_case(entry):
    assert [one.entry.name for one in correlate([entry("b"), entry("C"), entry("A")], None)] == ["A", "b", "C"]


def test_what_is_installed_binds_the_choice_of_an_installer(entry):
    (one,) = correlate([entry("Tool", locale="de-DE")], None)
    assert (one.facts.scope, one.facts.installer_type, one.facts.locale, one.facts.architecture) == (
        Scope.machine,
        "exe",
        "de-DE",
        "x64",
    )
