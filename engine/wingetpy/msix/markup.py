"""The XML of packages: small, without document types, so that nothing in it refers to anything."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from wingetpy.errors import ErrorCode
from wingetpy.msix.container import PackagePart
from wingetpy.msix.faults import invalid

LARGEST_XML = 16 << 20
MOST_MARKS = 4_000_000
"""Signs that begin elements and attributes. A block of a block map has four: so many are a package of 64 GB."""


class _NoDocumentType(TreeBuilder):
    def __init__(self, prefixes: dict[str, str]) -> None:
        super().__init__()
        self._prefixes = prefixes

    def start_ns(self, prefix: str, uri: str) -> None:
        self._prefixes.setdefault(prefix, uri)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise ParseError(f"it declares the document type {name}")


def read_markup(
    part: PackagePart, package: str, code: ErrorCode, *, most: int = LARGEST_XML, most_marks: int = MOST_MARKS
) -> Element:
    """Parse a part as XML.

    Args:
        part: The part.
        package: What the package is called in messages.
        code: Of the error where it is no XML.
        most: How many bytes it may have.
        most_marks: How many signs that begin elements and attributes.

    Raises:
        MsixError: it is damaged, or no XML that a package may have.
    """
    return parse_markup(part.read(most), part.name, package, code, most_marks=most_marks)


def parse_markup(
    text: bytes,
    part: str,
    package: str,
    code: ErrorCode,
    prefixes: dict[str, str] | None = None,
    *,
    most_marks: int = MOST_MARKS,
) -> Element:
    """Parse XML.

    Args:
        text: The part.
        part: Its name.
        package: What the package is called in messages.
        code: Of the error where it is no XML.
        prefixes: Gets the namespaces by their prefixes, the outermost of each.
        most_marks: How many signs that begin elements and attributes.

    Raises:
        MsixError: it is no XML that a package may have.
    """
    if text.count(b"<") + text.count(b"=") > most_marks:  # of a small package, a tree that fills the memory
        raise invalid(package, f"its part '{part}' has too many elements and attributes", code)
    parser = XMLParser(target=_NoDocumentType({} if prefixes is None else prefixes))
    try:
        parser.feed(text)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:  # the last two: encodings that are none
        raise invalid(package, f"its part '{part}' is no XML that it may have ({error})", code) from error
    assert isinstance(root, Element)
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """Return the namespace of an element; empty if it has none."""
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag[:1] == "{" else ""


def children(element: Element | None, name: str) -> list[Element]:
    """Return the elements of a name, in any namespace, right below an element; none below None."""
    return [] if element is None else [one for one in element if local_name(one) == name]


def child(element: Element | None, name: str) -> Element | None:
    """Return the first of these; None where there is none."""
    return next(iter(children(element, name)), None)


def text_of(element: Element | None, name: str) -> str:
    """Return the text of the first of these, without white space around it; empty where there is none."""
    found = child(element, name)
    return (found.text or "").strip() if found is not None else ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute in any namespace; empty where there is none."""
    for key, value in element.items():
        if key == name or key.endswith("}" + name):
            return value
    return ""
