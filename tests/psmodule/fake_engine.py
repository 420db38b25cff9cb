"""A small engine that speaks docs/protocol.md and misbehaves on request: for tests of the PowerShell module only.

It is started in place of an interpreter (WINGETPY_PYTHON names a script around it). WINGETPY_FAKE holds what it does,
as words with commas between:

    rows=N batch=N pause=S     how many rows package/find answers, in what batches, with what pause between them
    installed=N                how many rows package/get answers
    protocol=N version=V host=H  what initialize answers
    mute                       never answers anything
    late=S                     answers initialize after so many seconds
    stray                      writes a line that is no message first
    die=METHOD                 ends at this request, code 3
    dieonce=METHOD             the same, but only the first engine of a log file does
    refuse                     ends before it answers initialize, as an engine does that cannot open its host
    stale=N                    the first N changes of an engine answer that their plan is stale
    depends                    plans have a plan inside them, with agreements
    remedy=ID                  errors have this RemedyId, and the value Package
    idle=FILE                  ends once, code 0, at the first request after initialize
    stall=METHOD               answers when it is cancelled
    deaf=METHOD                answers three seconds after it is cancelled
    fail=METHOD:Symbol:0xCODE  answers with an error
    item=Symbol:0xCODE:Status  the item of a change has an error
    none=Reason                plans change nothing
    tell                       sends progress and messages
    agreements                 plans have agreements
    stands=Symbol:0xCODE:Status  something stands in the way: plans change nothing; they and the items have an error
    consent                    plans and items have an error, until the package's agreements are accepted
    reboot                     installs need a restart
    restart                    the installer began a restart (1641)
    step=FILE                  install writes "begin" to the file, and "end" two seconds later

WINGETPY_FAKE_LOG names a file that gets every request as a line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from typing import Any

Json = dict[str, Any]

FOUND = ("Id", "Name", "Moniker", "Version", "AvailableVersions", "Source", "Match")
INSTALLED = (
    "Id",
    "Name",
    "InstalledVersion",
    "AvailableVersions",
    "IsUpdateAvailable",
    "UpdateState",
    "Source",
    "Scope",
    "Architecture",
    "InstallerType",
    "Publisher",
    "ProductCode",
    "PackageFamilyName",
    "InstallLocation",
    "LocalId",
)
INSTALLED_STATUS = ("Id", "Name", "InstalledVersion", "CheckedVersion", "Source", "Status", "Checks")
INSTALL_RESULT = (
    "Id",
    "Name",
    "Source",
    "Version",
    "InstalledVersion",
    "Status",
    "Changed",
    "Reason",
    "InstallerErrorCode",
    "RebootRequired",
    "CorrelationData",
    "ProductCode",
    "InstallLocation",
    "LogPath",
    "FetchedBytes",
    "SavedBytes",
    "PathAdded",
    "ErrorCode",
    "Error",
)
UNINSTALL_RESULT = (
    "Id",
    "Name",
    "Source",
    "InstalledVersion",
    "Status",
    "Changed",
    "Reason",
    "UninstallerErrorCode",
    "RebootRequired",
    "CorrelationData",
    "LogPath",
    "PathRemoved",
    "ErrorCode",
    "Error",
)
REPAIR_RESULT = (
    "Id",
    "Name",
    "Source",
    "InstalledVersion",
    "Status",
    "Changed",
    "Reason",
    "RepairErrorCode",
    "RebootRequired",
    "CorrelationData",
    "ProductCode",
    "InstallLocation",
    "LogPath",
    "ErrorCode",
    "Error",
)
DOWNLOAD_RESULT = (
    "Id",
    "Name",
    "Source",
    "Version",
    "Status",
    "Path",
    "Manifest",
    "Files",
    "Size",
    "Sha256",
    "ErrorCode",
    "Error",
)
SOURCE = ("Name", "Argument", "Type", "Identifier", "TrustLevel", "Explicit", "Priority", "LastUpdate")
UNIT = ("Id", "Type", "Intent", "State", "InDesiredState", "Drift", "Done", "ErrorCode", "Error")
EXPORTED = (
    "Id",
    "Name",
    "Source",
    "InstalledVersion",
    "Version",
    "Scope",
    "Pin",
    "Exported",
    "Reason",
    "Warning",
)
PIN = ("Id", "Name", "Source", "Type", "Version", "Installed", "Created")
HISTORY = ("Number", "Operation", "Id", "Name", "Source", "FromVersion", "ToVersion", "Result", "Started", "Finished")
REPORT = ("Path", "Result", "PackageIdentifier", "PackageVersion", "ManifestVersion", "Files", "Errors", "Warnings")
HEALTH = ("Check", "Category", "Passed", "Mended", "Error")
POLICY = ("Name", "State", "Value", "Effective", "Source", "Setting", "Effect")
KNOWN_ERROR = ("Code", "Decimal", "Symbol", "ErrorId", "Description", "Remedy")
SOURCE_UPDATE = ("Name", "Changed", "Files", "Packages", "Versions", "Skipped", "Broken", "Seconds")


def words() -> dict[str, str]:
    """WINGETPY_FAKE as a table; a word without `=` is `1`."""
    found = {}
    for word in os.environ.get("WINGETPY_FAKE", "").split(","):
        name, mark, value = word.strip().partition("=")
        if name:
            found[name] = value if mark else "1"
    return found


MSIX_PACKAGE = ("Name", "FullName", "FamilyName", "DisplayName", "Version", "Architecture", "Kind", "Status")
MSIX_READINESS = ("SetId", "Item", "Target", "IsReady", "Reason", "FamilyName")
MSIX_PLAN = (
    *("Operation", "Target", "Action", "Reason", "FamilyName", "FullName", "FromVersion", "ToVersion"),
    *("Architecture", "Size", "Error"),
)
MSIX_RESULT = (
    *("Operation", "Target", "Status", "Changed", "IsRegistered", "Added", "Removed", "ErrorCode"),
    *("ExtendedErrorCode", "ErrorText", "ActivityId", "FetchedBytes", "TotalBytes", "SavedBytes", "Error"),
)
MSIX_VOLUME = ("Name", "MountPoint", "PackageStorePath", "IsSystemVolume", "IsOffline", "IsOk")
MSIX_FAMILY = "Contoso.App_8wekyb3d8bbwe"
MSIX_NAME = "Contoso.App_1.0.0.0_x64__8wekyb3d8bbwe"


class FakeEngine:
    def __init__(self) -> None:
        self.will = words()
        self.writing = threading.Lock()
        self.cancelled: dict[int, threading.Event] = {}
        self.plans: dict[str, Json] = {}
        self.stale = int(self.will.get("stale", "0"))

    def write(self, message: Json) -> None:
        with self.writing:
            sys.stdout.buffer.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
            sys.stdout.buffer.flush()

    def note(self, method: str, id: int, **params: object) -> None:
        self.write({"method": method, "params": {"RequestId": id, **params}})

    def items(self, id: int, columns: tuple[str, ...], rows: list[list[object]]) -> None:
        self.note("$/items", id, Columns=columns, Rows=rows)

    def fault(self, id: int, symbol: str, code: str, text: str = "It went wrong.") -> None:
        data = {
            "Code": code,
            "Symbol": symbol,
            "Category": "ObjectNotFound",
            "Target": "the target",
            "Remedy": "Do it.",
            **self.remedy(),
        }
        self.write({"id": id, "error": {"code": int(code, 16) - 2**32, "message": text, "data": data}})

    def run(self) -> None:
        if "refuse" in self.will:
            sys.stderr.write("There is no host 'mars'. Use windows or sandbox. (0x8A150002)\n")
            sys.exit(2)
        if "stray" in self.will:
            sys.stdout.buffer.write(b"hello from a print\n")
        for line in sys.stdin.buffer:
            message = json.loads(line)
            params = message.get("params") or {}
            self.log(message)
            if message["method"] == "$/cancel":
                self.cancelled.setdefault(params["RequestId"], threading.Event()).set()
            elif "mute" not in self.will:
                self.cancelled.setdefault(message["id"], threading.Event())
                threading.Thread(
                    target=self.answer, args=(message["id"], message["method"], params), daemon=True
                ).start()

    def log(self, message: Json) -> None:
        path = os.environ.get("WINGETPY_FAKE_LOG")
        if path:
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(message) + "\n")

    def answer(self, id: int, method: str, params: Json) -> None:
        stop = self.cancelled[id]
        died = os.environ.get("WINGETPY_FAKE_LOG", "") + ".died"
        dies_now = self.will.get("dieonce") == method and not os.path.exists(died)
        if dies_now:
            open(died, "w").close()
        if self.will.get("die") == method or dies_now:
            sys.stderr.write("Traceback of the fake\nFakeError: it died\n")
            sys.stderr.flush()
            os._exit(3)
        if method == "initialize":
            time.sleep(float(self.will.get("late", "0")))
            protocol = int(self.will.get("protocol", "1"))
            about: Json = {"Host": self.will.get("host", "sandbox"), "LogPath": "fake.log", "Capabilities": []}
            version = self.will.get("version", "9.9.9")
            about["MachineId"] = self.will.get("machine", "fakemachine")
            about["ChangingMethods"] = ["package/install", "package/repair", "package/uninstall", "package/update"]
            self.write({"id": id, "result": {"ProtocolVersion": protocol, "EngineVersion": version, **about}})
            return
        once = self.will.get("idle")
        if once and not os.path.exists(once):
            open(once, "w").close()
            os._exit(0)
        if method in (self.will.get("stall"), self.will.get("deaf")):
            stop.wait(60)
            if self.will.get("deaf") == method:
                time.sleep(3)
            self.fault(id, "CtrlSignalReceived", "0x8A150005", "It was cancelled.")
            return
        if self.will.get("fail", "").startswith(f"{method}:"):
            _, symbol, code = self.will["fail"].split(":")
            self.fault(id, symbol, code)
            return
        if "tell" in self.will:
            self.note("$/message", id, Level="Verbose", Text="a verbose text")
            self.note("$/message", id, Level="Warning", Text="a warning", Code="0x8A150045")
            self.note("$/message", id, Level="Information", Text="an information")
            self.note("$/progress", id, Activity="Downloading", Bytes=512, TotalBytes=2048, BytesPerSecond=1024)
            self.note("$/progress", id, Activity="Working", Status="half", PercentComplete=150)
        do = getattr(self, "do_" + method.replace("/", "_"), None)
        if do is None:
            self.fault(id, "MethodNotFound", "0x80004001", f"The fake knows no {method}.")
            return
        result = do(id, params, stop)
        self.write({"id": id, "result": result})

    # Methods

    def do_engine_info(self, id: int, params: Json, stop: threading.Event) -> Json:
        return {"EngineVersion": "9.9.9", "ProcessId": os.getpid()}

    def do_package_find(self, id: int, params: Json, stop: threading.Event) -> Json:
        count, batch = int(self.will.get("rows", "1")), int(self.will.get("batch", "500"))
        sent = 0
        while sent < count and not stop.is_set():
            numbers = range(sent, min(sent + batch, count))
            given = params.get("Id") or params.get("Query") or "Fake.Package"
            self.items(id, FOUND, [self.found(given, n, count) for n in numbers])
            sent += len(numbers)
            if sent < count:
                stop.wait(float(self.will.get("pause", "0")))
        return {"Count": sent, "Failed": 0, "Cancelled": stop.is_set(), "Truncated": False}

    def found(self, given: str, number: int, count: int) -> list[object]:
        id = given if count == 1 else f"Fake.Package{number}"
        versions = ["2.0", "1.10", "1.0"]
        return [id, f"Package {number}", f"fake{number}", "2.0", versions, "fake", ""]

    def do_package_get(self, id: int, params: Json, stop: threading.Event) -> Json:
        rows: list[list[object]] = []
        for number in range(int(self.will.get("installed", "1"))):
            asked = params.get("Id", "*")
            name = f"Fake.Package{number}" if "*" in asked else asked
            rows.append(
                [
                    name,
                    "Package",
                    "1.0",
                    ["2.0"],
                    True,
                    "UpdateAvailable",
                    "fake",
                    "User",
                    "X64",
                    "Portable",
                    "Fake",
                    f"{name}_code",
                    "",
                    "C:\\Fake",
                    f"ARP\\User\\X64\\{name}_code",
                ]
            )
        if rows:
            self.items(id, INSTALLED, rows)
        return {"Count": len(rows), "Failed": 0, "Cancelled": False, "Truncated": False}

    def do_policy_get(self, id: int, params: Json, stop: threading.Event) -> Json:
        self.items(id, POLICY, [["EnableSettings", "Disabled", "0", "Off", "Policy", "", "Nothing can be set."]])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    def do_msix_get(self, id: int, params: Json, stop: threading.Event) -> Json:
        row: list[object] = ["Contoso.App", MSIX_NAME, MSIX_FAMILY, "App", "1.0.0.0", "x64", "Main", "Ok"]
        self.items(id, MSIX_PACKAGE, [row])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    def do_msix_test(self, id: int, params: Json, stop: threading.Event) -> Json:
        whole = params.get("PackageSet", {})
        items = whole.get("PackageSetItems", [{"PackageFamilyName": params.get("Target", "")}])
        rows: list[list[object]] = []
        for number, one in enumerate(items):
            name, is_ready = one["PackageFamilyName"], number == 0
            reason = "Ready" if is_ready else "NotInstalled"
            rows.append([whole.get("Id", ""), one.get("Id", ""), name, is_ready, reason, name])
        self.items(id, MSIX_READINESS, rows)
        return {"Count": len(rows), "Failed": 0, "Cancelled": False, "IsReady": len(rows) == 1}

    def do_msix_plan(self, id: int, params: Json, stop: threading.Event) -> Json:
        operation, target = params["Operation"], params.get("Target", "set")
        reason = self.will.get("none", "")
        action = "None" if reason else operation
        row = [operation, target, action, reason, MSIX_FAMILY, MSIX_NAME, "", "1.0.0.0", "x64", 2048, None]
        self.items(id, MSIX_PLAN, [row])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    def do_msix_deploy(self, id: int, params: Json, stop: threading.Event) -> Json:
        _, code, error = self.outcome(
            {"Action": "Install", "Reason": "", "Id": params.get("Target", "set"), "Error": None}
        )
        status = "CompletedFailure" if error else "CompletedSuccess"
        operation, target = params.get("Operation", "Add"), params.get("Target", "set")
        added, why = ([], "It went wrong.") if error else ([MSIX_NAME], "")
        sizes = [None, None, None] if error else [1024, 4096, 3072]
        row = [operation, target, status, not error, not error, added, [], code, "", why, "0", *sizes, error]
        self.items(id, MSIX_RESULT, [row])
        return {"Count": 1, "Failed": 1 if error else 0, "Cancelled": False}

    do_msix_add = do_msix_remove = do_msix_repair = do_msix_reset = do_msix_deploy

    def do_msix_volumeGet(self, id: int, params: Json, stop: threading.Event) -> Json:  # noqa: N802  the method's name
        is_ok = "broken" not in self.will
        self.items(id, MSIX_VOLUME, [["{1}", "C:\\", "C:\\Program Files\\WindowsApps", True, False, is_ok]])
        return {"Count": 1, "Failed": 0, "Cancelled": False, "IsOk": is_ok}

    do_msix_volumeTest = do_msix_volumeRepair = do_msix_volumeGet  # noqa: N815

    def do_error_get(self, id: int, params: Json, stop: threading.Event) -> Json:
        self.items(id, KNOWN_ERROR, [["0x8A150014", -1978335212, "NO_APPLICATIONS_FOUND", "", "Nothing found.", ""]])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    def do_engine_check(self, id: int, params: Json, stop: threading.Event) -> Json:
        self.items(id, HEALTH, [["Settings", "Failure", True, False, None]])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    do_engine_mend = do_engine_check

    def do_setting_export(self, id: int, params: Json, stop: threading.Event) -> Json:
        return {"Export": '{"adminSettings":{"LocalManifestFiles":true},"userSettingsFile":"C:\\\\settings.json"}'}

    def do_setting_get(self, id: int, params: Json, stop: threading.Event) -> Json:
        text = '{"source":{"autoUpdateIntervalInMinutes":7}}'
        return {"UserSettingsFile": "settings.json", "Settings": text, "Document": text}

    def do_setting_write(self, id: int, params: Json, stop: threading.Event) -> Json:
        return {"UserSettingsFile": "settings.json", "Settings": params["Settings"], "Changed": True}

    def do_setting_test(self, id: int, params: Json, stop: threading.Event) -> Json:
        return {"InDesiredState": True, "Differences": []}

    def do_setting_set(self, id: int, params: Json, stop: threading.Event) -> Json:
        return {"Name": params["Name"], "Enabled": params.get("Enabled"), "Value": params.get("Value")}

    def do_package_check(self, id: int, params: Json, stop: threading.Event) -> Json:
        check = {"Installer": "x64 zip", "Type": "AppsAndFeaturesEntry", "Path": "", "Symbol": "Ok", "Passed": True}
        named = params.get("Id") or params.get("Query")
        row = [named, "Package", "1.0", "1.0", "fake", "Ok", [check | {"Status": "0x00000000"}]]
        self.items(id, INSTALLED_STATUS, [row])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    def do_manifest_new(self, id: int, params: Json, stop: threading.Event) -> Json:
        named = {
            "PackageIdentifier": params.get("PackageIdentifier") or params.get("From"),
            "ManifestVersion": "1.12.0",
        }
        written = {"PackageVersion": params.get("PackageVersion"), "Path": params["Output"], "Written": False}
        text = {"Path": "fake.yaml", "ManifestType": "version", "Text": "PackageIdentifier: Fake\n"}
        return {**named, **written, "Files": [text], "Installers": [], "Changes": [], "Warnings": []}

    def do_package_show(self, id: int, params: Json, stop: threading.Event) -> Json:
        manifest = {"Installers": [{"ProductCode": "{code}", "PackageFamilyName": "Fake_family"}], "Channel": "beta"}
        named = params.get("Id") or params.get("Query")
        about = {
            "Id": named,
            "Name": "Package",
            "Version": params.get("Version"),
            "Publisher": "Fake",
            "Source": "fake",
        }
        installer = {"Fit": "Chosen", "Reasons": ["is the only one that fits"], "Architecture": "x64", "Scope": "user"}
        return {**about, "Installer": installer, "Installers": [installer], "Manifest": json.dumps(manifest)}

    def do_package_plan(self, id: int, params: Json, stop: threading.Event) -> Json:
        none = self.will.get("none", "")
        key = f"plan{len(self.plans)}"
        operation = params["Operation"]
        plan: Json = {
            "PlanId": key,
            "Operation": operation,
            "Action": "None" if none else operation,
            "Reason": none,
            "Id": next(params[name] for name in ("Id", "Query", "Name", "Moniker") if name in params),
            "Name": "Package",
            "Source": "fake",
            "FromVersion": "" if operation == "Install" else "1.0",
            "ToVersion": "" if operation == "Uninstall" else "2.0",
            "Scope": "User",
            "Location": "C:\\Fake",
            "Architecture": "x64",
            "InstallerType": "portable",
            "Url": "https://example.test/fake.zip",
            "Sha256": "00",
            "Size": 1536,
            "Switches": [],
            "Steps": [{"Kind": "Download", "Target": "fake.zip", "Description": "Download fake.zip"}],
            "Warnings": [],
            "Rejected": [],
            "Agreements": [],
            "Dependencies": [],
            "DependencyTree": [],
            "Error": None,
        }
        if "stands" in self.will:
            symbol, code, status = self.will["stands"].split(":")
            reason = status if status.startswith("NoApplicable") else symbol
            plan.update(Action="None", Reason=reason, Error=self.error(plan["Id"], symbol, code))
        if "consent" in self.will and not params.get("AcceptPackageAgreements"):
            plan["Error"] = self.error(plan["Id"], "PackageAgreementsNotAccepted", "0x8A150041")
        if "depends" in self.will:
            inner = {**plan, "Id": "needed", "Action": "Install", "ToVersion": "0.5", "FromVersion": ""}
            inner["Agreements"] = [{"Label": "Its licence", "Text": "", "Url": "https://example.test/needed"}]
            plan["Dependencies"] = [inner]
            plan["DependencyTree"] = [
                {"Level": 1, "Id": "needed", "Version": "0.5", "State": "Install"},
                {"Level": 2, "Id": "there", "Version": "3.0", "State": "Installed"},
                {"Level": 2, "Id": "needed", "Version": "", "State": "Circle"},
                {"Level": 1, "Id": "needed", "Version": "0.5", "State": "Above"},
            ]
        if "agreements" in self.will:
            plan["Agreements"] = [{"Label": "Licence", "Text": "All of it", "Url": "https://example.test/licence"}]
        self.plans[key] = plan
        return plan

    def do_package_install(self, id: int, params: Json, stop: threading.Event) -> Json:
        plan = self.plans[params["PlanId"]]
        step = self.will.get("step")
        if step:
            self.note("$/progress", id, Activity="Installing", Status="a step")
            with open(step, "a") as file:
                file.write("begin\n")
            time.sleep(2)
            with open(step, "a") as file:
                file.write("end\n")
        status, code, error = self.outcome(plan)
        changed = plan["Action"] != "None" and not error
        row = [
            plan["Id"],
            "Package",
            "fake",
            "2.0",
            plan["FromVersion"],
            status,
            changed,
            plan["Reason"],
            1603 if error else 1641 if "restart" in self.will else 0,
            "reboot" in self.will or "restart" in self.will,
            "",
            f"{plan['Id']}_code",
            "C:\\Fake",
            "C:\\Logs\\install.log",
            0,
            0,
            ["C:\\Fake\\bin"] if changed else [],
            code,
            error,
        ]
        self.items(id, INSTALL_RESULT, [row])
        return {"Count": 1, "Failed": 1 if error else 0, "Cancelled": False}

    do_package_update = do_package_install

    def do_package_uninstall(self, id: int, params: Json, stop: threading.Event) -> Json:
        plan = self.plans[params["PlanId"]]
        status, code, error = self.outcome(plan)
        row = [
            plan["Id"],
            "Package",
            "fake",
            "1.0",
            status,
            not error,
            "",
            1603 if error else 0,
            False,
            "",
            "C:\\Logs\\uninstall.log",
            [] if error else ["C:\\Fake\\bin"],
            code,
            error,
        ]
        self.items(id, UNINSTALL_RESULT, [row])
        return {"Count": 1, "Failed": 1 if error else 0, "Cancelled": False}

    def do_package_fetch(self, id: int, params: Json, stop: threading.Event) -> Json:
        return {"Count": len(params["Packages"]), "Failed": 0, "Cancelled": False}

    def do_package_repair(self, id: int, params: Json, stop: threading.Event) -> Json:
        plan = self.plans[params["PlanId"]]
        status, code, error = self.outcome(plan)
        row = [
            plan["Id"],
            "Package",
            "fake",
            "1.0",
            status,
            not error,
            "",
            1603 if error else 0,
            False,
            "",
            f"{plan['Id']}_code",
            "C:\\Fake",
            "C:\\Logs\\repair.log",
            code,
            error,
        ]
        self.items(id, REPAIR_RESULT, [row])
        return {"Count": 1, "Failed": 1 if error else 0, "Cancelled": False}

    def do_package_download(self, id: int, params: Json, stop: threading.Event) -> Json:
        name = params.get("Id") or params.get("Query") or "a.b"
        path = (params.get("DownloadDirectory") or "/downloads") + "/Package_2.0_X64_Exe.exe"
        row = [name, "Package", "fake", "2.0", "Ok", path, path[:-4] + ".yaml", [path], 7, "AB", "", None]
        self.items(id, DOWNLOAD_RESULT, [row])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    def outcome(self, plan: Json) -> tuple[str, str, Json | None]:
        if self.stale:
            self.stale -= 1
            return "InternalError", "0x8A15F001", self.error(plan["Id"], "PlanStale", "0x8A15F001")
        if plan["Error"]:
            status = self.will["stands"].split(":")[2] if "stands" in self.will else "PackageAgreementsNotAccepted"
            return status, plan["Error"]["Code"], plan["Error"]
        if "item" not in self.will:
            return "Ok", "", None
        symbol, code, status = self.will["item"].split(":")
        error = self.error(plan["Id"], symbol, code)
        return (
            status,
            code,
            {**error, "InstallerExitCode": 1603, "LogPath": "install.log", "HeldBy": ["Notepad (process 12)"]},
        )

    def error(self, id: str, symbol: str, code: str) -> Json:
        message = f"{id} failed with exit code 1603." if "exitcode" in self.will else f"{id} went wrong."
        about = {"Category": "InvalidResult", "Message": message, "Target": id, "Remedy": "Try again."}
        return {"Code": code, "Symbol": symbol, **about, **self.remedy()}

    def remedy(self) -> Json:
        if "remedy" not in self.will:
            return {}
        return {"RemedyId": self.will["remedy"], "RemedyValues": {"Package": "a.b"}}

    def do_history_plan(self, id: int, params: Json, stop: threading.Event) -> Json:
        named = {"Id": "Fake.Package"} if "Number" in params else {}
        return self.do_package_plan(id, {**params, **named, "Operation": "Update"}, stop)

    def do_history_get(self, id: int, params: Json, stop: threading.Event) -> Json:
        named = params.get("Id", "Fake.Package")
        row = [7, "Update", named, "Package", "fake", "1.0", "2.0", "Succeeded", 1700000000.5, 1700000002.0]
        self.items(id, HISTORY, [row])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    def do_source_list(self, id: int, params: Json, stop: threading.Event) -> Json:
        names = [params["Name"]] if "Name" in params else ["fake", "two words"]
        self.items(id, SOURCE, [self.source(name, "C:\\fake") for name in names])
        return {"Count": len(names), "Failed": 0, "Cancelled": False}

    def source(self, name: str, argument: str) -> list[object]:
        return [name, argument, "WinGetPy.Folder", "WinGetPy.Folder_ABC", "None", False, 0, 1700000000]

    def one_source(self, id: int, params: Json, stop: threading.Event) -> Json:
        self.items(id, SOURCE, [self.source(params.get("Name", "fake"), params.get("Argument", "C:\\fake"))])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    do_source_add = do_source_edit = do_source_remove = do_source_reset = one_source

    def do_configuration_test(self, id: int, params: Json, stop: threading.Event) -> Json:
        drift = [{"Property": "version", "Wanted": "2.0", "Actual": "1.0"}]
        self.items(id, UNIT, [["tool", "WinGetPackage", "Apply", "Completed", False, drift, [], "", None]])
        return {"Count": 1, "Failed": 0, "Cancelled": False, "Result": "Negative", "Changed": 0, "Skipped": 0}

    do_configuration_apply = do_configuration_test

    def do_packageList_export(self, id: int, params: Json, stop: threading.Event) -> Json:  # noqa: N802 - the method's own
        self.items(id, EXPORTED, [["Fake.Package", "Package", "fake", "1.0", "", "User", "", True, "", ""]])
        return {"Count": 1, "Failed": 0, "Cancelled": False, "Path": params["Path"], "Exported": 1}

    def do_packageList_plan(self, id: int, params: Json, stop: threading.Event) -> Json:  # noqa: N802 - the method's own
        plan = self.do_package_plan(id, {"Operation": "Install", "Id": "Fake.Package"}, stop)
        self.items(id, tuple(plan), [list(plan.values())])
        return {"Count": 1, "Failed": 0, "Cancelled": False}

    def do_packageList_import(self, id: int, params: Json, stop: threading.Event) -> Json:  # noqa: N802 - the method's own
        names = ("Fake.Package", "Package", "fake", "2.0", "", "Ok", True, "")
        self.items(id, INSTALL_RESULT, [[*names, *[None] * (len(INSTALL_RESULT) - len(names))]])
        stop.wait(float(self.will.get("pause", "0")))  # the next package
        return {"Count": 1, "Failed": 0, "Cancelled": stop.is_set()}

    def do_pin_list(self, id: int, params: Json, stop: threading.Event) -> Json:
        name = params.get("Id") or params.get("Query") or "Fake.Package"
        type, version = params.get("Type", "Gating"), params.get("Version", "1.*")
        self.items(id, PIN, [[name, "Package", "fake", type, version, False, 1700000000]])
        return {"Count": 1, "Failed": 0, "Cancelled": False, "Changed": True}

    do_pin_add = do_pin_remove = do_pin_reset = do_pin_list

    def do_manifest_validate(self, id: int, params: Json, stop: threading.Event) -> Json:
        self.items(id, REPORT, [[params["Path"], "Valid", "a.b", "1.0", "1.6.0", 1, [], []]])
        return {"Count": 1, "Failed": 0, "Cancelled": False, "Warned": 0, "Files": 1}

    def do_manifest_hash(self, id: int, params: Json, stop: threading.Event) -> Json:
        signature = "B" * 64 if params.get("Msix") else None
        return {"Path": params["Path"], "Sha256": "A" * 64, "SignatureSha256": signature, "Error": None}

    def do_source_update(self, id: int, params: Json, stop: threading.Event) -> Json:
        broken = [{"Path": "bad.yaml", "Reason": "it does not parse"}]
        self.items(id, SOURCE_UPDATE, [[params.get("Name", "fake"), True, 3, 2, 3, 1, broken, 0.5]])
        return {"Count": 1, "Failed": 0, "Cancelled": False}


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    FakeEngine().run()
