function Reset-WinGetMsixPackage {
    <#
    .SYNOPSIS
    Resets MSIX packages: their application data are deleted.

    .DESCRIPTION
    Deletes the application data of each package and registers it again, as after its first installation. Only what the user has can be
    reset.

    .PARAMETER Target
    What to reset: package full names, family names, or ms-uup: URIs.

    .PARAMETER InputObject
    A package from the pipeline: of Get-WinGetMsixPackage, of Get-WinGetPackage (its PackageFamilyName), a file, or text.

    .PARAMETER PackageSet
    A set of packages: a hashtable or an object with Id and PackageSetItems, each with PackageFamilyName and where it is needed
    MinVersion, ProcessorArchitectureFilter and PackageUri.

    .PARAMETER Force
    Accept an object that was listed on another machine.

    .PARAMETER TimeoutSeconds
    The time limit of the whole command: a deployment that is not done by then is stopped, and undone.

    .PARAMETER LockWaitSeconds
    How long to wait while another change of this machine is under way; 120 by default.

    .INPUTS
    Text, or objects that name a package.

    .OUTPUTS
    WinGetPy.MsixDeploymentResult, or WinGetPy.MsixPlan with -WhatIf

    .EXAMPLE
    Reset-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe

    Resets the packages of a family.

    .EXAMPLE
    Get-WinGetMsixPackage -Name Contoso.* | Reset-WinGetMsixPackage -WhatIf

    Shows which packages that would be done to.

    .EXAMPLE
    Reset-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe -TimeoutSeconds 600 -LockWaitSeconds 300

    Resets within ten minutes, and waits up to five for another change of the machine.

    .EXAMPLE
    Import-Clixml packages.xml | Reset-WinGetMsixPackage -Force

    Resets packages that were listed on another machine.

    .EXAMPLE
    Reset-WinGetMsixPackage -PackageSet @{ Id = 'office'; PackageSetItems = @(@{ PackageFamilyName = 'Contoso.App_8wekyb3d8bbwe' }) }

    Resets what belongs together.

    .LINK
    Test-WinGetMsixPackage
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-MsixDeployment asks, with the plan.')]
    [CmdletBinding(DefaultParameterSetName = 'TargetSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.MsixDeploymentResult', 'WinGetPy.MsixPlan')]
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

        [switch] $Force,

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
        Invoke-MsixDeployment $run Reset $PSBoundParameters $InputObject
    }
}
