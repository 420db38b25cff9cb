function Invoke-WinGetMsixDeployment {
    <#
    .SYNOPSIS
    Does to MSIX packages what the other commands have no name for: stage, register, provision and ensure that they are ready.

    .DESCRIPTION
    EnsureIsReady adds what cannot be used, and does nothing for the rest. Stage puts content on the machine, for no user. Register gives
    the user what is staged, or a folder with an AppxManifest.xml. Provision gives a staged family to every user, Deprovision no longer
    gives it to new ones. Which target each takes is in docs/msix.md; another one is refused with the code of Windows.

    .PARAMETER Operation
    EnsureIsReady, Stage, Register, Provision or Deprovision.

    .PARAMETER Target
    What it is done to: a path or URI (Stage, Register), a family or full name (Register), a family name (Provision, Deprovision),
    or an ms-uup: URI.

    .PARAMETER InputObject
    A package from the pipeline: of Get-WinGetMsixPackage, of Get-WinGetPackage (its PackageFamilyName), a file, or text.

    .PARAMETER PackageSet
    A set of packages: a hashtable or an object with Id and PackageSetItems, each with PackageFamilyName and where it is needed
    MinVersion, ProcessorArchitectureFilter and PackageUri.

    .PARAMETER Option
    The options of the operation by the names of its options class, such as @{ DeveloperMode = $true } for Register, or
    @{ AddPackageOptions = @{ ForceAppShutdown = $true } } for EnsureIsReady.
    EnsureIsReady: AddPackageOptions (with the names of the parameters of Add-WinGetMsixPackage), RegisterNewerIfAvailable.
    Stage: TargetVolume, DependencyPackageUris, OptionalPackageFamilyNames, OptionalPackageUris, RelatedPackageUris, ExternalLocationUri,
    StubPackageOption, DeveloperMode, ForceUpdateFromAnyVersion, InstallAllResources, RequiredContentGroupOnly, StageInPlace,
    AllowUnsigned, ExpectedDigests.
    Register: AppDataVolume, DependencyPackageUris, DependencyPackageFamilyNames, OptionalPackageFamilyNames, ExternalLocationUri,
    DeveloperMode, ForceAppShutdown, ForceTargetAppShutdown, ForceUpdateFromAnyVersion, InstallAllResources, StageInPlace,
    AllowUnsigned, DeferRegistrationWhenPackagesAreInUse, ExpectedDigests.
    Provision: OptionalPackageFamilyNames, ProjectionOrderPackageFamilyNames. Deprovision has none.

    .PARAMETER Force
    Accept an object that was listed on another machine.

    .PARAMETER TimeoutSeconds
    The time limit of the whole command: a deployment that is not done by then is stopped, and undone.

    .PARAMETER LockWaitSeconds
    How long to wait while another change of this machine is under way; 120 by default.

    .INPUTS
    Text, files, or objects that name a package.

    .OUTPUTS
    WinGetPy.MsixDeploymentResult, or WinGetPy.MsixPlan with -WhatIf

    .EXAMPLE
    Invoke-WinGetMsixDeployment Stage ./app.msixbundle

    Puts the content of a bundle on the machine.

    .EXAMPLE
    Invoke-WinGetMsixDeployment Register Contoso.App_8wekyb3d8bbwe

    Registers the newest version of a family that is staged.

    .EXAMPLE
    Get-WinGetMsixPackage -Name Contoso.App | Invoke-WinGetMsixDeployment Provision

    Gives a package to every user.

    .EXAMPLE
    Invoke-WinGetMsixDeployment EnsureIsReady -PackageSet @{ Id = 'office'; PackageSetItems = @(@{ PackageFamilyName = 'Contoso.App_8wekyb3d8bbwe'; MinVersion = '2.0.0.0'; PackageUri = 'https://contoso.com/app.msix' }) }

    Adds what of a set is missing or older.

    .EXAMPLE
    Invoke-WinGetMsixDeployment Register ./app/AppxManifest.xml -Option @{ DeveloperMode = $true } -TimeoutSeconds 600 -LockWaitSeconds 300

    Registers a folder while a package is made.

    .EXAMPLE
    Import-Clixml packages.xml | Invoke-WinGetMsixDeployment Deprovision -Force

    Packages that were listed on another machine are no longer given to new users.

    .LINK
    Add-WinGetMsixPackage
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-MsixDeployment asks, with the plan.')]
    [CmdletBinding(DefaultParameterSetName = 'TargetSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.MsixDeploymentResult', 'WinGetPy.MsixPlan')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [ValidateSet('EnsureIsReady', 'Stage', 'Register', 'Provision', 'Deprovision')]
        [string] $Operation,

        [Parameter(Mandatory, Position = 1, ParameterSetName = 'TargetSet')]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [string[]] $Target,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'PipedSet')]
        [ValidateNotNull()]
        [psobject] $InputObject,

        [Parameter(Mandatory, ParameterSetName = 'PackageSetSet')]
        [ValidateNotNull()]
        [psobject] $PackageSet,

        [ValidateNotNull()]
        [hashtable] $Option,

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
        Invoke-MsixDeployment $run $Operation $PSBoundParameters $InputObject
    }
}
