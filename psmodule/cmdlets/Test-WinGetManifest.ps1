function Test-WinGetManifest {
    <#
    .SYNOPSIS
    Shows what is wrong with manifests.

    .DESCRIPTION
    Checks manifests against the schema of their version and against the rules of winget, all at once. A folder is searched
    for manifests at any depth. One object a manifest is emitted; its Errors and Warnings say what is wrong, in which file, on
    which line, in which field, with which value. A manifest with errors is a result, not an error of the command.

    .PARAMETER Path
    Manifests, or folders of manifests; * and ? are wildcards.

    .PARAMETER ErrorOn
    What counts as an error although it is a warning for winget: VerifiedPublisher (fields that the community repository takes
    from verified publishers only), NetworkAddress (a URL in a switch), SchemaHeader (a header that is missing or wrong).

    .PARAMETER Installers
    A folder with installers, each under the last name of its URL. What is there is compared with the manifest: the hash of
    every installer; of MSIX packages also family name, version, oldest Windows and the hash of the signature.

    .INPUTS
    Files, folders, paths, or objects with a Path.

    .OUTPUTS
    WinGetPy.ManifestReport

    .EXAMPLE
    Test-WinGetManifest ./manifests | Where-Object Result -EQ Invalid

    Checks all manifests below a folder and keeps those with errors.

    .EXAMPLE
    (Test-WinGetManifest ./setup.yaml).Errors

    Lists the errors of one manifest.

    .EXAMPLE
    Get-ChildItem *.yaml | Test-WinGetManifest -ErrorOn SchemaHeader

    Checks files; a missing schema header is an error.

    .EXAMPLE
    Test-WinGetManifest ./setup.yaml -Installers ./dist

    Compares the hash in a manifest with the installer in a folder, before either is published.

    .LINK
    Get-WinGetHash
    #>
    [CmdletBinding()]
    [OutputType('WinGetPy.ManifestReport')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('FullName', 'PSPath')] [ValidateNotNullOrEmpty()]
        [string[]] $Path,

        [Parameter()]
        [ValidateSet('VerifiedPublisher', 'NetworkAddress', 'SchemaHeader')]
        [string[]] $ErrorOn,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Installers
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
        $options = @{}
        foreach ($one in $ErrorOn) { $options["${one}Errors"] = $true }
        if ($Installers) { $options.Installers = Resolve-NativePath (Connect-Engine $PSCmdlet) $Installers $PSCmdlet }
    }

    process {
        foreach ($one in Resolve-InputPath $run $_ $Path) {
            Invoke-Engine -Call $run.Call -Method manifest/validate -Parameter ($options + @{ Path = $one }) -ItemsAs ManifestReport
            if ($run.Call.Error) { Write-EngineError $PSCmdlet $run.Call.Error $one }
            if ($run.Call.Abandoned) { break }
        }
        Exit-Abandoned $run.Call
    }
}
