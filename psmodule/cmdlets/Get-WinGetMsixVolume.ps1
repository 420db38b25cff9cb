function Get-WinGetMsixVolume {
    <#
    .SYNOPSIS
    Lists the volumes that MSIX packages may lie on.

    .DESCRIPTION
    Lists every volume, whatever its state: its mount point, its folder of packages, and what it supports.

    .PARAMETER Name
    The name of the volume, which is its media id.

    .PARAMETER Path
    A path on the machine: the volume that it lies on.

    .INPUTS
    Objects with a Name, such as volumes.

    .OUTPUTS
    WinGetPy.MsixVolume

    .EXAMPLE
    Get-WinGetMsixVolume

    Lists the volumes.

    .EXAMPLE
    Get-WinGetMsixVolume | Test-WinGetMsixVolume

    Lists the volumes, and whether each is in order.

    .EXAMPLE
    Get-WinGetMsixVolume -Path 'C:\Program Files'

    Shows the volume that a folder lies on.

    .EXAMPLE
    Get-WinGetMsixVolume -Name $volume.Name

    Shows one volume by its name as it is now.

    .LINK
    Test-WinGetMsixVolume
    #>
    [CmdletBinding()]
    [OutputType('WinGetPy.MsixVolume')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-MsixVolume $args[2] } @args })]
        [string] $Name,

        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [string] $Path
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $ask = @{}
        if ($Name) { $ask.Name = $Name.Trim() } elseif ($Path) { $ask.Path = $Path.Trim() }
        Invoke-MsixQuery $run msix/volumeGet $ask MsixVolume $Name
        Exit-Abandoned $run.Call
    }
}
