using global::System;
using global::System.Collections.Generic;
using global::System.Linq;
using Windows.ApplicationModel;
using Windows.Foundation;
using WinGetPy.StandIn;
using Operation = Windows.Foundation.IAsyncOperationWithProgress<
    Windows.Management.Deployment.DeploymentResult, Windows.Management.Deployment.DeploymentProgress>;

namespace Windows.Management.Deployment;

[Flags]
public enum PackageTypes : uint { None = 0, Main = 1, Framework = 2, Resource = 4, Bundle = 8, Xap = 16, Optional = 32, All = 4294967295 }

public enum PackageInstallState { NotInstalled = 0, Staged = 1, Installed = 2, Paused = 6 }

public enum StubPackageOption { Default = 0, InstallFull = 1, InstallStub = 2, UsePreference = 3 }

public enum DeploymentProgressState { Queued = 0, Processing = 1 }

[Flags]
public enum DeploymentOptions : uint
{
    None = 0,
    ForceApplicationShutdown = 1,
    DevelopmentMode = 2,
    InstallAllResources = 32,
    ForceTargetApplicationShutdown = 64,
    RequiredContentGroupOnly = 256,
    ForceUpdateFromAnyVersion = 262144,
    RetainFilesOnFailure = 2097152,
    StageInPlace = 4194304,
}

[Flags]
public enum AddPackageByAppInstallerOptions : uint
{
    None = 0,
    InstallAllResources = 32,
    ForceTargetAppShutdown = 64,
    RequiredContentGroupOnly = 256,
    LimitToExistingPackages = 512,
}

[Flags]
public enum RemovalOptions : uint
{
    None = 0,
    PreserveRoamableApplicationData = 128,
    PreserveApplicationData = 4096,
    DeferRemovalWhenPackagesAreInUse = 8192,
    RemoveForAllUsers = 524288,
}

public struct DeploymentProgress
{
    public DeploymentProgressState state;
    public uint percentage;
}

public sealed class DeploymentResult
{
    readonly Answer answer;
    internal DeploymentResult(Answer answer) => this.answer = answer;
    public string ErrorText => answer.Text!;
    public Exception ExtendedErrorCode => Script.Of(answer.Extended)!;
    public Guid ActivityId => Guid.Parse(answer.Activity);
    public bool IsRegistered => answer.Registered;
}

public sealed class PackageUserInformation
{
    readonly string user;
    internal PackageUserInformation(string user) => this.user = user;
    public string UserSecurityId => user;
    public PackageInstallState InstallState => PackageInstallState.Installed;
}

public sealed class PackageVolume
{
    readonly VolumeState state;
    internal PackageVolume(VolumeState state) => this.state = state;
    public string Name => state.Name;
    public string MountPoint => state.MountPoint!;
    public string PackageStorePath => state.StorePath!;
    public bool IsOffline => state.Offline;
    public bool IsSystemVolume => state.System;
    public bool IsAppxInstallSupported => true;
    public bool IsFullTrustPackageSupported => true;
    public bool SupportsHardLinks => true;
}

public sealed class AddPackageOptions
{
    public PackageVolume? TargetVolume { get; set; }
    public IList<Uri> DependencyPackageUris { get; } = new List<Uri>();
    public IList<string> OptionalPackageFamilyNames { get; } = new List<string>();
    public IList<Uri> OptionalPackageUris { get; } = new List<Uri>();
    public IList<Uri> RelatedPackageUris { get; } = new List<Uri>();
    public IDictionary<Uri, string> ExpectedDigests { get; } = new Dictionary<Uri, string>();
    public Uri? ExternalLocationUri { get; set; }
    public StubPackageOption StubPackageOption { get; set; }
    public bool AllowUnsigned { get; set; }
    public bool DeveloperMode { get; set; }
    public bool ForceAppShutdown { get; set; }
    public bool ForceTargetAppShutdown { get; set; }
    public bool ForceUpdateFromAnyVersion { get; set; }
    public bool InstallAllResources { get; set; }
    public bool RequiredContentGroupOnly { get; set; }
    public bool RetainFilesOnFailure { get; set; }
    public bool StageInPlace { get; set; }
    public bool DeferRegistrationWhenPackagesAreInUse { get; set; }
    public bool LimitToExistingPackages { get; set; }
}

public sealed class StagePackageOptions
{
    public PackageVolume? TargetVolume { get; set; }
    public IList<Uri> DependencyPackageUris { get; } = new List<Uri>();
    public IList<string> OptionalPackageFamilyNames { get; } = new List<string>();
    public IList<Uri> OptionalPackageUris { get; } = new List<Uri>();
    public IList<Uri> RelatedPackageUris { get; } = new List<Uri>();
    public IDictionary<Uri, string> ExpectedDigests { get; } = new Dictionary<Uri, string>();
    public Uri? ExternalLocationUri { get; set; }
    public StubPackageOption StubPackageOption { get; set; }
    public bool DeveloperMode { get; set; }
    public bool ForceUpdateFromAnyVersion { get; set; }
    public bool InstallAllResources { get; set; }
    public bool RequiredContentGroupOnly { get; set; }
    public bool StageInPlace { get; set; }
    public bool AllowUnsigned { get; set; }
}

