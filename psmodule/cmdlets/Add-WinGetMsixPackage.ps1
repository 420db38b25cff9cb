function Add-WinGetMsixPackage {
    <#
    .SYNOPSIS
    Adds MSIX packages: stages and registers them for the user.

    .DESCRIPTION
    Asks the engine what it would do, asks by -Confirm or shows it by -WhatIf, and then adds each package or bundle, updating what is
    older. Emits one result a target; a failure is also an error, with the codes of Windows, and the next target goes on. Adding
    what is there in this version changes nothing, and mends it where it is damaged.

    .PARAMETER Target
    What to add: paths, or URIs (file:, http:, https:, ms-uup:). From a web server only what is missing is transferred.

    .PARAMETER InputObject
    A package from the pipeline: of Get-WinGetMsixPackage, of Get-WinGetPackage (its PackageFamilyName), a file, or text.

    .PARAMETER PackageSet
    A set of packages: a hashtable or an object with Id and PackageSetItems, each with PackageFamilyName and where it is needed
    MinVersion, ProcessorArchitectureFilter and PackageUri.

    .PARAMETER TargetVolume
    The name of the volume to put it on. Without it the system's default.

    .PARAMETER DependencyPackageUris
    Paths or URIs of packages that it depends on, added with it where they are missing.

    .PARAMETER OptionalPackageFamilyNames
    Families of optional packages that are added with it.

    .PARAMETER OptionalPackageUris
    Paths or URIs of optional packages that are added with it.

    .PARAMETER RelatedPackageUris
    Paths or URIs of packages of the same related set, which are not added but may be needed.

    .PARAMETER ExternalLocationUri
    The folder or URI of its content outside of the package, for one whose manifest allows it.

    .PARAMETER StubPackageOption
    Which form of a package that has a stub: Default, InstallFull, InstallStub or UsePreference.

    .PARAMETER AllowUnsigned
    Accept a package without a signature, whose publisher is of the namespace for unsigned ones.

    .PARAMETER DeveloperMode
    Add it as a developer does.

    .PARAMETER ForceAppShutdown
    Close the programs of the package, and of those that depend on it, where they run.

    .PARAMETER ForceTargetAppShutdown
    Close only the programs of the package itself.

    .PARAMETER ForceUpdateFromAnyVersion
    Replace a newer version by this one. The application data stay.

    .PARAMETER InstallAllResources
    Add all resource packages of a bundle, whatever the user's languages are.

    .PARAMETER RequiredContentGroupOnly
    Bring only the content that is needed to start.

    .PARAMETER RetainFilesOnFailure
    Keep what was staged when the package cannot be added.

    .PARAMETER StageInPlace
    Use the content where it lies.

    .PARAMETER DeferRegistrationWhenPackagesAreInUse
    Where the old version runs, register the new one when it has ended; the result says IsRegistered false.

    .PARAMETER ExpectedDigests
    The digest that the package at a URI must have, by URI. Anything else is refused.

    .PARAMETER LimitToExistingPackages
    Take optional and related packages only where they are on the machine.

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
    Add-WinGetMsixPackage ./app.msixbundle -WhatIf

    Shows what adding a bundle would do: its version, and the one that it would replace.

    .EXAMPLE
    Add-WinGetMsixPackage https://contoso.com/app.msix -ForceAppShutdown

    Adds a package from a web server, and closes its programs. Of an update only the changed blocks are transferred.

    .EXAMPLE
    Get-ChildItem *.msixbundle | Add-WinGetMsixPackage

    Adds the bundles of a folder.

    .EXAMPLE
    Add-WinGetMsixPackage ./app.msixbundle -DependencyPackageUris ./runtime.msix -InstallAllResources -ForceTargetAppShutdown -TimeoutSeconds 600 -LockWaitSeconds 300

    Adds a bundle in all its languages with a package that it depends on, and closes its programs.

    .EXAMPLE
    Add-WinGetMsixPackage https://contoso.com/app.msix -ExpectedDigests @{ 'https://contoso.com/app.msix' = $digest } -DeferRegistrationWhenPackagesAreInUse

    Accepts only the package with this digest (Get-WinGetHash -Msix shows it), and waits with the new version until the old one has ended.

    .EXAMPLE
    Add-WinGetMsixPackage ./old.msix -ForceUpdateFromAnyVersion -TargetVolume $volume.Name -RetainFilesOnFailure

    Goes back to an older version on another volume, of Get-WinGetMsixVolume, and keeps what was staged if that fails.

    .EXAMPLE
    Add-WinGetMsixPackage ./app.msix -AllowUnsigned -DeveloperMode -StageInPlace -ExternalLocationUri D:\App

    Adds a package of one's own while it is made: without a signature, and with content that lies outside of it.

    .EXAMPLE
    Add-WinGetMsixPackage ./app.msixbundle -OptionalPackageUris ./extra.msix -OptionalPackageFamilyNames Contoso.Extra_8wekyb3d8bbwe -RelatedPackageUris ./more.msix -LimitToExistingPackages

    Adds an application with its optional packages, but only those that are on the machine.

    .EXAMPLE
    Add-WinGetMsixPackage ./app.msixbundle -StubPackageOption InstallFull -RequiredContentGroupOnly

    Adds the full form of an application that has a stub, and at first only what it needs to start.

    .EXAMPLE
    Import-Clixml packages.xml | Add-WinGetMsixPackage -Force

    Adds packages that were listed on another machine.

    .EXAMPLE
    Add-WinGetMsixPackage -PackageSet @{ Id = 'office'; PackageSetItems = @(@{ PackageFamilyName = 'Contoso.App_8wekyb3d8bbwe'; PackageUri = 'https://contoso.com/app.msix' }) }

    Adds what belongs together.

    .LINK
    Remove-WinGetMsixPackage
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-MsixDeployment asks, with the plan.')]
    [CmdletBinding(DefaultParameterSetName = 'TargetSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.MsixDeploymentResult', 'WinGetPy.MsixPlan')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'TargetSet')]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [string[]] $Target,

        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'PipedSet')]
        [ValidateNotNull()]
        [psobject] $InputObject,

        [Parameter(Mandatory, ParameterSetName = 'PackageSetSet')]
        [ValidateNotNull()]
        [psobject] $PackageSet,

        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-MsixVolume $args[2] } @args })]
        [string] $TargetVolume,

        [ValidateNotNullOrEmpty()]
        [string[]] $DependencyPackageUris,

        [ValidateNotNullOrEmpty()]
        [string[]] $OptionalPackageFamilyNames,

        [ValidateNotNullOrEmpty()]
        [string[]] $OptionalPackageUris,

        [ValidateNotNullOrEmpty()]
        [string[]] $RelatedPackageUris,

        [ValidateNotNullOrEmpty()]
        [string] $ExternalLocationUri,

        [ValidateSet('Default', 'InstallFull', 'InstallStub', 'UsePreference')]
        [string] $StubPackageOption,

        [switch] $AllowUnsigned,

        [switch] $DeveloperMode,

        [switch] $ForceAppShutdown,

        [switch] $ForceTargetAppShutdown,

        [switch] $ForceUpdateFromAnyVersion,

        [switch] $InstallAllResources,

        [switch] $RequiredContentGroupOnly,

        [switch] $RetainFilesOnFailure,

        [switch] $StageInPlace,

        [switch] $DeferRegistrationWhenPackagesAreInUse,

        [ValidateNotNullOrEmpty()]
        [hashtable] $ExpectedDigests,

        [switch] $LimitToExistingPackages,

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
        Invoke-MsixDeployment $run Add $PSBoundParameters $InputObject
    }
}
