"""Manifests for the tests, small and made for them."""

from __future__ import annotations

from kit.manifests import HASH

SINGLETON = f"""\
# A comment
PackageIdentifier: Contoso.Editor
PackageVersion: 5.10
PackageLocale: en-US
Publisher: Contoso, Ltd.
PackageName: Contoso Editor
ShortDescription: Edits text
License: MIT
Moniker: editor
Tags:
- text
- edit
Commands:
- edit
InstallerType: exe
ReleaseDate: 2024-07-01
InstallerSwitches:
  Silent: /root-silent
  Custom: /root-custom
Installers:
- Architecture: x64
  InstallerUrl: https://example.org/editor.exe
  InstallerSha256: {HASH}
  InstallerSwitches:
    Custom: /own-custom
ManifestType: singleton
ManifestVersion: 1.6.0
"""

VERSION = """\
PackageIdentifier: Contoso.Editor
PackageVersion: 1.0
DefaultLocale: en-US
ManifestType: version
ManifestVersion: 1.6.0
"""

INSTALLER = f"""\
PackageIdentifier: Contoso.Editor
PackageVersion: 1.0
InstallerType: wix
ProductCode: '{{ROOT}}'
Installers:
- Architecture: x64
  InstallerUrl: https://example.org/editor.msi
  InstallerSha256: {HASH}
ManifestType: installer
ManifestVersion: 1.6.0
"""

DEFAULT_LOCALE = """\
PackageIdentifier: Contoso.Editor
PackageVersion: 1.0
PackageLocale: en-US
Publisher: Contoso
PackageName: Contoso Editor
PackageUrl: https://example.org
License: MIT
ShortDescription: Edits text
Moniker: editor
Tags: [text]
ManifestType: defaultLocale
ManifestVersion: 1.6.0
"""

LOCALE = """\
PackageIdentifier: Contoso.Editor
PackageVersion: 1.0
PackageLocale: de-DE
PackageName: Contoso-Schreiber
ManifestType: locale
ManifestVersion: 1.6.0
"""

PREVIEW = f"""\
Id: Contoso.Editor
Version: 1.2
Name: Contoso Editor
Publisher: Contoso
AppMoniker: editor
License: MIT
Homepage: https://example.org
Tags: "text, edit,,"
Commands: edit
MinOSVersion: 10.0.0.0
UpdateBehavior: UninstallPrevious
Switches:
  Silent: /s
  Update: /u
Installers:
- Arch: X86
  Url: https://example.org/editor.exe
  Sha256: {HASH}
  InstallerType: Exe
  Language: en-US
  Switches:
    Custom: /c
Localization:
- Language: de-DE
  Description: Schreibt
"""


def with_lines(text: str, *, remove: str = "", add: str = "") -> str:
    """The manifest without the lines that start with `remove`, and with `add` at its end."""
    kept = [line for line in text.splitlines() if not remove or not line.startswith(remove)]
    return "\n".join([*kept, add]) + "\n"
