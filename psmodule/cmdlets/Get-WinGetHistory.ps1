function Get-WinGetHistory {
    <#
    .SYNOPSIS
    Lists what was installed, updated, repaired and removed, and how it ended.

    .DESCRIPTION
    Emits one object an operation on one package, the newest first: who asked for it and when, the versions before and after, the
    source, the installer's hash and command line (what the user wrote himself is masked), its exit code and log, and how it
    ended. Operations that failed or were interrupted are listed, too. All criteria must hold.

    .PARAMETER Query
    A part of the id or name of packages. Several words are one query.

    .PARAMETER Id
    The id of the package; * and ? are wildcards.

    .PARAMETER Name
    The name of the package; * and ? are wildcards. Ignored where -Id is given.

    .PARAMETER Source
    The name of the source that the package was from.

    .PARAMETER Operation
    Only these operations: Install, Update, Uninstall or Repair; of MSIX packages that were deployed by the commands for them also Add,
    EnsureIsReady, Stage, Register, Remove, Reset, Provision or Deprovision.

    .PARAMETER Since
    Only operations that began then or later.

    .PARAMETER Failed
    Only operations that did not succeed.

    .PARAMETER Number
    The operation with this number.

    .PARAMETER Count
    The newest operations, at most so many.

    .INPUTS
    Objects with an Id, such as packages.

    .OUTPUTS
    WinGetPy.HistoryEntry

    .EXAMPLE
    Get-WinGetHistory -Count 10

    Lists the last ten operations.

    .EXAMPLE
    Get-WinGetHistory -Failed -Since (Get-Date).AddDays(-7) | Format-List

    Shows all about what failed in the last seven days.

    .EXAMPLE
    Get-WinGetPackage -Id Git.Git | Get-WinGetHistory

    Lists what was done with one package.

    .EXAMPLE
    Get-WinGetHistory git -Operation Update -Source winget

    Lists the updates of packages with git in their id or name from one source.

    .EXAMPLE
    Get-WinGetHistory -Id Git.* -Count 1 | Format-List

    Shows all about the last operation on a package of a publisher.

    .EXAMPLE
    Get-WinGetHistory -Name 'Visual Studio*' | Select-Object Started, Operation, FromVersion, ToVersion

    Lists when and how a package was changed.

    .EXAMPLE
    Get-WinGetHistory -Number 12 | Undo-WinGetPackage -WhatIf

    Shows how one operation would be taken back.

    .LINK
    Update-WinGetPackage
    #>
    [CmdletBinding()]
    [OutputType('WinGetPy.HistoryEntry')]
    param(
        [Parameter(Position = 0, ValueFromRemainingArguments)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [string[]] $Query,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('PackageIdentifier')] [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] -Installed } @args })]
        [string[]] $Id,

        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [string] $Name,

        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Source,

        [ValidateSet('Install', 'Update', 'Uninstall', 'Repair', 'Add', 'EnsureIsReady', 'Stage', 'Register', 'Remove', 'Reset', 'Provision', 'Deprovision', '')]
        [string] $Operation,

        [datetime] $Since,

        [switch] $Failed,

        [ValidateRange(1, 2147483647)]
        [int] $Number,

        [ValidateRange(1, 2147483647)]
        [int] $Count
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Invoke-HistorySearch $run $PSBoundParameters
    }
}
