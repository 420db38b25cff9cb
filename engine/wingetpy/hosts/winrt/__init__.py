"""Windows Runtime (WinRT) types through pythonnet: MSIX deployment and the Microsoft Store.

loading      starts .NET; why there is none
runtime      types, objects, enum values, delegates and errors, by names
operations   one asynchronous operation: progress, cancellation, a bound for one that falls silent
options      our options as WinRT's
reading      WinRT's packages and volumes as ours
packages     `Packages` through Windows.Management.Deployment.PackageManager
app_sdk      `Products` through the Windows App SDK and PyWinRT, where both are installed
pywinrt      its operations and errors
functions    what Windows offers as plain functions only: the protocol that `hosts/windows` fills
store_apps   `StoreApps` through AppInstallManager
names        every WinRT type and member that is used here, which a test compares with the metadata of Windows

Nothing here is Windows' alone: the tests run it on Linux against an assembly that has the same types.
Nothing here is imported before a command needs it: starting .NET takes about 0.3 s.
"""
