using global::System;
using global::System.Collections.Generic;
using global::System.Linq;
using Windows.Foundation;
using WinGetPy.StandIn;

namespace Windows.ApplicationModel.Store.Preview.InstallControl;

public enum AppInstallState
{
    Pending = 0, Starting = 1, AcquiringLicense = 2, Downloading = 3, RestoringData = 4, Installing = 5, Completed = 6,
    Canceled = 7, Paused = 8, Error = 9, PausedLowBattery = 10, PausedWiFiRecommended = 11, PausedWiFiRequired = 12,
    ReadyToDownload = 13,
}

public enum AppInstallationToastNotificationMode { Default = 0, Toast = 1, ToastWithoutPopup = 2, NoToast = 3 }

public enum GetEntitlementStatus { Succeeded = 0, NoStoreAccount = 1, NetworkError = 2, ServerError = 3 }

public sealed class GetEntitlementResult
{
    readonly int status;
    internal GetEntitlementResult(int status) => this.status = status;
    public GetEntitlementStatus Status => (GetEntitlementStatus)status;
}

public sealed class AppInstallOptions
{
    public bool AllowForcedAppRestart { get; set; }
    public bool Repair { get; set; }
    public bool InstallForAllUsers { get; set; }
    public AppInstallationToastNotificationMode InstallInProgressToastNotificationMode { get; set; }
    public AppInstallationToastNotificationMode CompletedInstallToastNotificationMode { get; set; }
}

public sealed class AppUpdateOptions
{
    public bool AllowForcedAppRestart { get; set; }
    public bool AutomaticallyDownloadAndInstallUpdateIfFound { get; set; }
}

public sealed class AppInstallStatus
{
    readonly ItemStatus status;
    internal AppInstallStatus(ItemStatus status) => this.status = status;
    public AppInstallState InstallState => (AppInstallState)status.State;
    public double PercentComplete => status.Percent;
    public ulong BytesDownloaded => status.Done;
    public ulong DownloadSizeInBytes => status.Total;
    public Exception ErrorCode => Script.Of(status.Error)!;
}

public sealed class AppInstallItem
{
    readonly Item item;
    readonly Queue<ItemStatus?> statuses;

    internal AppInstallItem(Item item)
    {
        this.item = item;
        statuses = new Queue<ItemStatus?>(item.Statuses);
    }

    public string ProductId => item.ProductId!;
    public string PackageFamilyName => item.PackageFamilyName!;
    public AppInstallationToastNotificationMode InstallInProgressToastNotificationMode { get; set; }
    public AppInstallationToastNotificationMode CompletedInstallToastNotificationMode { get; set; }

    public AppInstallStatus GetCurrentStatus() =>
        (statuses.Count > 1 ? statuses.Dequeue() : statuses.Peek()) is { } status ? new AppInstallStatus(status) : null!;

    public void Cancel() => Script.Asked("AppInstallItem.Cancel", item.ProductId);
}

public sealed class AppInstallManager
{
    public AppInstallManager() => Script.Asked("new AppInstallManager");

    static IAsyncOperation<T> Run<T>(Func<Answer, T> result, string method, params object?[] arguments)
    {
        var answer = Script.Asked(method, arguments);
        if (answer.NoOperation)
            return null!;
        var played = new Operation<T>(answer, result(answer));
        played.Start();
        return played;
    }

    static IReadOnlyList<AppInstallItem> Items(Answer answer) => [.. (answer.Items ?? []).Select(one => one is null ? null! : new AppInstallItem(one))];

    static AppInstallItem First(Answer answer) => Items(answer).FirstOrDefault()!;

    public IAsyncOperation<GetEntitlementResult> GetFreeUserEntitlementAsync(string storeId, string campaignId, string correlationVector) =>
        Run(answer => new GetEntitlementResult(answer.Entitlement), nameof(GetFreeUserEntitlementAsync), storeId, campaignId, correlationVector);

    public IAsyncOperation<GetEntitlementResult> GetFreeDeviceEntitlementAsync(string storeId, string campaignId, string correlationVector) =>
        Run(answer => new GetEntitlementResult(answer.Entitlement), nameof(GetFreeDeviceEntitlementAsync), storeId, campaignId, correlationVector);

    public IAsyncOperation<IReadOnlyList<AppInstallItem>> StartProductInstallAsync(
        string productId, string flightId, string clientId, string correlationVector, AppInstallOptions installOptions) =>
        Run(Items, nameof(StartProductInstallAsync), productId, flightId, clientId, correlationVector, installOptions);

    public IAsyncOperation<AppInstallItem> SearchForUpdatesAsync(
        string productId, string skuId, string correlationVector, string clientId, AppUpdateOptions updateOptions) =>
        Run(First, nameof(SearchForUpdatesAsync), productId, skuId, correlationVector, clientId, updateOptions);

    public IAsyncOperation<IReadOnlyList<AppInstallItem>> SearchForAllUpdatesAsync(
        string correlationVector, string clientId, AppUpdateOptions updateOptions) =>
        Run(Items, nameof(SearchForAllUpdatesAsync), correlationVector, clientId, updateOptions);

    public void Cancel(string productId) => Script.Asked("AppInstallManager.Cancel", productId);

    public void Restart(string productId) => Script.Asked("AppInstallManager.Restart", productId);
}
