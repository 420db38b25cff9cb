function Test-WinGetMsixVolume {
    <#
    .SYNOPSIS
    Says whether the volumes of MSIX packages are in order.

    .DESCRIPTION
    Checks each volume: its folder of packages is there, and what lies in it is what is known of it. IsOk false: Repair-WinGetMsixVolume.

    .PARAMETER Name
    The name of the volume, which is its media id.

    .PARAMETER Path
    A path on the machine: the volume that it lies on.

    .PARAMETER Quiet
    Emit only whether all of them are in order: true or false.

    .INPUTS
    Objects with a Name, such as volumes.

    .OUTPUTS
    WinGetPy.MsixVolume, System.Boolean

    .EXAMPLE
    Test-WinGetMsixVolume

    Checks all volumes.

    .EXAMPLE
    Test-WinGetMsixVolume | Where-Object IsOk -EQ $false

    Shows the volumes on which something is wrong.

    .EXAMPLE
    Test-WinGetMsixVolume -Path 'C:\' -Quiet

    Is true where the volume of a drive is in order.

    .EXAMPLE
    Test-WinGetMsixVolume -Name $volume.Name

    Checks one volume by its name.

    .LINK
    Repair-WinGetMsixVolume
    #>
    [CmdletBinding()]
    [OutputType('WinGetPy.MsixVolume', [bool])]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-MsixVolume $args[2] } @args })]
        [string] $Name,

        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [string] $Path,

        [switch] $Quiet
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $ask = @{}
        if ($Name) { $ask.Name = $Name.Trim() } elseif ($Path) { $ask.Path = $Path.Trim() }
        if ($Quiet) {
            $null = @(Invoke-Engine -Call $run.Call -Method msix/volumeTest -Parameter $ask -ItemsAs MsixVolume)
            if ($run.Call.Error) { Write-EngineError $PSCmdlet $run.Call.Error $Name } else { [bool]$run.Call.Result.IsOk }
        } else {
            Invoke-MsixQuery $run msix/volumeTest $ask MsixVolume $Name
        }
        Exit-Abandoned $run.Call
    }
}
