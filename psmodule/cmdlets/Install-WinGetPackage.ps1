function Install-WinGetPackage {
    <#
    .SYNOPSIS
    Installs packages.

    .DESCRIPTION
    Makes a plan for each package (which installer, from where, what it will change), asks by -Confirm or shows it by
    -WhatIf, and then carries out exactly that plan. Emits one result a package; a failure is also an error, and the next
    package goes on. What is there already in this or a newer version is left alone (Changed is false); an older one is updated.

    .PARAMETER Query
    The words of one query, which must equal the id, name or moniker of one package. Several packages are named by -Id a, b
    or through the pipeline.

    .PARAMETER PSCatalogPackage
    A package (from Find-WinGetPackage, live or from a file or another session), any object with an Id or a
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
    The version to install; by default the newest. Piped packages of Find-WinGetPackage bring theirs.

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
    Install again what is there already, and accept an object that was listed on another machine.

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
    WinGetPy.InstallResult, or WinGetPy.Plan with -WhatIf

    .EXAMPLE
    Install-WinGetPackage -Id Git.Git, 7zip.7zip

    Installs two packages by their ids.

    .EXAMPLE
    'Git.Git', '7zip.7zip' | Install-WinGetPackage -Scope User -AcceptPackageAgreements

    Installs two packages for the user.

    .EXAMPLE
    Find-WinGetPackage -Id Git.Git -MatchOption Equals | Install-WinGetPackage -WhatIf

    Shows the plan for a package that was found.

    .EXAMPLE
    Import-Csv packages.csv | Install-WinGetPackage

    Installs what a file lists in its columns Id and, where they are filled, Version, Source and Scope.

    .EXAMPLE
    Install-WinGetPackage git -Source winget

    Installs the package of one source whose id, name or moniker is git.

    .EXAMPLE
    Install-WinGetPackage -Name Git -MatchOption EqualsCaseInsensitive -Version 2.44.0 -Architecture X64 -InstallerType Zip -Locale en-US

    Installs one version of the package with exactly this name, and chooses among its installers.

    .EXAMPLE
    Install-WinGetPackage -Moniker 7zip -Mode Silent -Custom '/S' -Location D:\Tools\7-Zip -Log ./7zip.log

    Installs silently to a folder, with one more argument for the installer, and keeps its log.

    .EXAMPLE
    Install-WinGetPackage -Id Git.Git -Override '/VERYSILENT /NORESTART' -SkipDependencies -Force

    Installs once more what is there already, with these arguments only and without what it depends on.

    .EXAMPLE
    Install-WinGetPackage -Id Git.Git -AcceptPackageAgreements -AcceptSourceAgreements -DisableInteractivity -WhenRunning Skip -MeteredConnection Skip

    Installs where nobody watches: nothing is asked, a program that runs is not disturbed, and a paid connection is not used.

    .EXAMPLE
    Install-WinGetPackage -Id Git.Git -TimeoutSeconds 1800 -LockWaitSeconds 600

    Waits up to ten minutes for another change of the machine, and stops after half an hour.

    .EXAMPLE
    Install-WinGetPackage -Id Contoso.Tool -AllowHashMismatch -Header team=build

    Installs although the download is not what the manifest says, from a REST source that expects a text. An administrator has to allow that (Enable-WinGetSetting).

    .LINK
    Find-WinGetPackage
    #>
    [Alias('iswgp')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-PackageOperation asks, with the plan.')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.InstallResult', 'WinGetPy.Plan')]
    param(
        [Parameter(ParameterSetName = 'FoundSet', Position = 0, ValueFromPipelineByPropertyName, ValueFromRemainingArguments)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] } @args })]
        [object[]] $Query,

        [Parameter(ParameterSetName = 'GivenSet', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('InputObject')] [ValidateNotNull()]
        [psobject] $PSCatalogPackage,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [Alias('PackageIdentifier')] [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] } @args })]
        [string[]] $Id,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageName $args[2] $args[4] } @args })]
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
        Invoke-PackageOperation $run Install $PSBoundParameters
    }
}
