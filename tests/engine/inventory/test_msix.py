"""MSIX packages among what is installed: of whom they are, how they are named, and when they are read again."""

from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.correlation.criteria import InstalledCriteria, select
from wingetpy.correlation.records import Records
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.packages import MsixPackage, SignatureKind, UnavailablePackages
from wingetpy.inventory.cache import InventoryCache
from wingetpy.inventory.installed import installed_entries
from wingetpy.model.scope import Scope
from wingetpy.state.tracking import TrackedPackage

APP = MsixPackage(
    full_name="Some.App_1.0.0.0_x64__8wekyb3d8bbwe",
    family_name="Some.App_8wekyb3d8bbwe",
    display_name="An App",
    version="1.0.0.0",
    architecture="X64",
)


class Machine(UnavailablePackages):
    """What a system answers that has MSIX packages."""

    def __init__(self, own=(), provisioned=(), refused=None, generation=None):
        super().__init__("it is a test", "Use none.")
        self.own, self.provisioned, self.refused, self.state = list(own), list(provisioned), refused, generation
        self.reads = 0

    def find(self, **_query):
        self.reads += 1
        return self.own

    def find_provisioned(self):
        if self.refused:
            raise HostError("Not for you.", code=self.refused)
        return self.provisioned

    def generation(self):
        return self.state


def listed(host, **machine):
    host.packages = Machine(**machine)
    return [entry for entry in installed_entries(host) if entry.installer_type == "msix"]


def test_a_package_of_the_user_and_one_that_new_users_get_have_their_scope(host):
    other = replace(APP, full_name="Other_2.0.0.0_x64__abc", family_name="Other_abc", version="2.0.0.0")
    own, of_all = listed(host, own=[APP], provisioned=[other])
    assert (own.local_id, own.scope, own.scopes) == (rf"MSIX\{APP.full_name}", Scope.user, (Scope.user,))
    assert (of_all.name, of_all.scope, of_all.scopes) == ("An App", Scope.machine, (Scope.machine,))


def test_what_every_new_user_gets_and_the_user_has_is_one_entry_that_both_scopes_list(host):
    newer = replace(APP, full_name="Some.App_1.5.0.0_x64__8wekyb3d8bbwe", version="1.5.0.0")
    (entry,) = listed(host, own=[newer], provisioned=[APP])
    assert (entry.version, entry.scopes) == ("1.5.0.0", (Scope.machine, Scope.user))
    row = Correlated(entry=entry, version=entry.version)
    for scope in Scope:
        assert select([row], InstalledCriteria(scope=scope), None) == [row]


def test_a_package_of_the_user_alone_is_not_listed_for_the_machine(host):
    (entry,) = listed(host, own=[APP])
    row = Correlated(entry=entry, version=entry.version)
    assert select([row], InstalledCriteria(scope=Scope.machine), None) == []


def test_who_may_not_see_what_new_users_get_sees_his_own(host):
    (entry,) = listed(host, own=[APP], refused=ErrorCode.CommandRequiresAdmin)
    assert entry.scope is Scope.user


def test_a_name_that_stands_in_the_resources_is_not_shown(host):
    (entry,) = listed(host, own=[replace(APP, display_name="ms-resource:AppName")])
    assert entry.name == "Some.App"


def test_packages_of_windows_are_left_out_wherever_they_are(host):
    system = replace(APP, signature_kind=SignatureKind.system)
    assert listed(host, own=[system], provisioned=[system]) == []


def test_the_record_of_an_installation_is_found_by_the_family(host):
    (entry,) = listed(host, own=[APP], provisioned=[APP])
    record = TrackedPackage(
        source="S",
        package="Some.Package",
        product_code="some.app_8WEKYB3D8BBWE",
        scope="User",
        version="1",
        installed=0,
    )
    assert Records([record]).of(entry) == record


def test_packages_are_read_again_only_when_they_may_have_changed(host):
    cache = InventoryCache()
    machine = host.packages = Machine(own=[APP], generation="1")
    assert cache.entries(host) is cache.entries(host)
    assert machine.reads == 1
    machine.own, machine.state = [], "2"
    assert list(cache.entries(host)) == []


def test_where_the_system_does_not_tell_packages_are_read_each_time(host):
    cache = InventoryCache()
    machine = host.packages = Machine(own=[APP], generation=None)
    assert cache.entries(host) is cache.entries(host), "what is equal is the same object"
    machine.own = []
    assert list(cache.entries(host)) == []
