function Repair-WinGetPackage {
    <#
    .SYNOPSIS
    Repairs installed packages.

    .DESCRIPTION
    Makes a plan for each package, asks by -Confirm or shows it by -WhatIf, and then carries out exactly that plan. Emits one
    result a package; a failure is also an error, and the next package goes on. A package of the Windows Installer is repaired by
    msiexec; of other programs the manifest of the installed version says how (RepairBehavior). Portables have no repair.

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
    The installed version to repair, where several are there.

    .PARAMETER Scope
    Limits to what is installed for the user (User) or for all users (Machine, or System). Any is the default.

    .PARAMETER Mode
    How much the repair shows: Default (its progress), Silent or Interactive.

    .PARAMETER Force
    Accept an object that was listed on another machine.

    .PARAMETER AllowHashMismatch
    Accept an installer whose hash differs, where the repair downloads one. Never when elevated.

    .PARAMETER AcceptPackageAgreements
    Accept the agreements of the packages.

    .PARAMETER Log
    The file for the repair's log.

    .PARAMETER DisableInteractivity
    Nobody is asked for administrator rights: what needs them fails.

    .PARAMETER WhenRunning
    What to do while the installed program runs: Skip the package (its result says Running), Wait until it has ended (ten minutes,
    or -TimeoutSeconds), or Stop it: its windows are asked to close, then it is ended. Without it the installer decides.

    .PARAMETER MeteredConnection
    Skip: download nothing over a metered connection; the result of what is left out says MeteredConnection. Allow is the default,
    unless the setting network.meteredConnection says skip for updates of all packages.

    .PARAMETER TimeoutSeconds
    The time limit of the whole command: after it no new step is begun, and a program that runs is ended with all it started.

    .PARAMETER LockWaitSeconds
    How long to wait while another change of this machine is under way; 120 by default.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.RepairResult, or WinGetPy.Plan with -WhatIf

    .EXAMPLE
    Repair-WinGetPackage -Id Git.Git -WhatIf

    Shows what repairing a package would do.

    .EXAMPLE
    Get-WinGetPackage -Id Contoso.* | Repair-WinGetPackage -Confirm

    Repairs what is listed, and asks before each.

    .EXAMPLE
    Repair-WinGetPackage git -Source winget -Scope User -Mode Silent -Log ./git.log

    Repairs the user's installation silently, and keeps the log.

    .EXAMPLE
    Repair-WinGetPackage -Name Git -MatchOption EqualsCaseInsensitive -Version 2.44.0 -AcceptPackageAgreements -Force

    Repairs one version of the package with exactly this name, also where files were changed by hand.

    .EXAMPLE
    Get-WinGetPackage | Get-WinGetInstalledStatus | Where-Object Status -EQ FileNotFound | Repair-WinGetPackage -WhatIf

    Shows how packages with missing files would be repaired.

    .EXAMPLE
    Repair-WinGetPackage -Moniker git -DisableInteractivity -WhenRunning Skip -MeteredConnection Skip -TimeoutSeconds 900 -LockWaitSeconds 600

    Repairs where nobody watches: asks nothing, disturbs no program that runs, and downloads nothing over a paid connection.

    .EXAMPLE
    Repair-WinGetPackage -Id Git.Git -AllowHashMismatch

    Repairs with an installer that is not what the manifest says. An administrator has to allow that (Enable-WinGetSetting).

    .LINK
    Get-WinGetPackage
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-PackageOperation asks, with the plan.')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.RepairResult', 'WinGetPy.Plan')]
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

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Any', 'User', 'System', 'Machine', 'UserOrUnknown', 'SystemOrUnknown', '')]
        [string] $Scope,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'Silent', 'Interactive', '')]
        [string] $Mode,

        [switch] $Force,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] $AllowHashMismatch,

        [switch] $AcceptPackageAgreements,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Log,

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
        Invoke-PackageOperation $run Repair $PSBoundParameters
    }
}
