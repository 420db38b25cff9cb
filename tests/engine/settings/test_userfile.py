"""What a user's settings file does, and that a broken one stops nobody."""

import re
from pathlib import Path, PureWindowsPath

import msgspec
import pytest

import wingetpy
from wingetpy.errors import ErrorCode
from wingetpy.model.scope import Scope
from wingetpy.settings.admin import ADMIN_SETTINGS
from wingetpy.settings.export import export_settings
from wingetpy.settings.model import UserSettings
from wingetpy.settings.policy import Policies
from wingetpy.settings.userfile import LoadedSettings, load_settings


class FolderHost:
    """As much of a host as settings need."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def state_folder(self) -> Path:
        return self.folder

    def machine_state_folder(self) -> None:
        return None


@pytest.fixture
def host(tmp_path: Path) -> FolderHost:
    return FolderHost(tmp_path)


def loaded(host: FolderHost, text: str | bytes) -> LoadedSettings:
    raw = text if isinstance(text, bytes) else text.encode()
    (host.folder / "settings.json").write_bytes(raw)
    return load_settings(host)


def test_without_a_file_the_defaults_hold_and_nobody_is_warned(host):
    found = load_settings(host)
    assert found.settings == UserSettings()
    assert found.settings.source.auto_update_minutes == 5
    assert found.warnings == ()


def test_every_setting_of_this_engine_is_read(host):
    found = loaded(
        host,
        r"""
        {
            "$schema": "https://aka.ms/winget-settings.schema.json",
            "source": {"autoUpdateIntervalInMinutes": 0},
            "network": {"downloadLimitInKilobytesPerSecond": 100, "doProgressTimeoutInSeconds": 30},
            "installBehavior": {
                "portablePackageUserRoot": "D:\\Tools",
                "portablePackageMachineRoot": "\\\\server\\share\\tools",
                "defaultInstallRoot": "C:/Apps",
                "skipDependencies": true,
                "disableInstallNotes": true,
                "preferences": {"scope": "User", "locale": ["de-DE", "en-US"], "architectures": ["arm64", "X64"]},
                "requirements": {"scope": "machine", "locale": ["fr"], "installerTypes": ["MSI", "portable"]}
            },
            "uninstallBehavior": {"purgePortablePackage": true},
            "logging": {"level": "Verbose"}
        }
        """,
    )
    install = found.settings.install
    assert found.warnings == ()
    assert install.portable_user_root == PureWindowsPath(r"D:\Tools")
    assert install.portable_machine_root == PureWindowsPath(r"\\server\share\tools")
    assert install.default_install_root == PureWindowsPath(r"C:\Apps")
    assert (install.skip_dependencies, install.disable_install_notes) == (True, True)
    assert install.preferences.scope is Scope.user
    assert install.preferences.locales == ("de-DE", "en-US")
    assert install.preferences.architectures == ("arm64", "x64")
    assert install.requirements.scope is Scope.machine
    assert install.requirements.installer_types == ("msi", "portable")
    assert found.settings.uninstall.purge_portable
    assert found.settings.source.auto_update_minutes == 0
    assert found.settings.network.most_per_second == 102_400
    assert found.settings.network.progress_seconds == 30
    assert found.settings.logging.level == "verbose"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("network.downloader", '{"network": {"downloader": "wininet"}}'),
        ("installBehavior.maxResumes", '{"installBehavior": {"maxResumes": 3}}'),
        ("installBehavior.archiveExtractionMethod", '{"installBehavior": {"archiveExtractionMethod": "tar"}}'),
    ],
)
def test_a_setting_of_winget_without_effect_says_so(host, path, text):
    found = loaded(host, text)
    assert [warning.path for warning in found.warnings] == [path]
    assert "has no effect" in found.warnings[0].text
    assert found.settings == UserSettings()


@pytest.mark.parametrize(
    "text",
    [
        '{"visual": {"progressBar": "plaid"}}',
        '{"visual": {"anonymizeDisplayedPaths": "yes"}}',
        '{"telemetry": {"disable": 1}}',
        '{"interactivity": {"disable": "true"}}',
        '{"output": {"sortOrder": ["size"]}}',
        '{"output": {"sortDirection": "up"}}',
        '{"logging": {"channels": "all"}}',
        '{"logging": {"file": {"ageLimitInDays": -1}}}',
        '{"experimentalFeatures": {"directMSI": "on"}}',
        '{"configureBehavior": {"defaultModuleRoot": "here"}}',
    ],
)
def test_a_bad_value_of_any_setting_of_winget_is_warned_of_once_by_name(host, text):
    [warning] = loaded(host, text).warnings
    [[group, members]] = msgspec.json.decode(text).items()
    assert warning.path.startswith(f"{group}.{next(iter(members))}")
    assert "must be" in warning.text
    assert "its default is used" in warning.text


def test_a_broken_file_gives_way_to_its_backup(host):
    assert loaded(host, "{").settings == UserSettings()
    backup = host.folder / "settings.json.backup"
    backup.write_text('{"source": {"autoUpdateIntervalInMinutes": 3}}')
    found = loaded(host, "{")
    assert found.settings.source.auto_update_minutes == 3
    assert [warning.code for warning in found.warnings] == [ErrorCode.JsonInvalidFile.hex, ""]
    assert "settings.json.backup" in found.warnings[1].text
    backup.write_text("[")
    assert loaded(host, "{").settings == UserSettings()
    assert loaded(host, "{}").warnings == ()


def test_every_member_of_the_settings_is_used():
    """By something outside of this room: a setting that is read and not used would be a lie."""
    engine = Path(wingetpy.__file__).parent
    rooms = "\n".join(file.read_text("utf-8") for file in engine.rglob("*.py") if file.parent.name != "settings")
    structs = [UserSettings()]
    for struct in structs:
        for name in struct.__struct_fields__:
            value = getattr(struct, name)
            if isinstance(value, msgspec.Struct):
                structs.append(value)
            assert re.search(rf"\.{name}\b", rooms), f"nothing uses {type(struct).__name__}.{name}"


def test_comments_a_trailing_comma_and_a_byte_order_mark_are_forgiven(host):
    found = loaded(
        host,
        b"\xef\xbb\xbf"
        b"// mine\r\n"
        b'{ /* roots */ "installBehavior": { "portablePackageUserRoot": "C:\\\\a//b,}" , }, // end\r\n'
        b"}\r\n",
    )
    assert found.warnings == ()
    assert found.settings.install.portable_user_root == PureWindowsPath("C:/a/b,}")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("installBehavior.portablePackageUserRoot", r'{"installBehavior": {"portablePackageUserRoot": "Tools"}}'),
        (
            "installBehavior.portablePackageMachineRoot",
            r'{"installBehavior": {"portablePackageMachineRoot": "\\Tools"}}',
        ),
        ("installBehavior.preferences.scope", '{"installBehavior": {"preferences": {"scope": "everyone"}}}'),
        ("installBehavior.preferences.locale", '{"installBehavior": {"preferences": {"locale": ["en us"]}}}'),
        (
            "installBehavior.requirements.architectures",
            '{"installBehavior": {"requirements": {"architectures": ["z80"]}}}',
        ),
        (
            "installBehavior.requirements.installerTypes",
            '{"installBehavior": {"requirements": {"installerTypes": "exe"}}}',
        ),
        ("source.autoUpdateIntervalInMinutes", '{"source": {"autoUpdateIntervalInMinutes": -1}}'),
        ("logging.level", '{"logging": {"level": "loud"}}'),
    ],
)
def test_a_value_that_does_not_fit_is_named_and_its_default_holds(host, path, text):
    found = loaded(host, text)
    assert [warning.path for warning in found.warnings] == [path]
    assert path in found.warnings[0].text
    assert found.settings == UserSettings()


def test_one_bad_value_does_not_cost_the_good_ones(host):
    found = loaded(
        host, '{"logging": {"level": 3}, "source": {"autoUpdateIntervalInMinutes": 60}, "visual": {"someday": "x"}}'
    )
    assert found.settings.source.auto_update_minutes == 60
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    "raw",
    [b"{", b'{"a": "\\x"}', b"[1]", b"null", b"\xff\xfe{\x00}\x00", b"[" * 100_000],
    ids=lambda raw: repr(raw[:8]),
)
def test_a_broken_file_is_a_warning_with_a_code_and_the_defaults_hold(host, raw):
    found = loaded(host, raw)
    assert found.settings == UserSettings()
    assert [warning.code for warning in found.warnings] == [ErrorCode.JsonInvalidFile.hex]
    assert str(found.path) in found.warnings[0].text


@pytest.mark.parametrize("raw", [b"", b" \r\n", b"\xef\xbb\xbf", b"// nothing yet"])
def test_an_empty_file_says_nothing(host, raw):
    found = loaded(host, raw)
    assert (found.settings, found.warnings) == (UserSettings(), ())


def test_a_folder_in_place_of_the_file_is_a_warning(host):
    (host.folder / "settings.json").mkdir()
    found = load_settings(host)
    assert found.settings == UserSettings()
    assert found.warnings[0].code == ErrorCode.JsonInvalidFile.hex


def test_the_text_of_the_file_is_kept_as_it_is(host):
    assert loaded(host, '{"x": 1} // kept').text == '{"x": 1} // kept'


def test_the_export_names_the_file_in_the_reference_s_shape(host):
    exported = msgspec.json.decode(msgspec.json.encode(export_settings(host, Policies())))
    assert exported["userSettingsFile"] == str(host.folder / "settings.json")
    assert exported["adminSettings"] == dict.fromkeys(ADMIN_SETTINGS, False)
    assert exported["$schema"].endswith(".schema.json")
