function Update-WinGetPackage {
    <#
    .SYNOPSIS
    Updates installed packages, or lists what can be updated.

    .DESCRIPTION
    Alone it changes nothing: it lists what Get-WinGetPackage -UpdateAvailable lists. With packages, or with -All, it makes a
    plan for each, asks by -Confirm or shows it by -WhatIf, and carries out exactly that plan. Emits one result a package. A
    package that was named and has nothing newer is an error; for a piped one the result says so (NoApplicableUpgrade).

    .PARAMETER Query
    The words of one query, which must equal the id, name or moniker of one package. Several packages are named by -Id a, b
    or through the pipeline.

    .PARAMETER PSCatalogPackage
    A package (from Get-WinGetPackage, live or from a file or another session), any object with an Id or a
    Name (a line of a CSV file, for instance), or text, mostly from the pipeline. Text must equal an id, name or moniker.

    .PARAMETER Id
    The id of the package. Several ids are several packages.

    .PARAMETER Name
    The name of the package. Ignored where -Id is given.

    .PARAMETER Moniker
    The moniker (a short name) of the package.

    .PARAMETER Source
    The name of the one source to look into.

    .PARAMETER MatchOption
    How texts are compared: EqualsCaseInsensitive (the default), Equals, StartsWithCaseInsensitive or ContainsCaseInsensitive.

    .PARAMETER Version
    The version to update to; by default the newest.

    .PARAMETER All
    Update every package for which a source has something newer. Each one is asked for by -Confirm. What a pin leaves out, what
    requires to be named, and what failed three times and is to wait (UpdateState says which) is not updated.

    .PARAMETER IncludeUnknown
    Also packages whose installed version is not known.

    .PARAMETER IncludePinned
    Also packages with a pinning pin, and versions that a pin skips. Blocking and gating pins hold.

    .PARAMETER Include
    With -All, or alone: only packages with one of these ids or names. * and ? are wildcards.

    .PARAMETER Exclude
    With -All, or alone: no package with one of these ids or names. * and ? are wildcards.

    .PARAMETER UninstallPrevious
    Remove the installed version before the new one is installed.

    .PARAMETER AllowHashMismatch
    Go on although the download is not what the manifest says. Only where the settings allow it.

    .PARAMETER Architecture
    The architecture of the installer: X86, X64, Arm, Arm64 or Neutral. By default what fits the machine best.

    .PARAMETER InstallerType
    The type of the installer, for instance Portable, Zip, Msi or Exe. By default any that can be installed.

    .PARAMETER Locale
    The locale of the installer, for instance de-DE.

    .PARAMETER Scope
    Install for the user (User) or for all users (Machine, or System). Any is the default.

    .PARAMETER SkipDependencies
    Do not install what the package depends on.

    .PARAMETER Mode
    How much an installer shows: Default (its progress), Silent or Interactive.

    .PARAMETER Override
    Arguments for the installer in place of all others.

    .PARAMETER Custom
    Arguments for the installer besides the others.

    .PARAMETER Location
    The folder to install to, on the machine that is changed.

    .PARAMETER Log
    The file for the installer's log.

    .PARAMETER Force
    Update although nothing is newer or a pin prevents it, replace files that were changed by hand, and accept an object that was
    listed on another machine.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptPackageAgreements
    Accept the agreements of the package. Without it a package that has some is not installed.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .PARAMETER DisableInteractivity
    Nobody is asked for administrator rights: what needs them fails.

    .PARAMETER WhenRunning
    What to do while the installed program runs: Skip the package (its result says Running), Wait until it has ended (ten minutes,
    or -TimeoutSeconds), or Stop it: its windows are asked to close, then it is ended. Without it the installer decides.

    .PARAMETER MeteredConnection
    Skip: download nothing over a metered connection; the result of what is left out says MeteredConnection. Allow is the default,
    unless the setting network.meteredConnection says skip for updates of all packages.

    .PARAMETER TimeoutSeconds
    The time limit of the whole command: after it no new step is begun, and an installer that runs is ended with
    all that it started.

    .PARAMETER LockWaitSeconds
    How long to wait while another change of this machine is under way; 120 by default.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.InstallResult; WinGetPy.Plan with -WhatIf; WinGetPy.InstalledPackage if nothing is named

    .EXAMPLE
    Update-WinGetPackage

    Lists what can be updated, and changes nothing.

    .EXAMPLE
    Update-WinGetPackage -All -WhatIf

    Shows the plans for all updates.

    .EXAMPLE
    Update-WinGetPackage -All -Exclude Git.Git, 'Microsoft.*' -WhatIf

    Shows the plans for all updates but some.

    .EXAMPLE
    Get-WinGetPackage -UpdateAvailable | Where-Object Scope -eq User | Update-WinGetPackage

    Updates what the user has installed for himself.

    .EXAMPLE
    Update-WinGetPackage -Id Git.Git -TimeoutSeconds 300

    Updates one package; after five minutes no new step is begun.

    .EXAMPLE
    Update-WinGetPackage git -Source winget -Version 2.45.0

    Updates the package of one source to one version, which need not be the newest.

    .EXAMPLE
    Update-WinGetPackage -Include 'Microsoft.*', Git.Git -IncludeUnknown -IncludePinned -WhatIf

    Shows the plans for some packages only, also for pinned ones and those without a known version.

    .EXAMPLE
    Update-WinGetPackage -All -AcceptPackageAgreements -AcceptSourceAgreements -DisableInteractivity -WhenRunning Skip -MeteredConnection Skip -LockWaitSeconds 600

    Updates everything where nobody watches: what runs, and what would need a paid connection, is left for the next time.

    .EXAMPLE
    Update-WinGetPackage -Name Git -MatchOption EqualsCaseInsensitive -Architecture X64 -InstallerType Zip -Locale en-US -Scope User -SkipDependencies

    Updates the package with exactly this name, and chooses among its installers.

    .EXAMPLE
    Update-WinGetPackage -Moniker git -Mode Silent -Custom '/NORESTART' -Location D:\Tools\Git -Log ./git.log -WhenRunning Stop

    Updates silently in its folder, with one more argument for the installer; keeps the log, and ends the program if it runs.

    .EXAMPLE
    Update-WinGetPackage -Id Git.Git -UninstallPrevious -Force -Override '/VERYSILENT /NORESTART'

    Removes the version before, and installs the newest with these arguments only, also where nothing is newer.

    .EXAMPLE
    Update-WinGetPackage -Id Git.Git -AllowHashMismatch -Header team=build

    Updates although the download is not what the manifest says, from a REST source that expects a text. An administrator has to allow that (Enable-WinGetSetting).

    .LINK
    Get-WinGetPackage
    #>
    [Alias('udwgp')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-PackageOperation asks, with the plan.')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.InstallResult', 'WinGetPy.Plan', 'WinGetPy.InstalledPackage')]
    param(
        [Parameter(ParameterSetName = 'FoundSet', Position = 0, ValueFromPipelineByPropertyName, ValueFromRemainingArguments)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] -Installed } @args })]
        [object[]] $Query,

        [Parameter(ParameterSetName = 'GivenSet', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('InputObject')] [ValidateNotNull()]
        [psobject] $PSCatalogPackage,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [Alias('PackageIdentifier')] [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] -Installed } @args })]
        [string[]] $Id,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageName $args[2] $args[4] -Installed } @args })]
        [string] $Name,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-Moniker $args[2] $args[4] } @args })]
        [string] $Moniker,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Source,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Equals', 'EqualsCaseInsensitive', 'StartsWithCaseInsensitive', 'ContainsCaseInsensitive', '')]
        [string] $MatchOption,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageVersion $args[2] $args[4] $args[3] } @args })]
        [string] $Version,

        [Parameter(ParameterSetName = 'AllSet')]
        [switch] $All,

        [switch] $IncludeUnknown,

        [switch] $IncludePinned,

        [Parameter(ParameterSetName = 'AllSet')]
        [Parameter(ParameterSetName = 'FoundSet')]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] -Installed } @args })]
        [string[]] $Include,

        [Parameter(ParameterSetName = 'AllSet')]
        [Parameter(ParameterSetName = 'FoundSet')]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] -Installed } @args })]
        [string[]] $Exclude,

        [switch] $UninstallPrevious,

        [switch] $AllowHashMismatch,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'X86', 'Arm', 'X64', 'Arm64', 'Neutral', '')]
        [string] $Architecture,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'Inno', 'Wix', 'Msi', 'Nullsoft', 'Zip', 'Msix', 'Appx', 'Exe', 'Burn', 'MSStore', 'Pwa', 'Portable', 'Font', 'Unknown', '')]
        [string] $InstallerType,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Locale,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Any', 'User', 'System', 'Machine', 'UserOrUnknown', 'SystemOrUnknown', '')]
        [string] $Scope,

        [switch] $SkipDependencies,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'Silent', 'Interactive', '')]
        [string] $Mode,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Override,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Custom,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Location,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Log,

        [switch] $Force,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Header,

        [switch] $AcceptPackageAgreements,

        [switch] $AcceptSourceAgreements,

        [switch] $DisableInteractivity,

        [ValidateSet('Skip', 'Wait', 'Stop', '')]
        [string] $WhenRunning,

        [ValidateSet('Skip', 'Allow', '')]
        [string] $MeteredConnection,

        [ValidateRange(1, 2147483)]
        [int] $TimeoutSeconds,

        [ValidateRange(0, 2147483)]
        [int] $LockWaitSeconds
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Invoke-PackageUpdate $run $PSBoundParameters
    }
}
