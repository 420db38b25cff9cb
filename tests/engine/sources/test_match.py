"""Why something matched: the best reason, for a source that does not say."""

from __future__ import annotations

from kit.data import cases
from wingetpy.model.text import fold
from wingetpy.sources.match import MatchField, MatchType, resolve

FIELDS = {
    "Id": MatchField.id,
    "Name": MatchField.package_name,
    "Moniker": MatchField.moniker,
    "Command": MatchField.command,
    "Tag": MatchField.tag,
    "PackageFamilyName": MatchField.package_family_name,
    "ProductCode": MatchField.product_code,
    "UpgradeCode": MatchField.upgrade_code,
    "Unknown": MatchField.unknown,
}
TYPES = {
    "Exact": MatchType.exact,
    "CaseInsensitive": MatchType.case_insensitive,
    "StartsWith": MatchType.starts_with,
    "Substring": MatchType.substring,
    "Wildcard": MatchType.wildcard,
}
KEPT_FOLDED = ("PackageFamilyName", "ProductCode", "UpgradeCode")


def test_the_best_reason_is_that_of_the_reference() -> None:
    for case in cases("matches"):
        fields = [(FIELDS[name], fold(text) if name in KEPT_FOLDED else text) for name, text in case["fields"].items()]
        best = resolve(case["query"], fields)
        assert (best.type, best.field, best.text) == (TYPES[case["type"]], FIELDS[case["field"]], case["value"])


def test_the_type_of_a_match_counts_before_its_field() -> None:
    best = resolve("tool", [(MatchField.id, "Some.Tool"), (MatchField.package_name, "Tools"), (MatchField.tag, "TOOL")])
    assert (best.type, best.field, best.text) == (MatchType.case_insensitive, MatchField.tag, "TOOL")
