"""A manifest with every field that exists is valid, and every field of it is read."""

from __future__ import annotations

import msgspec
import pytest
import yaml

from wingetpy.manifests.read import read_manifest
from wingetpy.manifests.validate.fields import FILES
from wingetpy.manifests.validate.shapes import Boolean, Code, Field, ListOf, Mapping, Shape
from wingetpy.manifests.validate.texts import VERSIONS, identifier
from wingetpy.manifests.validate.validate import validate
from wingetpy.manifests.yamltext import Document, Value

SAMPLES = {
    identifier(8).form: "Contoso.App",
    "a URL that begins with http:// or https://": "https://example.org/setup.msi",
    "64 hexadecimal digits": "A" * 64,
    "a language tag": "en-US",
    "a package family name": "Contoso.App_8wekyb3d8bbwe",
    "a version of one to four numbers up to 65535": "10.0.19041.0",
    "a version of three numbers": "1.30.0",
    "a protocol in lower case, without ://": "contoso",
    "a market of two capital letters": "US",
    "the name of a resource": "Resource",
    "the name of a module": "Contoso.Module",
    "a type as in Owner.Product/Name": "Contoso.Product/Resource",
}
PREFERRED = {"InstallerType": "msi"}
ONLY_IN_ARCHIVES = ("NestedInstallerType", "NestedInstallerFiles")
UNREAD = ("ManifestType", "ManifestVersion", "DefaultLocale")


def sample(shape: Shape, name: str = "") -> Value:
    """A value of a shape, with all that it can hold."""
    if isinstance(shape, Mapping):
        return {field.name: sample(field.shape, field.name) for field in newest(shape.fields) if keeps(shape, field)}
    if isinstance(shape, ListOf):
        return [sample(shape.item, name)]
    if isinstance(shape, Code):
        return "1602" if name == "InstallerReturnCode" else "3"
    if isinstance(shape, Boolean):
        return "true"
    if shape.choices:
        return PREFERRED[name] if PREFERRED.get(name) in shape.choices else shape.choices[-1]
    if shape.date:
        return "2024-07-01"
    return SAMPLES.get(shape.form, "Contoso")


def keeps(shape: Mapping, field: Field) -> bool:
    """Of fields that exclude each other, the first."""
    return field.name not in shape.one_of[1:]


def newest(fields: tuple[Field, ...]) -> list[Field]:
    return list({field.name: field for field in fields}.values())


def whole(kind: str) -> Document:
    document = sample(FILES[kind])
    assert isinstance(document, dict)
    return document


def test_every_field_is_valid_in_the_newest_version() -> None:
    data = yaml.safe_dump(whole("singleton"), sort_keys=False).encode()
    found = {finding.id for finding in validate([("all.yaml", data)]).findings}
    not_for_the_community = {"FieldRequireVerifiedPublisher", "FieldNotSupported"}
    odd_together = {"InstallerTypeDoesNotSupportPackageFamilyName", "SchemaHeaderNotFound", "InvalidMsiSwitches"}
    assert found <= not_for_the_community | odd_together


def test_every_field_is_read() -> None:
    manifest = read_manifest([("all.yaml", yaml.safe_dump(whole("singleton")).encode())])
    assert manifest.findings == ()
    document = msgspec.to_builtins(manifest)
    read = document | document["Localization"] | document["Installers"][0]
    given = {field.name for field in FILES["singleton"].fields} - {*UNREAD, *ONLY_IN_ARCHIVES}
    assert given <= read.keys()


@pytest.mark.parametrize("kind", FILES)
def test_a_field_has_one_form_a_version(kind: str) -> None:
    for field in FILES[kind].fields:
        assert field.since in VERSIONS
    names = [(field.name, field.since) for field in FILES[kind].fields]
    assert len(names) == len(set(names))
