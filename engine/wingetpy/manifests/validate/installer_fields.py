"""The fields of installers. A later form of a field follows the earlier one. Facts of the published schemas."""

from __future__ import annotations

from wingetpy.manifests.validate.shapes import Boolean, Code, Field, ListOf, Mapping, Text
from wingetpy.manifests.validate.texts import (
    FAMILY_NAME,
    LINK,
    LOCALE,
    NEEDED_LINK,
    NEEDED_SHA256,
    NO_SPECIALS,
    OS_VERSION,
    PRODUCT_CODE,
    SHA256,
    V1_1,
    V1_2,
    V1_4,
    V1_6,
    V1_7,
    VERSION,
    choices,
    identifier,
    one_of,
    text,
    texts,
)

_SWITCH_NAMES = ("Silent", "SilentWithProgress", "Interactive", "InstallLocation", "Log", "Upgrade")
_SWITCHES = Mapping(
    fields=(
        *(Field(name, text(512)) for name in _SWITCH_NAMES),
        Field("Custom", text(2048)),
        Field("Repair", text(512), V1_7),
    )
)
_RESPONSES = (
    "packageInUse installInProgress fileInUse missingDependency diskFull insufficientMemory noNetwork contactSupport"
    " rebootRequiredToFinish rebootRequiredForInstall rebootInitiated cancelledByUser alreadyInstalled downgrade"
    " blockedByPolicy"
)
_RETURN_CODE = Mapping(
    fields=(
        Field("InstallerReturnCode", Code()),
        Field("ReturnResponse", one_of(_RESPONSES)),
        Field("ReturnResponse", one_of(f"{_RESPONSES} custom"), V1_2),
        Field(
            "ReturnResponse",
            one_of(f"{_RESPONSES} custom packageInUseByApplication invalidParameter systemNotSupported"),
            V1_4,
        ),
        Field("ReturnResponseUrl", LINK, V1_2),
    ),
    required=("InstallerReturnCode", "ReturnResponse"),
    older={"ExpectedReturnCode": "InstallerReturnCode"},
)
_DEPENDENCY = Mapping(
    fields=(
        Field("PackageIdentifier", identifier(4)),
        Field("PackageIdentifier", identifier(8), V1_4),
        Field("MinimumVersion", VERSION),
    ),
    required=("PackageIdentifier",),
)


def _dependencies(*, unique: bool) -> Mapping:
    return Mapping(
        fields=(
            Field("WindowsFeatures", texts(16, 128)),
            Field("WindowsLibraries", texts(16, 128)),
            Field("PackageDependencies", ListOf(item=_DEPENDENCY, most=16, unique=unique)),
            Field("ExternalDependencies", texts(16, 128)),
        ),
        null=True,
    )


_MARKET = Text(pattern=r"[A-Z]{2}", form="a market of two capital letters", null=False)
_MARKET_LIST = ListOf(item=_MARKET, most=256, unique=True)
OLDER_MARKETS = {"ExcludedMarkets": "Markets.ExcludedMarkets"}
_MARKETS = Mapping(
    fields=(Field("AllowedMarkets", _MARKET_LIST), Field("ExcludedMarkets", _MARKET_LIST)),
    one_of=("AllowedMarkets", "ExcludedMarkets"),
    or_list=_MARKET_LIST,
)

_TYPES = "msix msi appx exe inno nullsoft wix burn pwa"
_NESTED_TYPES = "msix msi appx exe inno nullsoft wix burn portable"


_ENTRY = Mapping(
    fields=(
        Field("DisplayName", text(256)),
        Field("Publisher", text(256)),
        Field("DisplayVersion", text(128)),
        Field("ProductCode", PRODUCT_CODE),
        Field("UpgradeCode", PRODUCT_CODE),
        Field("InstallerType", one_of(_TYPES)),
        Field("InstallerType", one_of(f"{_TYPES} portable"), V1_2),
        Field("InstallerType", one_of(f"{_TYPES} portable zip"), V1_4),
        Field("InstallerType", one_of(f"{_TYPES} portable zip font"), (1, 12)),
    )
)
_NESTED_FILE = Mapping(
    fields=(Field("RelativeFilePath", text(512, null=False)), Field("PortableCommandAlias", text(40))),
    required=("RelativeFilePath",),
)
_INSTALLED_FILE = Mapping(
    fields=(
        Field("RelativeFilePath", text(2048, null=False)),
        Field("FileSha256", SHA256),
        Field("FileType", one_of("launch uninstall other")),
        Field("InvocationParameter", text(2048)),
        Field("DisplayName", text(256)),
    ),
    required=("RelativeFilePath",),
)
_METADATA = Mapping(
    fields=(
        Field("DefaultInstallLocation", text(2048)),
        Field("Files", ListOf(item=_INSTALLED_FILE, most=2048, unique=True)),
    )
)
_ENTRA = Mapping(fields=(Field("Resource", text(512)), Field("Scope", text(512))), null=True)
_AUTHENTICATION = Mapping(
    fields=(
        Field(
            "AuthenticationType",
            one_of("none microsoftEntraId microsoftEntraIdForAzureBlobStorage"),
        ),
        Field("MicrosoftEntraIdAuthenticationInfo", _ENTRA),
    ),
    required=("AuthenticationType",),
    null=True,
)
_RESOURCE_NAME = Text(most=100, pattern=r"[A-Za-z][-_A-Za-z0-9]*", form="the name of a resource", null=False)
_MODULE_NAME = Text(most=100, pattern=r"\w+(?:[.-]\w+)*", form="the name of a module", null=False)
_RESOURCE_TYPE = Text(most=256, pattern=r"\w+(?:\.\w+){0,2}/\w+", form="a type as in Owner.Product/Name", null=False)
_POWERSHELL_MODULE = Mapping(
    fields=(
        Field("RepositoryUrl", LINK),
        Field("ModuleName", _MODULE_NAME),
        Field("Resources", ListOf(item=Mapping(fields=(Field("Name", _RESOURCE_NAME),)), most=64, null=False)),
    ),
    required=("RepositoryUrl", "ModuleName", "Resources"),
)
_DSC_RESOURCES = ListOf(item=Mapping(fields=(Field("Type", _RESOURCE_TYPE),)), most=128, null=False)
_CONFIGURATION = Mapping(
    fields=(
        Field("PowerShell", ListOf(item=_POWERSHELL_MODULE, most=16, unique=True)),
        Field("DSCv3", Mapping(fields=(Field("Resources", _DSC_RESOURCES),), required=("Resources",), null=True)),
    ),
    null=True,
)
_ARGUMENT = Text(choices=("log", "location"), null=False, older_member="UnsupportedArgument")
_ARGUMENTS = ListOf(item=_ARGUMENT, unique=True)
_SCHEME = Text(most=2048, pattern=r"[a-z][-a-z0-9.+]*", form="a protocol in lower case, without ://", null=False)
_EXTENSION = Text(most=64, pattern=NO_SPECIALS, form='a file extension without \\ / : * ? " < > |', null=False)


