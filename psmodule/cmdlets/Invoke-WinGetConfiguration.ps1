function Invoke-WinGetConfiguration {
    <#
    .SYNOPSIS
    Applies configuration files to this machine.

    .DESCRIPTION
    Makes packages, sources, pins and settings as the units of a file want them: assertions are tested first, and one that does not hold
    stops all; then each unit comes after those it depends on. What is as wanted already is not touched, so a second run changes nothing.
    A unit that fails is an error and leaves out those that depend on it. A unit of another resource is Skipped, with a warning. -WhatIf
    shows what would be done. Emits one object a file.

    .PARAMETER File
    Configuration files; * and ? are wildcards.

    .PARAMETER Parameter
    Values of the file's parameters, by their names.

    .PARAMETER AcceptConfigurationAgreements
    Accept the agreements of the sources and packages that the file names.

    .INPUTS
    Files, paths, or objects with a Path.

    .OUTPUTS
    WinGetPy.ConfigurationResult

    .EXAMPLE
    Invoke-WinGetConfiguration ./machine.dsc.yaml -WhatIf

    Shows what applying the file would do.

    .EXAMPLE
    Invoke-WinGetConfiguration ./machine.dsc.yaml -Parameter @{ edition = '1.2.0' } -AcceptConfigurationAgreements

    Applies a file with a value for one of its parameters.

    .LINK
    Test-WinGetConfiguration
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-ConfigurationRequest asks.')]
    [Alias('iwgc')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.ConfigurationResult')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Path', 'FullName', 'PSPath')] [ValidateNotNullOrEmpty()]
        [string[]] $File,

        [Parameter()]
        [hashtable] $Parameter,

        [Parameter()]
        [switch] $AcceptConfigurationAgreements
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        foreach ($one in Resolve-InputPath $run $_ $File) {
            Invoke-ConfigurationRequest $run configuration/apply $one $PSBoundParameters
            if ($run.Call.Abandoned) { break }
        }
        Exit-Abandoned $run.Call
    }
}
