function Test-SourceInput {
    # Whether what was piped names a source: text, or an object with a Name. If not, the error is written. PowerShell itself
    # would make text of anything, and the source would be called @{Foo=1}.
    param([Parameter(Mandatory)] $Cmdlet, $Thing, [Parameter(Mandatory)][bool] $Named)

    if ($Named -or -not $Cmdlet.MyInvocation.ExpectingInput -or $null -eq $Thing) { return $true }
    if ($Thing.PSObject.BaseObject -is [string] -or $Thing.PSObject.Properties['Name']) { return $true }
    Write-EngineError $Cmdlet @{
        Symbol = 'InvalidInput'; Category = 'InvalidArgument'; Code = '0x8A150002'
        Message = "A $($Thing.PSObject.BaseObject.GetType().Name) was piped that names no source: it has no Name."
        Remedy = 'Pipe sources, objects with a Name, or text.'
    } $Thing
    $false
}
