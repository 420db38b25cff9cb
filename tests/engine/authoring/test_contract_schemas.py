"""What the served source answers is valid by the contract's own OpenAPI documents, where these are at hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml

from kit.sources import Shelf
from wingetpy.authoring.rest_app import RestApplication
from wingetpy.authoring.served_folder import ServedFolder

SHARED = Path(os.environ.get("WINGETPY_SHARED", Path(__file__).parents[4] / "shared"))
DOCUMENTS = SHARED / "data" / "rest-openapi"
NEWEST = DOCUMENTS / "WinGet-1.10.0.yaml"

pytestmark = pytest.mark.skipif(not NEWEST.exists(), reason="the contract's documents are not at hand")

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    document = yaml.safe_load(NEWEST.read_text("utf-8"))
    found: dict[str, Any] = as_json_schema({"components": {"schemas": document["components"]["schemas"]}})
    # Two slips of the documents: a type is of both of two lists that have nothing in common; what a manifest's answer
    # allows to be null, its base does not.
    named = found["components"]["schemas"]
    named["InstallerType"]["anyOf"] = named["InstallerType"].pop("allOf")
    named["ResponseObjectSchema"]["properties"]["Data"]["anyOf"].append({"type": "null"})
    return found


def as_json_schema(node: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: `nullable`, and `oneOf` of alternatives that do not exclude each other."""
    if isinstance(node, list):
        return [as_json_schema(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {("anyOf" if key == "oneOf" else key): as_json_schema(one) for key, one in node.items()}
    if made.pop("nullable", False):
        return {"anyOf": [made, {"type": "null"}]}
    return made


def check(schemas: dict[str, Any], name: str, value: object) -> None:
    validator = jsonschema.Draft4Validator({**schemas, "$ref": f"#/components/schemas/{name}"})
    fault = jsonschema.exceptions.best_match(validator.iter_errors(value))
    assert fault is None, f"{fault.json_path}: {fault.message}"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    shelf = Shelf(tmp_path / "shelf")
    shelf.put(
        "Test.Tool",
        "1.0",
        moniker="tool",
        tags=["a", "b"],
        commands=["tool"],
        installer="InstallerSwitches:\n  Silent: /quiet\n  Custom: /x\nInstallerSuccessCodes: [3010]\n"
        "ExpectedReturnCodes:\n- InstallerReturnCode: 5\n  ReturnResponse: diskFull\nScope: user\n"
        "AppsAndFeaturesEntries:\n- ProductCode: '{X}'\n  UpgradeCode: '{U}'\n  DisplayVersion: 1.0.0.7\n"
        "Markets:\n  AllowedMarkets: [US, DE]\nReleaseDate: 2024-01-02\nElevationRequirement: elevatesSelf\n"
        "UnsupportedOSArchitectures: [arm]\nMinimumOSVersion: 10.0.17763.0\nInstallerLocale: en-US\n"
        "Dependencies:\n  PackageDependencies:\n  - PackageIdentifier: Test.Other\n    MinimumVersion: 1.0\n"
        "UnsupportedArguments: [log]\nPlatform: [Windows.Desktop]\nInstallModes: [silent]\nFileExtensions: [txt]",
        more="Agreements:\n- AgreementLabel: Terms\n  Agreement: Be kind\nDocumentations:\n- DocumentLabel: Guide\n"
        "  DocumentUrl: https://example.org/guide\nIcons:\n- IconUrl: https://example.org/i.png\n  IconFileType: png",
    )
    shelf.put_set("Test.Tool", "2.0")
    shelf.program("Portable", "1.0")
    shelf.archive("Archive", "1.0")
    for number in range(60):
        shelf.put(f"Many.P{number}")
    folder = ServedFolder(str(shelf.root), tmp_path / "state")
    application = RestApplication(folder)

    def asked(method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        content = b"" if body is None else msgspec.json.encode(body)
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(content)),
            "wsgi.input": BytesIO(content),
            "wsgi.url_scheme": "https",
            "HTTP_HOST": "localhost",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        status: list[int] = []
        answer = b"".join(application(environ, lambda line, _headers: status.append(int(line[:3]))))
        return status[0], msgspec.json.decode(answer) if answer else None

    yield asked
    folder.close()


def test_its_information_is_valid(ask: Ask, schemas: dict[str, Any]) -> None:
    status, answer = ask("GET", "/information")
    assert status == 200
    check(schemas, "InformationResponseSchema", answer)


@pytest.mark.parametrize(
    "body",
    [
        {"Query": {"KeyWord": "t", "MatchType": "Substring"}},
        {"FetchAllManifests": True},
        {
            "Filters": [
                {
                    "PackageMatchField": "PackageIdentifier",
                    "RequestMatch": {"KeyWord": "Many", "MatchType": "StartsWith"},
                }
            ]
        },
        {
            "Inclusions": [
                {"PackageMatchField": "ProductCode", "RequestMatch": {"KeyWord": "{x}", "MatchType": "Exact"}}
            ]
        },
        {"Filters": [{"PackageMatchField": "Market", "RequestMatch": {"KeyWord": "US", "MatchType": "Exact"}}]},
        {"Query": {"KeyWord": "nothing like it", "MatchType": "Exact"}},
    ],
)
def test_its_answers_to_searches_are_valid(body: dict[str, Any], ask: Ask, schemas: dict[str, Any]) -> None:
    check(schemas, "ManifestSearchRequestSchema", body)
    token, pages = "", 0
    while True:
        status, answer = ask("POST", "/manifestSearch", body, **({"ContinuationToken": token} if token else {}))
        assert status == 200
        check(schemas, "ManifestSearchResultSchema", answer)
        token, pages = answer.get("ContinuationToken", ""), pages + 1
        if not token:
            break
    assert pages == (2 if "Many" in str(body) or "FetchAll" in str(body) else 1)


@pytest.mark.parametrize("identifier", ["Test.Tool", "test.tool", "Test.Portable", "Test.Archive"])
def test_its_manifests_are_valid(identifier: str, ask: Ask, schemas: dict[str, Any]) -> None:
    status, answer = ask("GET", f"/packageManifests/{identifier}")
    assert status == 200
    check(schemas, "ManifestSingleResponseSchema", answer)
    for version in answer["Data"]["Versions"]:
        for installer in version["Installers"]:
            assert installer["InstallerUrl"].startswith("https://")
    one = ask("GET", f"/packageManifests/{identifier}?Version=1.0")[1]
    assert [version["PackageVersion"] for version in one["Data"]["Versions"]] == ["1.0"]


def test_its_errors_are_valid(ask: Ask, schemas: dict[str, Any]) -> None:
    for method, path, body in (
        ("GET", "/nothing", None),
        ("POST", "/manifestSearch", 5),
        ("PUT", "/information", None),
    ):
        status, answer = ask(method, path, body)
        assert status >= 400
        check(schemas, "Error", answer)
    assert ask("GET", "/packageManifests/Nope") == (204, None)
    answer = ask("GET", "/packageManifests/Test.Tool?Market=US")[1]
    check(schemas, "ManifestSingleResponseSchema", answer)
