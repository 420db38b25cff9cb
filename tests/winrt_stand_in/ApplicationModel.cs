using global::System;
using global::System.Collections.Generic;
using global::System.Linq;
using WinGetPy.StandIn;

namespace Windows.ApplicationModel;

public enum PackageSignatureKind { None = 0, Developer = 1, Enterprise = 2, Store = 3, System = 4 }

public struct PackageVersion
{
    public ushort Major;
    public ushort Minor;
    public ushort Build;
    public ushort Revision;
}

public sealed class PackageId
{
    readonly PackageState state;
    readonly string[] parts;

    internal PackageId(PackageState state)
    {
        this.state = state;
        parts = state.FullName.Split('_');
    }

    public string FullName => state.FullName;
    public string FamilyName => state.FamilyName;
    public string Name => parts[0];
    public string Publisher => state.Publisher!;
    public string ResourceId => parts[3];
    public Windows.System.ProcessorArchitecture Architecture =>
        Enum.Parse<Windows.System.ProcessorArchitecture>(parts[2], ignoreCase: true);

    public PackageVersion Version
    {
        get
        {
            var numbers = parts[1].Split('.').Select(ushort.Parse).ToArray();
            return new PackageVersion { Major = numbers[0], Minor = numbers[1], Build = numbers[2], Revision = numbers[3] };
        }
    }
}

public sealed class PackageStatus
{
    readonly PackageState state;
    internal PackageStatus(PackageState state) => this.state = state;
    public bool LicenseIssue => state.Status.Contains("LicenseIssue");
    public bool Modified => state.Status.Contains("Modified");
    public bool Tampered => state.Status.Contains("Tampered");
    public bool Disabled => state.Status.Contains("Disabled");
    public bool PackageOffline => state.Status.Contains("PackageOffline");
    public bool DataOffline => state.Status.Contains("DataOffline");
    public bool DependencyIssue => state.Status.Contains("DependencyIssue");
    public bool Servicing => state.Status.Contains("Servicing");
    public bool VerifyIsOK() => state.Status.Length == 0;
}

public sealed class Package
{
    readonly PackageState state;
    internal Package(PackageState state) => this.state = state;

    T Said<T>(string member, T value) =>
        state.Refuses.TryGetValue(member, out var code) ? throw Script.Of(code)! : value;

    public PackageId Id => Said(nameof(Id), new PackageId(state));
    public string DisplayName => Said(nameof(DisplayName), state.DisplayName!);
    public string PublisherDisplayName => Said(nameof(PublisherDisplayName), state.PublisherDisplayName!);
    public string InstalledPath => Said(nameof(InstalledPath), state.Path!);
    public Windows.Storage.StorageFolder InstalledLocation =>
        Said(nameof(InstalledLocation), new Windows.Storage.StorageFolder(state.Path!));
    public bool IsFramework => Said(nameof(IsFramework), state.Framework);
    public bool IsBundle => state.Bundle;
    public bool IsResourcePackage => state.Resource;
    public bool IsOptional => state.Optional;
    public bool IsStub => state.Stub;
    public bool IsDevelopmentMode => state.Developer;
    public PackageSignatureKind SignatureKind => Said(nameof(SignatureKind), (PackageSignatureKind)state.Signature);
    public PackageStatus Status => Said(nameof(Status), new PackageStatus(state));

    public IReadOnlyList<Package> Dependencies =>
        Said(
            nameof(Dependencies),
            state.Dependencies?.Select(name => new Package(new PackageState { FullName = name })).ToArray()!);
}
