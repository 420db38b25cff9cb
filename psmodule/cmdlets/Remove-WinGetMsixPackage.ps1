function Remove-WinGetMsixPackage {
    <#
    .SYNOPSIS
    Removes MSIX packages from the user, or from all users.

    .DESCRIPTION
    Asks the engine which packages are meant, asks by -Confirm or shows them by -WhatIf, and then removes each. The content goes when no
    user has it any more, the application data with the last package of the family. A package that is not there is an error,
    unless -OkIfNotFound.

    .PARAMETER Target
    What to remove: package full names, family names, or ms-uup: URIs.

    .PARAMETER InputObject
    A package from the pipeline: of Get-WinGetMsixPackage, of Get-WinGetPackage (its PackageFamilyName), a file, or text.

    .PARAMETER PackageSet
    A set of packages: a hashtable or an object with Id and PackageSetItems, each with PackageFamilyName and where it is needed
    MinVersion, ProcessorArchitectureFilter and PackageUri.

    .PARAMETER OkIfNotFound
    A package that is not there is a success.

    .PARAMETER PreserveApplicationData
    Keep the application data; only of packages that were registered as a developer does.

    .PARAMETER PreserveRoamableApplicationData
    Keep the part of the application data that roams.

    .PARAMETER RemoveForAllUsers
    Remove it from every user. Needs administrator rights.

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
    Remove-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe -WhatIf

    Shows which packages of a family would be removed.

    .EXAMPLE
    Get-WinGetMsixPackage -Name Contoso.* | Remove-WinGetMsixPackage -Confirm

    Removes what is listed, and asks before each.

    .EXAMPLE
    Remove-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe -OkIfNotFound -RemoveForAllUsers -TimeoutSeconds 600 -LockWaitSeconds 300

    Removes a family from every user, as a script does that may run twice.

    .EXAMPLE
    Remove-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe -PreserveApplicationData -PreserveRoamableApplicationData

    Removes a package that was registered as a developer does, and keeps its data.

    .EXAMPLE
    Import-Clixml packages.xml | Remove-WinGetMsixPackage -Force

    Removes packages that were listed on another machine.

    .EXAMPLE
    Remove-WinGetMsixPackage -PackageSet @{ Id = 'office'; PackageSetItems = @(@{ PackageFamilyName = 'Contoso.App_8wekyb3d8bbwe' }) }

    Removes what belongs together.

    .LINK
    Add-WinGetMsixPackage
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

        [switch] $OkIfNotFound,

        [switch] $PreserveApplicationData,

        [switch] $PreserveRoamableApplicationData,

        [switch] $RemoveForAllUsers,

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
        Invoke-MsixDeployment $run Remove $PSBoundParameters $InputObject
    }
}
