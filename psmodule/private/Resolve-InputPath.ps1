function Resolve-InputPath {
    # The paths that a caller gave, as the engine can use them. Wildcards are expanded where both look at the same disk and
    # nothing has that very name. What was piped and is no path is refused: PowerShell would make text of anything.
    param(
        [Parameter(Mandatory)] $Run,
        [AllowNull()] $Piped,
        [AllowEmptyCollection()][string[]] $Path
    )

    $cmdlet = $Run.Cmdlet
    if ($cmdlet.MyInvocation.ExpectingInput -and $Run.Given -notcontains 'Path' -and $null -ne $Piped) {
        $named = $Piped.PSObject.BaseObject -is [string] -or @('Path', 'FullName', 'PSPath' | Where-Object { $Piped.PSObject.Properties[$_] }).Count
        if (-not $named) {
            Write-InputError $cmdlet (Get-Message PipedNoFile $Piped.PSObject.BaseObject.GetType().Name) (Get-Message PipeFiles) $Piped
            return
        }
    }
    $engine = Connect-Engine $cmdlet
    $shared = Test-EngineSharesDisk $engine
    foreach ($one in $Path) {
        if (-not $shared -or -not [WildcardPattern]::ContainsWildcardCharacters($one) -or $cmdlet.InvokeProvider.Item.Exists($one, $true, $true)) {
            Resolve-NativePath $engine $one $cmdlet
            continue
        }
        $provider = $null
        $found = @($cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath($one, [ref]$provider))
        if (-not $found.Count) { Write-InputError $cmdlet (Get-Message NoFileMatches $one) (Get-Message GivePath) $one }
        $found
    }
}
