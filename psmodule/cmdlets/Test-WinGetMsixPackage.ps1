function Test-WinGetMsixPackage {
    <#
    .SYNOPSIS
    Says whether MSIX packages can be used by the user, and why not.

    .DESCRIPTION
    A package is ready when it is there, registered for the user, of the version that is asked for or a newer one, and its status is good. A
    set is shown as a tree: what is there and what is missing. It is a quick test, and changes nothing.

    .PARAMETER Target
    What to test: package full names (a newer version is ready, too), family names, or ms-uup: URIs.

    .PARAMETER InputObject
    A package from the pipeline: of Get-WinGetMsixPackage, of Get-WinGetPackage (its PackageFamilyName), a file, or text.

    .PARAMETER PackageSet
    A set of packages: a hashtable or an object with Id and PackageSetItems, each with PackageFamilyName and where it is needed
    MinVersion, ProcessorArchitectureFilter and PackageUri.

    .PARAMETER Quiet
    Emit only whether all of it is ready: true or false.

    .INPUTS
    Text, or objects that name a package.

    .OUTPUTS
    WinGetPy.MsixReadiness, System.Boolean

    .EXAMPLE
    Test-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe

    Says whether a package of the family can be used.

    .EXAMPLE
    Test-WinGetMsixPackage -PackageSet @{ Id = 'office'; PackageSetItems = @(@{ Id = 'app'; PackageFamilyName = 'Contoso.App_8wekyb3d8bbwe'; MinVersion = '2.0.0.0' }) }

    Shows what of a set is there and what is missing.

    .EXAMPLE
    Get-WinGetMsixPackage -Name Contoso.* | Test-WinGetMsixPackage | Where-Object IsReady -EQ $false

    Lists the packages of a publisher that cannot be used, with the reason.

    .EXAMPLE
    if (-not (Test-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe -Quiet)) { Repair-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe }

    Repairs a package where that is necessary.

    .LINK
    Invoke-WinGetMsixDeployment
    #>
    [CmdletBinding(DefaultParameterSetName = 'TargetSet')]
    [OutputType('WinGetPy.MsixReadiness', [bool])]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'TargetSet')]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-MsixName $args[2] } @args })]
        [string[]] $Target,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'PipedSet')]
        [ValidateNotNull()]
        [psobject] $InputObject,

        [Parameter(Mandatory, ParameterSetName = 'PackageSetSet')]
        [ValidateNotNull()]
        [psobject] $PackageSet,

        [switch] $Quiet
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        foreach ($one in @(Get-MsixTarget $run $PSBoundParameters $InputObject -Named)) {
            if ($Quiet) {
                $null = @(Invoke-Engine -Call $run.Call -Method msix/test -Parameter $one.Ask -ItemsAs MsixReadiness)
                if ($run.Call.Error) { Write-EngineError $PSCmdlet $run.Call.Error $one.Label } else { [bool]$run.Call.Result.IsReady }
            } else {
                Invoke-MsixQuery $run msix/test $one.Ask MsixReadiness $one.Label
            }
            if ($run.Call.Abandoned) { break }
        }
        Exit-Abandoned $run.Call
    }
}
