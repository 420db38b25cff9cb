function Uninstall-WinGetPackage {
    <#
    .SYNOPSIS
    Uninstalls packages.

    .DESCRIPTION
    Makes a plan for each package, asks by -Confirm or shows it by -WhatIf, and then carries out exactly that plan. Emits one
    result a package; a failure is also an error, and the next package goes on. Of a portable, files that its user made stay.

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
    The installed version to remove, where several are there.

    .PARAMETER Scope
    Limits to what is installed for the user (User) or for all users (Machine, or System). Any is the default.

    .PARAMETER Mode
    How much an uninstaller shows: Default (its progress), Silent or Interactive.

    .PARAMETER Force
    Remove files that were changed by hand, too, and accept an object that was listed on another machine.

    .PARAMETER Log
    The file for the uninstaller's log.

    .PARAMETER DisableInteractivity
    Nobody is asked for administrator rights: what needs them fails.

    .PARAMETER WhenRunning
    What to do while the installed program runs: Skip the package (its result says Running), Wait until it has ended (ten minutes,
    or -TimeoutSeconds), or Stop it: its windows are asked to close, then it is ended. Without it the installer decides.

    .PARAMETER TimeoutSeconds
    The time limit of the whole command: after it no new step is begun, and an installer that runs is ended with
    all that it started.

    .PARAMETER LockWaitSeconds
    How long to wait while another change of this machine is under way; 120 by default.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.UninstallResult, or WinGetPy.Plan with -WhatIf

    .EXAMPLE
    Uninstall-WinGetPackage -Id Git.Git -WhatIf

    Shows what uninstalling a package would do.

    .EXAMPLE
    Get-WinGetPackage -Id Contoso.* | Uninstall-WinGetPackage -Confirm

    Uninstalls what is listed, and asks before each.

    .EXAMPLE
    Uninstall-WinGetPackage git -Source winget -Scope User

    Uninstalls the user's installation of a package that came from one source.

    .EXAMPLE
    Uninstall-WinGetPackage -Name Git -MatchOption EqualsCaseInsensitive -Version 2.44.0 -Mode Silent -Log ./git.log

    Uninstalls one version of the package with exactly this name silently, and keeps the log.

    .EXAMPLE
    Uninstall-WinGetPackage -Moniker git -DisableInteractivity -WhenRunning Wait -TimeoutSeconds 900 -LockWaitSeconds 600

    Uninstalls where nobody watches: waits until the program has ended, and at most a quarter of an hour.

    .EXAMPLE
    Import-Csv packages.csv | Uninstall-WinGetPackage -Force

    Uninstalls what a file lists, with files that were changed by hand, and where the file is from another machine.

    .LINK
    Get-WinGetPackage
    #>
    [Alias('uswgp')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-PackageOperation asks, with the plan.')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.UninstallResult', 'WinGetPy.Plan')]
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
        [string] $Log,

        [switch] $DisableInteractivity,

        [ValidateSet('Skip', 'Wait', 'Stop', '')]
        [string] $WhenRunning,

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
        Invoke-PackageOperation $run Uninstall $PSBoundParameters
    }
}