public sealed class RegisterPackageOptions
{
    public PackageVolume? AppDataVolume { get; set; }
    public IList<Uri> DependencyPackageUris { get; } = new List<Uri>();
    public IList<string> OptionalPackageFamilyNames { get; } = new List<string>();
    public IDictionary<Uri, string> ExpectedDigests { get; } = new Dictionary<Uri, string>();
    public Uri? ExternalLocationUri { get; set; }
    public bool DeveloperMode { get; set; }
    public bool ForceAppShutdown { get; set; }
    public bool ForceTargetAppShutdown { get; set; }
    public bool ForceUpdateFromAnyVersion { get; set; }
    public bool InstallAllResources { get; set; }
    public bool StageInPlace { get; set; }
    public bool AllowUnsigned { get; set; }
    public bool DeferRegistrationWhenPackagesAreInUse { get; set; }
}

public sealed class PackageAllUserProvisioningOptions
{
    public IList<string> OptionalPackageFamilyNames { get; } = new List<string>();
    public IList<string> ProjectionOrderPackageFamilyNames { get; } = new List<string>();
}

public sealed class PackageManager
{
    public PackageManager() => Script.Asked("new PackageManager");

    static IEnumerable<Package> Where(Func<PackageState, bool> fits, PackageTypes types) =>
        // as WinRT's collections: a list whose own type cannot be seen
        from state in Script.Machine.Packages
        where state is null || (fits(state) && types.HasFlag(Kind(state)))
        select state is null ? null! : new Package(state);

    static PackageTypes Kind(PackageState state) =>
        state.Bundle ? PackageTypes.Bundle
        : state.Framework ? PackageTypes.Framework
        : state.Resource ? PackageTypes.Resource
        : state.Optional ? PackageTypes.Optional
        : PackageTypes.Main;

    static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    static Operation Run(string method, params object?[] arguments)
    {
        var answer = Script.Asked(method, arguments);
        if (answer.NoOperation)
            return null!;
        var played = new OperationWithProgress<DeploymentResult, DeploymentProgress>(
            answer,
            new DeploymentResult(answer),
            percent => new DeploymentProgress
            {
                state = percent == 0 ? DeploymentProgressState.Queued : DeploymentProgressState.Processing,
                percentage = (uint)percent,
            });
        played.Start();
        return played;
    }

    public IEnumerable<Package> FindPackagesForUserWithPackageTypes(string userSecurityId, PackageTypes packageTypes)
    {
        Script.Asked(nameof(FindPackagesForUserWithPackageTypes), userSecurityId, packageTypes);
        return Where(state => state.Mine, packageTypes);
    }

    public IEnumerable<Package> FindPackagesForUserWithPackageTypes(
        string userSecurityId, string packageFamilyName, PackageTypes packageTypes)
    {
        Script.Asked(nameof(FindPackagesForUserWithPackageTypes), userSecurityId, packageFamilyName, packageTypes);
        return Where(state => state.Mine && Same(state.FamilyName, packageFamilyName), packageTypes);
    }

    public IEnumerable<Package> FindPackagesWithPackageTypes(PackageTypes packageTypes)
    {
        Script.Asked(nameof(FindPackagesWithPackageTypes), packageTypes);
        return Where(state => true, packageTypes);
    }

    public IEnumerable<Package> FindPackagesWithPackageTypes(string packageFamilyName, PackageTypes packageTypes)
    {
        Script.Asked(nameof(FindPackagesWithPackageTypes), packageFamilyName, packageTypes);
        return Where(state => Same(state.FamilyName, packageFamilyName), packageTypes);
    }

    public Package FindPackageForUser(string userSecurityId, string packageFullName)
    {
        Script.Asked(nameof(FindPackageForUser), userSecurityId, packageFullName);
        return Where(state => state.Mine && Same(state.FullName, packageFullName), PackageTypes.All).FirstOrDefault()!;
    }

    public Package FindPackage(string packageFullName)
    {
        Script.Asked(nameof(FindPackage), packageFullName);
        return Where(state => Same(state.FullName, packageFullName), PackageTypes.All).FirstOrDefault()!;
    }

    public IList<Package> FindProvisionedPackages()
    {
        Script.Asked(nameof(FindProvisionedPackages));
        return Where(state => Script.Machine.Provisioned.Contains(state.FullName), PackageTypes.All).ToList();
    }