def installer(*, unique_dependencies: bool) -> tuple[Field, ...]:
    """The fields that may be in an installer, and at the root for all installers."""
    return (
        Field("InstallerLocale", LOCALE),
        Field("Platform", choices("Windows.Desktop Windows.Universal", 2)),
        Field("MinimumOSVersion", OS_VERSION),
        Field("InstallerType", one_of(_TYPES)),
        Field("InstallerType", one_of(f"{_TYPES} portable"), V1_2),
        Field("InstallerType", one_of(f"{_TYPES} portable zip"), V1_4),
        Field("InstallerType", one_of(f"{_TYPES} portable zip font"), (1, 12)),
        Field("NestedInstallerType", one_of(_NESTED_TYPES), V1_4),
        Field("NestedInstallerType", one_of(f"{_NESTED_TYPES} font"), (1, 12)),
        Field("NestedInstallerFiles", ListOf(item=_NESTED_FILE, most=1024), V1_4),
        Field("Scope", one_of("user machine")),
        Field("InstallModes", choices("interactive silent silentWithProgress", 3)),
        Field("InstallerSwitches", _SWITCHES),
        Field("InstallerSuccessCodes", ListOf(item=Code(), most=16, unique=True)),
        Field("ExpectedReturnCodes", ListOf(item=_RETURN_CODE, most=128), V1_1),
        Field("UpgradeBehavior", one_of("install uninstallPrevious")),
        Field("UpgradeBehavior", one_of("install uninstallPrevious deny"), V1_6),
        Field("Commands", texts(16, 40)),
        Field("Protocols", ListOf(item=_SCHEME, most=16, unique=True)),
        Field("Protocols", ListOf(item=Text(most=2048, null=False), most=16, unique=True), V1_2),
        Field("Protocols", ListOf(item=Text(most=2048, null=False), most=64, unique=True), V1_4),
        Field("FileExtensions", ListOf(item=_EXTENSION, most=256, unique=True)),
        Field("FileExtensions", ListOf(item=_EXTENSION, most=512, unique=True), V1_2),
        Field("Dependencies", _dependencies(unique=unique_dependencies)),
        Field("PackageFamilyName", FAMILY_NAME),
        Field("ProductCode", PRODUCT_CODE),
        Field("Capabilities", texts(1000, 40)),
        Field("RestrictedCapabilities", texts(1000, 40)),
        Field("Markets", _MARKETS, V1_1),
        Field("InstallerAbortsTerminal", Boolean(), V1_1),
        Field("ReleaseDate", Text(date=True), V1_1),
        Field("InstallLocationRequired", Boolean(), V1_1),
        Field("RequireExplicitUpgrade", Boolean(), V1_1),
        Field("UnsupportedOSArchitectures", choices("x86 x64 arm arm64"), V1_1),
        Field("AppsAndFeaturesEntries", ListOf(item=_ENTRY, most=128, unique=True), V1_1),
        Field("ElevationRequirement", one_of("elevationRequired elevationProhibited elevatesSelf"), V1_1),
        Field("DisplayInstallWarnings", Boolean(), V1_2),
        Field("UnsupportedArguments", _ARGUMENTS, V1_2),
        Field("InstallationMetadata", _METADATA, V1_4),
        Field("DownloadCommandProhibited", Boolean(), V1_6, restricted=True),
        Field("RepairBehavior", one_of("modify uninstaller installer"), V1_7),
        Field("ArchiveBinariesDependOnPath", Boolean(), (1, 9)),
        Field("Authentication", _AUTHENTICATION, (1, 10), restricted=True),
        Field("DesiredStateConfiguration", _CONFIGURATION, (1, 28)),
    )


def installers(common: tuple[Field, ...], most_first: int, most: int) -> tuple[Field, ...]:
    own = (
        Field("Architecture", one_of("x86 x64 arm arm64 neutral")),
        Field("InstallerUrl", NEEDED_LINK),
        Field("InstallerSha256", NEEDED_SHA256),
        Field("SignatureSha256", SHA256),
    )
    item = Mapping(
        fields=(*own, *common), required=("Architecture", "InstallerUrl", "InstallerSha256"), older=OLDER_MARKETS
    )
    return (
        Field("Installers", ListOf(item=item, least=1, most=most_first, null=False)),
        Field("Installers", ListOf(item=item, least=1, most=most, null=False), V1_1),
    )
