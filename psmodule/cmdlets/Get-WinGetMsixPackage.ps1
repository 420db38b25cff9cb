function Get-WinGetMsixPackage {
    <#
    .SYNOPSIS
    Lists MSIX packages.

    .DESCRIPTION
    Lists the packages that the user has, by name: version, architecture, status, who has it, whether every new user gets it, and whether a
    newer version waits for its registration. Pipe to Format-List for all of it. The status is what the system knows; whether the files
    are still those of the package is tested by Test-WinGetMsixPackage.

    .PARAMETER Name
    The name of the identity, a family name or a full name; * and ? are wildcards. Several names are several questions.

    .PARAMETER InputObject
    A package from the pipeline: of Get-WinGetPackage (its PackageFamilyName; others than MSIX packages are passed over), or text.

    .PARAMETER AllUsers
    Also what other users have, and what is only staged. Needs administrator rights.

    .PARAMETER AllKinds
    Also resource packages, bundles and optional packages.

    .PARAMETER Provisioned
    Only what every new user gets.

    .INPUTS
    Names, or objects with a FullName, PackageFullName, FamilyName or PackageFamilyName.

    .OUTPUTS
    WinGetPy.MsixPackage

    .EXAMPLE
    Get-WinGetMsixPackage

    Lists the packages of the user.

    .EXAMPLE
    Get-WinGetMsixPackage -Name Contoso.* -AllUsers | Format-List

    Shows all about the packages of Contoso, whoever has them.

    .EXAMPLE
    'Contoso.App' | Get-WinGetMsixPackage | Select-Object FullName, Status

    Shows the full name and the status of a package. Packages of Get-WinGetPackage can be piped, too.

    .EXAMPLE
    Get-WinGetPackage -Id Contoso.* | Get-WinGetMsixPackage -AllKinds

    Shows the packages behind what is installed, also their resource packages and bundles.

    .EXAMPLE
    Get-WinGetMsixPackage -Provisioned -AllUsers

    Lists what every new user gets.

    .LINK
    Test-WinGetMsixPackage
    #>
    [CmdletBinding()]
    [OutputType('WinGetPy.MsixPackage')]
    param(
        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-MsixName $args[2] } @args })]
        [string[]] $Name,

        [Parameter(ValueFromPipeline)]
        [psobject] $InputObject,

        [switch] $AllUsers,

        [switch] $AllKinds,

        [switch] $Provisioned
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $ask = @{}
        foreach ($switch in 'AllUsers', 'AllKinds', 'Provisioned') { if ($PSBoundParameters[$switch]) { $ask[$switch] = $true } }
        $names = if ($Name) { $Name } elseif ($PSBoundParameters.ContainsKey('InputObject')) {
            $text = Get-MsixName $InputObject
            if (-not $text -and $InputObject.PSObject.Properties['PackageFamilyName']) { return $PSCmdlet.WriteVerbose((Get-Message NoMsixPackage $InputObject.Id)) }
            if (-not $text) { return Write-InputError $PSCmdlet (Get-Message PipedNoMsixPackage) (Get-Message PipeMsixPackage) $InputObject }
            $text
        } else { $null }
        foreach ($one in @($names)) {
            if ($one) { $ask.Name = $one.Trim() }
            Invoke-MsixQuery $run msix/get $ask MsixPackage $one
            if ($run.Call.Abandoned) { break }
        }
        Exit-Abandoned $run.Call
    }
}
