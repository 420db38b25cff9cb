function Test-WinGetConfiguration {
    <#
    .SYNOPSIS
    Compares this machine with configuration files.

    .DESCRIPTION
    Tests the units of a file (configuration.dsc.yaml of version 0.1 or 0.2, or of the form of DSC 3) that are about packages, sources,
    pins and settings. Emits one object a file: TestResult says whether all is as wanted, UnitResults what of each unit is not, value by
    value. Nothing is changed. A unit of another resource is Skipped, with a warning.

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
    Test-WinGetConfiguration ./machine.dsc.yaml

    Shows whether the machine is as the file wants it.

    .EXAMPLE
    (Test-WinGetConfiguration ./machine.dsc.yaml).UnitResults | Where-Object InDesiredState -EQ $false | ForEach-Object Drift

    Lists each value that is not as wanted.

    .EXAMPLE
    Test-WinGetConfiguration ./machine.dsc.yaml -Parameter @{ edition = '1.2.0' } -AcceptConfigurationAgreements

    Tests a file with a value for one of its parameters, and accepts the terms of the sources it names.

    .LINK
    Invoke-WinGetConfiguration
    #>
    [Alias('twgc')]
    [CmdletBinding()]
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
            Invoke-ConfigurationRequest $run configuration/test $one $PSBoundParameters
            if ($run.Call.Abandoned) { break }
        }
        Exit-Abandoned $run.Call
    }
}
