"""What the backend uses of PyWinRT's bootstrapper of the Windows App Runtime."""

import enum

from winrt.playing import play


class InitializeOptions(enum.IntFlag):
    NONE = 0
    ON_PACKAGE_IDENTITY_NOOP = 16


class Shutdown:
    """Ends the runtime when it is called."""

    def __call__(self) -> None:
        play.calls.append("shutdown")


def initialize(*, options: InitializeOptions = InitializeOptions.NONE) -> Shutdown:
    play.called(f"initialize {options.name}")
    return Shutdown()
