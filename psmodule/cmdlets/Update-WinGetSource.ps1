function Update-WinGetSource {
    <#
    .SYNOPSIS
    Refreshes the index of sources.

    .DESCRIPTION
    Reads what changed in a source, or in all of them. Emits nothing, unless -PassThru. Broken manifests are skipped; the
    object of -PassThru lists them.

    .PARAMETER Name
    The name of one source; by default all.

    .PARAMETER PassThru
    Emit what was read, and which manifests are broken.

    .INPUTS
    The name of a source, or an object with a Name.

    .OUTPUTS
    None, or WinGetPy.SourceUpdate with -PassThru

    .EXAMPLE
    Update-WinGetSource

    Refreshes all sources.

    .EXAMPLE
    Update-WinGetSource -Name community -PassThru | Select-Object -ExpandProperty Broken

    Lists the broken manifests of a source.

    .LINK
    Get-WinGetSource
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.SourceUpdate')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Name,

        [switch] $PassThru
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $named = $PSBoundParameters.ContainsKey('Name')
        $call = @{}
    }

    process {
        if (-not (Test-SourceInput $PSCmdlet $_ $named)) { return }
        $which = if ($Name) { $Name } else { 'all sources' }
        $agreed = $false   # stays so where nobody can be asked: the next line fails then, and PowerShell goes on after it
        $agreed = $PSCmdlet.ShouldProcess($which, 'Refresh the index')
        if (-not $agreed) { return }
        $ask = @{}
        if ($Name) { $ask.Name = $Name.Trim() }
        $updates = @(Invoke-Engine -Cmdlet $PSCmdlet -Call $call -Method 'source/update' -Parameter $ask -ItemsAs SourceUpdate)
        if ($PassThru) { $updates }
        if ($call.Error) { Write-EngineError $PSCmdlet $call.Error $Name }
    }
}
