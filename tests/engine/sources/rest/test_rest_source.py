"""A REST source is asked live: searched, shown and recognised by what its server says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.calls import Listener
from kit.rest_service import Service, manifest, package, served
from kit.secure_server import Answer, Authority
from kit.sources import CONTAINS, EQUAL, EXACT, STARTS, found
from wingetpy.errors import ConsentMissing, EngineError, ErrorCode, NotFound, SourceError, secrets
from wingetpy.model.proxy import CallerAccess
from wingetpy.sources.catalog import Sources
from wingetpy.sources.request import InstalledKeys, PackageReference, SearchRequest
from wingetpy.sources.rest.kind import checked_url


@pytest.fixture
def service() -> Service:
    return Service()


def test_a_search_is_one_request_in_the_words_of_the_contract(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.pages = [[package("Test.Tool", "1.0", "10.0", "2.0")]]
    with served(service, authority, tmp_path) as rest:
        rows = rest.open().search(SearchRequest(query="tool", tag="t", count=5, match_option=STARTS)).rows
        [row] = rows
        assert (row.id, row.name, row.version, row.source) == ("Test.Tool", "Tool", "10.0", "rest")
        assert row.available_versions == ["10.0", "2.0", "1.0"]
        assert rest.searches() == [
            {
                "MaximumResults": 6,
                "Query": {"KeyWord": "tool", "MatchType": "StartsWith"},
                "Filters": [{"PackageMatchField": "Tag", "RequestMatch": {"KeyWord": "t", "MatchType": "StartsWith"}}],
            }
        ]
        [asked] = [one for one in rest.site.asked if one.path == "/manifestSearch"]
        assert asked.headers["version"] == "1.10.0"
        assert asked.headers["content-type"] == "application/json"


def test_what_is_known_of_the_server_is_asked_once_and_packages_each_time(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.pages = [[package("Test.Tool")]]
    with served(service, authority, tmp_path) as rest:
        before = rest.site.paths().count("GET /information")
        for _ in range(3):
            rest.open().search(SearchRequest(query="tool"))
        assert rest.site.paths().count("GET /information") == before
        assert len(rest.searches()) == 3
        assert rest.site.connections <= 2, "the connection is kept"


def test_a_server_that_forbids_it_is_asked_for_its_information_each_time(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.headers = (("Cache-Control", "no-store"),)
    with served(service, authority, tmp_path) as rest:
        before = len(rest.site.asked)
        rest.open()
        rest.open()
        assert rest.site.paths()[before:] == ["GET /information"] * 2


def test_pages_are_followed_until_there_are_enough(service: Service, authority: Authority, tmp_path: Path) -> None:
    service.pages = [[package(f"Test.P{page}{number}") for number in range(3)] for page in range(4)]
    with served(service, authority, tmp_path) as rest:
        assert len(found(rest.open(), "P")) == 12
        assert len(rest.searches()) == 4
        result = rest.open().search(SearchRequest(query="P", count=4))
        assert (len(result.rows), result.truncated) == (4, True)
        assert len(rest.searches()) == 6


def test_rows_are_ranked_by_what_can_be_seen_of_them(service: Service, authority: Authority, tmp_path: Path) -> None:
    service.pages = [
        [
            package("Other.Thing", name="Nothing alike"),
            package("A.Code", ProductCodes=["tool"]),
            package("B.Toolbox"),
            package("C.X", name="Tool"),
            package("tool"),
        ]
    ]
    with served(service, authority, tmp_path) as rest:
        rows = rest.open().search(SearchRequest(query="tool", match_option=CONTAINS)).rows
        assert [row.id for row in rows] == ["tool", "A.Code", "C.X", "B.Toolbox", "Other.Thing"]
        assert rows[1].match == "ProductCode: tool"


def test_a_pattern_is_searched_by_its_longest_part_and_filtered_here(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.pages = [[package("Test.Alpha"), package("Test.Alphabet"), package("Best.Alpha")]]
    with served(service, authority, tmp_path) as rest:
        assert found(rest.open(), id="T*.alph?", count=1) == ["Test.Alpha"]
        [body] = rest.searches()
        assert body == {
            "Filters": [
                {
                    "PackageMatchField": "PackageIdentifier",
                    "RequestMatch": {"KeyWord": ".alph", "MatchType": "Substring"},
                }
            ]
        }


@pytest.mark.parametrize("option", [EXACT, EQUAL])
def test_a_whole_id_alone_is_asked_for_its_manifests(
    option: object, service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.manifests = {"Test.Tool": [manifest("1.0"), manifest("2.0", ProductCode="{x}")]}
    with served(service, authority, tmp_path) as rest:
        opened = rest.open()
        assert found(opened, id="Test.Tool", match_option=option) == ["Test.Tool"]
        reference = PackageReference("rest", "Test.Tool")
        assert [one.version for one in opened.versions(reference)] == ["2.0", "1.0"]
        assert opened.manifest(reference).package_version == "2.0"
        assert opened.keys(reference).product_codes == {"{x}"}
        assert rest.searches() == []
        assert rest.site.paths()[1:].count("GET /packageManifests/Test.Tool") == 1


def test_part_of_an_id_that_finds_nothing_is_tried_as_a_whole_one(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.manifests = {"Test.Tool": [manifest()]}
    with served(service, authority, tmp_path) as rest:
        assert found(rest.open(), id="Test.Tool") == ["Test.Tool"]
        assert len(rest.searches()) == 1


def test_one_package_is_meant_by_its_id_name_moniker_or_code(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.pages = [[package("Test.Tool")]]
    with served(service, authority, tmp_path) as rest:
        assert rest.open().find_one(SearchRequest(query="tool", match_option=EQUAL)).identifier == "Test.Tool"
        [body] = rest.searches()
        words = {one["PackageMatchField"]: one["RequestMatch"]["MatchType"] for one in body["Inclusions"]}
        assert words == {
            "PackageFamilyName": "Exact",
            "ProductCode": "Exact",
            "PackageIdentifier": "CaseInsensitive",
            "PackageName": "CaseInsensitive",
            "Moniker": "CaseInsensitive",
        }


def test_a_manifest_is_asked_for_by_its_version(service: Service, authority: Authority, tmp_path: Path) -> None:
    service.pages = [[package("Test.Tool", "1.0", "2.0")]]
    service.manifests = {
        "Test.Tool": [
            manifest("1.0"),
            manifest(
                "2.0",
                InstallerType="exe",
                InstallerSwitches={"Silent": "/s"},
                InstallerSuccessCodes=[3010],
                ExpectedReturnCodes=[{"InstallerReturnCode": 5, "ReturnResponse": "diskFull"}],
                InstallerAbortsTerminal=True,
                Scope=None,
                InstallerIdentifier="0-x64-exe",
                ReleaseDate="2024-04-12T00:00:00",
            ),
        ]
    }
    with served(service, authority, tmp_path) as rest:
        opened = rest.open()
        reference = opened.find_one(SearchRequest(query="tool"))
        read = opened.manifest(reference, "2")
        [installer] = read.installers
        assert (read.package_version, installer.installer_type) == ("2.0", "exe")
        assert installer.installer_switches.silent == "/s"
        assert installer.installer_success_codes == (3010,)
        assert installer.expected_return_codes[0].return_response == "diskFull"
        assert installer.installer_aborts_terminal
        assert installer.release_date == "2024-04-12"
        assert read.findings == ()
        assert opened.merged(reference, "2").root["PackageVersion"] == "2.0"
        assert rest.site.paths()[-1] == "GET /packageManifests/Test.Tool?Version=2.0"
        with pytest.raises(NotFound, match=r"No version found matching: 9.*2.0, 1.0"):
            opened.manifest(reference, "9")
        with pytest.raises(NotFound, match="has no package Nope"):
            opened.manifest(PackageReference("rest", "Nope"))


def test_a_package_of_the_store_shows_its_version_when_it_is_asked_for(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.pages = [[package("9NBLGGH4NNS1", "Unknown", name="App")]]
    store = manifest("1.21", name="App", InstallerType="msstore", MSStoreProductIdentifier="9NBLGGH4NNS1")
    service.manifests = {"9NBLGGH4NNS1": [store]}
    with served(service, authority, tmp_path) as rest:
        opened = rest.open()
        read = opened.manifest(opened.find_one(SearchRequest(query="app")))
        assert (read.package_version, read.installers[0].product_id) == ("1.21", "9NBLGGH4NNS1")


def test_installed_programs_are_recognised_with_few_requests(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    def answer(asked: object) -> Answer:
        fields = {one["PackageMatchField"] for one in asked.json["Inclusions"]}  # type: ignore[attr-defined]
        by_field = {
            "ProductCode": package("Test.Coded", ProductCodes=["{CODE-7}"]),
            "PackageFamilyName": package("Test.Family", PackageFamilyNames=["Family_abc"]),
            "NormalizedPackageNameAndPublisher": {
                **package("Test.Named", name="Named Tool"),
                "Publisher": "Somebody Ltd.",
            },
        }
        return Answer.json({"Data": [by_field[field] for field in fields]})

    service.overrides["manifestSearch"] = answer
    installed = [InstalledKeys(product_code=f"{{Code-{number}}}") for number in range(200)]
    installed[3] = InstalledKeys(package_family_name="family_ABC")
    installed[4] = InstalledKeys(name="Named Tool", publisher="Somebody")
    installed[5] = InstalledKeys(name="Named Tool", publisher="Another")
    with served(service, authority, tmp_path) as rest:
        matches = rest.open().recognise(installed)
        named = {place: [one.package.identifier for one in found] for place, found in enumerate(matches) if found}
        assert named == {3: ["Test.Family"], 4: ["Test.Named"], 7: ["Test.Coded"]}
        assert len(rest.searches()) == 6


def test_names_are_never_asked_for_alone(service: Service, authority: Authority, tmp_path: Path) -> None:
    """The reference server takes a request with nothing but a field it does not know for one for everything."""
    with served(service, authority, tmp_path) as rest:
        rest.open().recognise([InstalledKeys(name="Tool", publisher="Somebody")])
        [body] = rest.searches()
        assert [one["PackageMatchField"] for one in body["Inclusions"]] == [
            "ProductCode",
            "NormalizedPackageNameAndPublisher",
        ]
    service.information["UnsupportedPackageMatchFields"] = ["NormalizedPackageNameAndPublisher"]
    with served(service, authority, tmp_path / "other") as rest:
        rest.open().recognise([InstalledKeys(name="Tool", publisher="Somebody")])
        assert rest.searches() == []


def test_what_a_server_does_not_support_is_reported_not_guessed(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.information |= {
        "UnsupportedPackageMatchFields": ["Tag", "Moniker", "ProductCode"],
        "UnsupportedQueryParameters": ["Version"],
    }
    service.pages = [[package("Test.Tool", "1.0", "2.0")]]
    with served(service, authority, tmp_path) as rest:
        opened = rest.open()
        with pytest.raises(SourceError, match="does not support the match field Tag") as caught:
            opened.search(SearchRequest(tag="x"))
        assert caught.value.code is ErrorCode.UnsupportedSourceRequest
        reference = opened.find_one(SearchRequest(query="tool"))
        [body] = rest.searches()
        fields = [one["PackageMatchField"] for one in body["Inclusions"]]
        assert fields == ["PackageFamilyName", "PackageIdentifier", "PackageName"]
        with pytest.raises(SourceError, match="does not support the query parameter Version") as caught:
            opened.manifest(reference)
        assert caught.value.code is ErrorCode.UnsupportedSourceRequest
        assert opened.recognise([InstalledKeys(product_code="{X}")]) == [()]


def test_an_answer_that_says_what_it_lacks_is_no_empty_answer(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.overrides["manifestSearch"] = Answer.json({"Data": [], "RequiredPackageMatchFields": ["Publisher"]})
    with served(service, authority, tmp_path) as rest:
        with pytest.raises(SourceError, match="it requires Publisher") as caught:
            rest.open().search(SearchRequest(query="x"))
        assert caught.value.code is ErrorCode.UnsupportedSourceRequest


def test_the_market_is_sent_where_it_is_required_after_it_was_agreed_to(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.information |= {"RequiredPackageMatchFields": ["market"], "RequiredQueryParameters": ["Market"]}
    service.pages = [[package("Test.Tool")]]
    service.manifests = {"Test.Tool": [manifest()]}
    with pytest.raises(ConsentMissing, match="geographic region"), served(service, authority, tmp_path / "a"):
        pass
    accepting = CallerAccess(accept_agreements=True)
    with served(service, authority, tmp_path / "b", accepting) as rest:
        opened = rest.open()
        opened.manifest(opened.find_one(SearchRequest(query="tool")))
        [body] = rest.searches()
        assert body["Filters"] == [
            {"PackageMatchField": "Market", "RequestMatch": {"KeyWord": "US", "MatchType": "CaseInsensitive"}}
        ]
        assert rest.site.paths()[-1] == "GET /packageManifests/Test.Tool?Version=1.0&Market=US"


def test_agreements_are_shown_before_the_source_is_used(service: Service, authority: Authority, tmp_path: Path) -> None:
    service.information["SourceAgreements"] = {
        "AgreementsIdentifier": "v1",
        "Agreements": [{"AgreementLabel": "Terms", "Agreement": "Be\x1b[31m kind", "AgreementUrl": "https://e.org"}],
    }
    with (
        pytest.raises(ConsentMissing, match=r"Terms: Be\[31m kind: https://e.org") as caught,
        served(service, authority, tmp_path),
    ):
        pass
    assert caught.value.code is ErrorCode.SourceAgreementsNotAccepted


def test_agreements_that_change_after_they_were_accepted_are_asked_for_again(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    def terms(identifier: str, text: str) -> dict[str, object]:
        return {"AgreementsIdentifier": identifier, "Agreements": [{"Agreement": text}]}

    service.headers = (("Cache-Control", "no-store"),)
    service.information["SourceAgreements"] = terms("v1", "Be kind")
    with served(service, authority, tmp_path, CallerAccess(accept_agreements=True)) as rest:
        rest.call.access = CallerAccess()
        rest.open()
        service.information["SourceAgreements"] = terms("v2", "Give us your data")
        for _ in range(2):
            with pytest.raises(ConsentMissing, match="Give us your data"):
                rest.open()
        rest.call.access = CallerAccess(accept_agreements=True)
        rest.open()
        rest.call.access = CallerAccess()
        rest.open()


def test_a_server_that_repeats_the_callers_header_gets_it_into_no_error(
    service: Service, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "_known", frozenset())
    service.information["ServerSupportedVersions"] = ["hunter2-hunter2"]
    with (
        pytest.raises(SourceError, match=r"it offers \*\*\*\.") as refused,
        served(service, authority, tmp_path, CallerAccess(header="hunter2-hunter2")),
    ):
        pass
    assert refused.value.code is ErrorCode.UnsupportedRestSource


def test_the_callers_header_goes_with_every_request(service: Service, authority: Authority, tmp_path: Path) -> None:
    with served(service, authority, tmp_path) as rest:
        before = len(rest.site.asked)
        rest.call.access = CallerAccess(header="mine")
        rest.open().search(SearchRequest(query="x"))
        sent = {one.headers.get("windows-package-manager") for one in rest.site.asked[before:]}
        assert sent == {"mine"}
        rest.call.access = CallerAccess(header="m" * 1025)
        with pytest.raises(EngineError) as caught:
            rest.open()
        assert caught.value.code is ErrorCode.CustomHeaderExceedsMaxLength


@pytest.mark.parametrize(
    ("argument", "code"),
    [
        ("somewhere", ErrorCode.SourceNotRemote),
        ("ftp://example.org", ErrorCode.SourceNotSecure),
        ("https://", ErrorCode.SourceNotRemote),
        ("https://example.org:99999/", ErrorCode.RestSourceInvalidUrl),
        ("https://example.org/?a=b", ErrorCode.RestSourceInvalidUrl),
        ("https://user:secret@example.org/", ErrorCode.RestSourceInvalidUrl),
        ("https://[::1", ErrorCode.RestSourceInvalidUrl),
    ],
)
def test_an_address_that_can_be_no_source_is_refused(argument: str, code: ErrorCode) -> None:
    with pytest.raises(SourceError) as caught:
        checked_url(argument)
    assert caught.value.code is code
    assert "secret" not in caught.value.text


def test_plain_http_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        Sources(tmp_path).add(Listener(), "rest", "http://localhost:1/", "Microsoft.Rest")
    assert caught.value.code is ErrorCode.SourceNotSecure


def test_what_is_called_so_comes_before_what_only_holds_the_text(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.pages = [[package("Abc.AeroZoom"), package("Abc.Tagged"), package("Zoom.Zoom")]]
    with served(service, authority, tmp_path) as rest:
        assert found(rest.open(), "zoom") == ["Zoom.Zoom", "Abc.AeroZoom", "Abc.Tagged"]