    public IEnumerable<PackageUserInformation> FindUsers(string packageFullName)
    {
        Script.Asked(nameof(FindUsers), packageFullName);
        return Script.Machine.Packages.OfType<PackageState>().Single(state => Same(state.FullName, packageFullName))
            .Users.Select(user => new PackageUserInformation(user));
    }

    public PackageVolume FindPackageVolume(string volumeName)
    {
        Script.Asked(nameof(FindPackageVolume), volumeName);
        var found = Script.Machine.Volumes.FirstOrDefault(state => Same(state.Name, volumeName));
        return found is null ? throw Script.Of(0x80070490)! : new PackageVolume(found);
    }

    public IEnumerable<PackageVolume> FindPackageVolumes()
    {
        Script.Asked(nameof(FindPackageVolumes));
        return Script.Machine.Volumes.Select(state => new PackageVolume(state));
    }

    public Operation AddPackageByUriAsync(Uri packageUri, AddPackageOptions options) =>
        Run(nameof(AddPackageByUriAsync), packageUri, options);

    public Operation StagePackageByUriAsync(Uri packageUri, StagePackageOptions options) =>
        Run(nameof(StagePackageByUriAsync), packageUri, options);

    public Operation RegisterPackageByUriAsync(Uri manifestUri, RegisterPackageOptions options) =>
        Run(nameof(RegisterPackageByUriAsync), manifestUri, options);

    public Operation RegisterPackagesByFullNameAsync(IEnumerable<string> packageFullNames, RegisterPackageOptions options) =>
        Run(nameof(RegisterPackagesByFullNameAsync), packageFullNames, options);

    public Operation AddPackageAsync(
        Uri packageUri, IEnumerable<Uri> dependencyPackageUris, DeploymentOptions options, PackageVolume targetVolume,
        IEnumerable<string> optionalPackageFamilyNames, IEnumerable<Uri> packageUrisToInstall,
        IEnumerable<Uri> relatedPackageUris) =>
        Run(nameof(AddPackageAsync), packageUri, dependencyPackageUris, options, targetVolume, optionalPackageFamilyNames,
            packageUrisToInstall, relatedPackageUris);

    public Operation StagePackageAsync(
        Uri packageUri, IEnumerable<Uri> dependencyPackageUris, DeploymentOptions options, PackageVolume targetVolume,
        IEnumerable<string> optionalPackageFamilyNames, IEnumerable<Uri> packageUrisToInstall,
        IEnumerable<Uri> relatedPackageUris) =>
        Run(nameof(StagePackageAsync), packageUri, dependencyPackageUris, options, targetVolume, optionalPackageFamilyNames,
            packageUrisToInstall, relatedPackageUris);

    public Operation AddPackageByAppInstallerFileAsync(
        Uri appInstallerFileUri, AddPackageByAppInstallerOptions options, PackageVolume targetVolume) =>
        Run(nameof(AddPackageByAppInstallerFileAsync), appInstallerFileUri, options, targetVolume);

    public Operation RegisterPackageAsync(
        Uri manifestUri, IEnumerable<Uri> dependencyPackageUris, DeploymentOptions deploymentOptions, PackageVolume appDataVolume) =>
        Run(nameof(RegisterPackageAsync), manifestUri, dependencyPackageUris, deploymentOptions, appDataVolume);

    public Operation RegisterPackageByFamilyNameAsync(
        string mainPackageFamilyName, IEnumerable<string> dependencyPackageFamilyNames, DeploymentOptions deploymentOptions,
        PackageVolume appDataVolume, IEnumerable<string> optionalPackageFamilyNames) =>
        Run(nameof(RegisterPackageByFamilyNameAsync), mainPackageFamilyName, dependencyPackageFamilyNames, deploymentOptions,
            appDataVolume, optionalPackageFamilyNames);

    public Operation RegisterPackageByFullNameAsync(
        string mainPackageFullName, IEnumerable<string> dependencyPackageFullNames, DeploymentOptions deploymentOptions) =>
        Run(nameof(RegisterPackageByFullNameAsync), mainPackageFullName, dependencyPackageFullNames, deploymentOptions);

    public Operation RemovePackageAsync(string packageFullName) => Run(nameof(RemovePackageAsync), packageFullName);

    public Operation RemovePackageAsync(string packageFullName, RemovalOptions removalOptions) =>
        Run(nameof(RemovePackageAsync), packageFullName, removalOptions);

    public Operation ProvisionPackageForAllUsersAsync(string packageFamilyName) =>
        Run(nameof(ProvisionPackageForAllUsersAsync), packageFamilyName);

    public Operation ProvisionPackageForAllUsersAsync(string mainPackageFamilyName, PackageAllUserProvisioningOptions options) =>
        Run(nameof(ProvisionPackageForAllUsersAsync), mainPackageFamilyName, options);

    public Operation DeprovisionPackageForAllUsersAsync(string packageFamilyName) =>
        Run(nameof(DeprovisionPackageForAllUsersAsync), packageFamilyName);
}
