"""What the backend uses of PyWinRT's Windows.Foundation."""

from urllib.parse import urlsplit

from winrt.playing import refused


class Uri:
    """A URI; a text that is none is refused with E_INVALIDARG, as Windows does."""

    def __init__(self, text: str, /) -> None:
        if not urlsplit(text).scheme:
            raise refused(0x80070057)
        self.absolute_uri = text
