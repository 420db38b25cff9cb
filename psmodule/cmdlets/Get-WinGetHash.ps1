function Get-WinGetHash {
    <#
    .SYNOPSIS
    Hashes installers as manifests name them.

    .DESCRIPTION
    Emits one object a file with its SHA-256 in upper case, and with -Msix also that of the signature within an MSIX package
    or bundle (SignatureSha256). A file that is no package gets its own hash and an error.

    .PARAMETER Path
    Installers; * and ? are wildcards.

    .PARAMETER Msix
    Also hash the signature of an MSIX package.

    .INPUTS
    Files, paths, or objects with a Path.

    .OUTPUTS
    WinGetPy.InstallerHash

    .EXAMPLE
    Get-WinGetHash ./setup.exe

    Shows the hash of one installer.

    .EXAMPLE
    Get-ChildItem *.msixbundle | Get-WinGetHash -Msix | Format-List

    Shows both hashes of packages.

    .LINK
    Test-WinGetManifest
    #>
    [CmdletBinding()]
    [OutputType('WinGetPy.InstallerHash')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('FullName', 'PSPath')] [ValidateNotNullOrEmpty()]
        [string[]] $Path,

        [Parameter()]
        [switch] $Msix
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        foreach ($one in Resolve-InputPath $run $_ $Path) {
            Invoke-Engine -Call $run.Call -Method manifest/hash -Parameter @{ Path = $one; Msix = $Msix.IsPresent }
            $answer = $run.Call.Result
            if ($answer) {
                Send-Object @(ConvertTo-WinGetObject InstallerHash $answer $run.Call) $run.Call
                if ($answer.Error) { Write-EngineError $PSCmdlet $answer.Error $one }
            } elseif ($run.Call.Error) {
                Write-EngineError $PSCmdlet $run.Call.Error $one
            }
            if ($run.Call.Abandoned) { break }
        }
        Exit-Abandoned $run.Call
    }
}
