"""Texts that several fields hold: links, versions, identifiers, locales. Facts of the published schemas."""

from __future__ import annotations

from wingetpy.manifests.validate.shapes import ListOf, Since, Text

VERSIONS: tuple[Since, ...] = (
    (0, 1), (1, 0), (1, 1), (1, 2), (1, 4), (1, 5), (1, 6), (1, 7), (1, 9), (1, 10), (1, 12), (1, 28), (1, 30)
)  # fmt: skip
"""The versions of the manifest language that a schema was published for."""

V1_1, V1_2, V1_4, V1_5, V1_6, V1_7 = (1, 1), (1, 2), (1, 4), (1, 5), (1, 6), (1, 7)

_WORD = r"(?:0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
_NAME = r'[^.\s\\/:*?"<>|\x01-\x1f]{1,32}'
_LANGUAGE = r"(?:[a-zA-Z]{2,3}|[iI]-[a-zA-Z]+|[xX]-[a-zA-Z]{1,8})(?:-[a-zA-Z]{1,8})*"
_LINK = r"[Hh][Tt][Tt][Pp][Ss]?://.+"
_HEX = r"[A-Fa-f0-9]{64}"
_LINK_FORM = "a URL that begins with http:// or https://"
_HEX_FORM = "64 hexadecimal digits"

NO_SPECIALS = r'[^\\/:*?"<>|\x01-\x1f]+'

LINK = Text(most=2048, pattern=_LINK, form=_LINK_FORM)
NEEDED_LINK = Text(most=2048, pattern=_LINK, form=_LINK_FORM, null=False)
SHA256 = Text(pattern=_HEX, form=_HEX_FORM)
NEEDED_SHA256 = Text(pattern=_HEX, form=_HEX_FORM, null=False)
LOCALE = Text(most=20, pattern=_LANGUAGE, form="a language tag")
NEEDED_LOCALE = Text(most=20, pattern=_LANGUAGE, form="a language tag", null=False)
PRODUCT_CODE = Text(least=1, most=255)
FAMILY_NAME = Text(most=255, pattern=r"[A-Za-z0-9][-.A-Za-z0-9]+_[A-Za-z0-9]{13}", form="a package family name")
OS_VERSION = Text(pattern=rf"{_WORD}(?:\.{_WORD}){{0,3}}", form="a version of one to four numbers up to 65535")
MANIFEST_VERSION = Text(pattern=rf"{_WORD}(?:\.{_WORD}){{2}}", form="a version of three numbers", null=False)
VERSION = Text(most=128, pattern=NO_SPECIALS, form='a version without \\ / : * ? " < > |', null=False)
TAG = Text(least=1, most=40)
NOTES = Text(least=1, most=10000)


def identifier(parts: int) -> Text:
    """The identifier of a package, of at most so many parts."""
    form = f"an identifier of 2 to {parts} parts of 1 to 32 characters with dots between them"
    return Text(most=128, pattern=rf"{_NAME}(?:\.{_NAME}){{1,{parts - 1}}}", form=form, null=False)


def text(most: int, least: int = 1, *, null: bool = True) -> Text:
    """Any text of so many characters."""
    return Text(least=least, most=most, null=null)


def one_of(choices: str) -> Text:
    """One of these words; a field without a value is none of them."""
    return Text(choices=tuple(choices.split()), null=False)


def texts(most: int, length: int) -> ListOf:
    """Different texts: how many, and how long each."""
    return ListOf(item=text(length, null=False), most=most, unique=True)


def choices(words: str, most: int | None = None) -> ListOf:
    """Different words of these."""
    return ListOf(item=one_of(words), most=most, unique=True)
