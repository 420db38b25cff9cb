function Undo-WinGetPackage {
    <#
    .SYNOPSIS
    Goes back to the version before the last update of a package, or takes back another operation of the history.

    .DESCRIPTION
    Looks into the history for the last update of the package that is named, and plans the version before it, if the source still
    offers that version; -WhatIf shows the plan, -Confirm asks. Where the technology cannot replace a newer version, the newer
    one is removed first. An operation from Get-WinGetHistory (or by -Number) is taken back itself: an update as above, an install
    by an uninstall, an uninstall by an install of the version that was removed. An undo is never undone unasked: called again, it
    goes back one update more.

    .PARAMETER Query
    The words of one query, which must equal the id, name or moniker of one package. Several packages are named by -Id a, b
    or through the pipeline.

    .PARAMETER PSCatalogPackage
    An operation (from Get-WinGetHistory), a package (from Get-WinGetPackage), any object with an Id or a Name, or text, mostly
    from the pipeline. Text must equal an id, name or moniker.

    .PARAMETER Id
    The id of the package. Several ids are several packages.

    .PARAMETER Name
    The name of the package. Ignored where -Id is given.

    .PARAMETER Moniker
    The moniker (a short name) of the package.

    .PARAMETER Number
    The number of the operation in the history.

    .PARAMETER Source
    The name of the source that the version is taken from. By default the one that the operation used.

    .PARAMETER MatchOption
    How texts are compared: EqualsCaseInsensitive (the default), Equals, StartsWithCaseInsensitive or ContainsCaseInsensitive.

    .PARAMETER Scope
    The installation of the user (User) or of all users (Machine, or System), where there are both.

    .PARAMETER Mode
    How much an installer shows: Default (its progress), Silent or Interactive.

    .PARAMETER SkipDependencies
    Do not install what the package depends on.

    .PARAMETER Force
    Go back whatever version is installed now and although a pin prevents it, replace files that were changed by hand, and
    accept an object that was listed on another machine.

    .PARAMETER Log
    The file for the installer's log.

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
    The time limit of the whole command: after it no new step is begun. An installer that runs is let finish.

    .PARAMETER LockWaitSeconds
    How long to wait while another change of this machine is under way; 120 by default.

    .INPUTS
    Operations of the history, text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.InstallResult; WinGetPy.UninstallResult for an install that is taken back; WinGetPy.Plan with -WhatIf

    .EXAMPLE
    Undo-WinGetPackage -Id Git.Git -WhatIf

    Shows how the version before the last update of Git would be installed again.

    .EXAMPLE
    Get-WinGetHistory -Operation Update -Since (Get-Date).AddHours(-2) | Undo-WinGetPackage -Confirm:$false

    Takes back the updates of the last two hours.

    .EXAMPLE
    Undo-WinGetPackage -Number 12 -WhatIf

    Shows how one operation would be taken back.

    .EXAMPLE
    Undo-WinGetPackage git -Source winget -Scope User -SkipDependencies -WhatIf

    Shows the way back to the version of one source, without what that depends on.

    .EXAMPLE
    Undo-WinGetPackage -Name Git -MatchOption EqualsCaseInsensitive -Mode Silent -Log ./git.log -Force

    Goes back silently, whatever version is installed now, and keeps the log.

    .EXAMPLE
    Undo-WinGetPackage -Moniker git -AcceptPackageAgreements -AcceptSourceAgreements -DisableInteractivity -WhenRunning Stop -MeteredConnection Allow

    Goes back where nobody watches, at once: ends the program if it runs, and downloads over any connection.

    .EXAMPLE
    Undo-WinGetPackage -Id Git.Git -TimeoutSeconds 900 -LockWaitSeconds 600 -Header team=build

    Goes back within a quarter of an hour, from a REST source that expects a text.

    .LINK
    Get-WinGetHistory
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-PackageOperation asks, with the plan.')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.InstallResult', 'WinGetPy.UninstallResult', 'WinGetPy.Plan')]
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
        [string] $Name,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [string] $Moniker,

        [Parameter(ParameterSetName = 'FoundSet')]
        [ValidateRange(1, 2147483647)]
        [int] $Number,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Source,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Equals', 'EqualsCaseInsensitive', 'StartsWithCaseInsensitive', 'ContainsCaseInsensitive', '')]
        [string] $MatchOption,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Any', 'User', 'System', 'Machine', 'UserOrUnknown', 'SystemOrUnknown', '')]
        [string] $Scope,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'Silent', 'Interactive', '')]
        [string] $Mode,

        [switch] $SkipDependencies,

        [switch] $Force,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Log,

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
        Invoke-PackageUndo $run $PSBoundParameters
    }
}
