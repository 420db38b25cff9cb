function Repair-WinGetMsixVolume {
    <#
    .SYNOPSIS
    Repairs the volumes of MSIX packages that are not in order.

    .DESCRIPTION
    Checks each volume and repairs it where that is necessary; emits each as it is then. Needs administrator rights on Windows.

    .PARAMETER Name
    The name of the volume, which is its media id.

    .PARAMETER Path
    A path on the machine: the volume that it lies on.

    .PARAMETER LockWaitSeconds
    How long to wait while another change of this machine is under way; 120 by default.

    .INPUTS
    Objects with a Name, such as volumes.

    .OUTPUTS
    WinGetPy.MsixVolume

    .EXAMPLE
    Repair-WinGetMsixVolume -WhatIf

    Shows which volumes would be repaired.

    .EXAMPLE
    Repair-WinGetMsixVolume -Path 'C:\'

    Repairs the volume of drive C.

    .EXAMPLE
    Repair-WinGetMsixVolume -Name $volume.Name -LockWaitSeconds 600

    Repairs one volume by its name, and waits up to ten minutes for another change of the machine.

    .LINK
    Test-WinGetMsixVolume
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Confirm-Change asks.')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.MsixVolume')]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-MsixVolume $args[2] } @args })]
        [string] $Name,

        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [string] $Path,

        [ValidateRange(0, 2147483)]
        [int] $LockWaitSeconds
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $ask = @{}
        if ($Name) { $ask.Name = $Name.Trim() } elseif ($Path) { $ask.Path = $Path.Trim() }
        $found = @(Invoke-Engine -Call $run.Call -Method msix/volumeTest -Parameter $ask -ItemsAs MsixVolume)
        if ($run.Call.Error) { return Write-EngineError $PSCmdlet $run.Call.Error $Name }
        $bad = @($found | Where-Object { -not $_.IsOk })
        $what = if ($bad.Count) { Get-Message RepairVolumes (@($bad | ForEach-Object { $_.MountPoint }) -join ', ') } else { Get-Message VolumesInOrder }
        $answer = if ($bad.Count -or $WhatIfPreference) { Confirm-Change $PSCmdlet $what } else { 'Yes' }
        if ($answer -eq 'WhatIf') { Send-Object $found $run.Call }
        if ($answer -eq 'Yes') {
            if ($null -ne $run.LockWaitSeconds) { $ask.LockWaitSeconds = $run.LockWaitSeconds }
            Invoke-MsixQuery $run msix/volumeRepair $ask MsixVolume $Name
        }
        Exit-Abandoned $run.Call
    }
}
