function Resolve-InstallerInput {
    # The installers that a caller named, as the engine can use them: URLs as they are, files as absolute paths, each with what is
    # behind its bars. Emits null for something piped that names no installer, after its error.
    param(
        [Parameter(Mandatory)] $Run,
        [AllowNull()] $Piped,
        [AllowEmptyCollection()][AllowNull()][string[]] $Installer
    )

    $cmdlet = $Run.Cmdlet
    if ($cmdlet.MyInvocation.ExpectingInput -and $Run.Given -notcontains 'Installer' -and $null -ne $Piped) {
        $names = 'Installer', 'Url', 'Path', 'FullName', 'PSPath'
        if ($Piped.PSObject.BaseObject -isnot [string] -and -not @($names | Where-Object { $Piped.PSObject.Properties[$_] }).Count) {
            Write-InputError $cmdlet (Get-Message PipedNoInstaller $Piped.PSObject.BaseObject.GetType().Name) (Get-Message PipeInstallers) $Piped
            return $null
        }
    }
    foreach ($one in $Installer) {
        $place, $words = $one -split '\|', 2
        if ($place -notmatch '^https?://') { $place = Resolve-NativePath (Connect-Engine $cmdlet) $place $cmdlet }
        if ($null -ne $words) { "$place|$words" } else { $place }
    }
}
