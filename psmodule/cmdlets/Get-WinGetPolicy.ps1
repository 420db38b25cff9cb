function Get-WinGetPolicy {
    <#
    .SYNOPSIS
    The Group Policies, who decided what, and the effect.

    .DESCRIPTION
    Emits one object a policy of winget's templates: what is configured (State, Value), what holds now (Effective), who decided it
    (Source: Policy, Administrator, User or Default) and what that means (Effect). It answers whatever a policy forbids.

    .PARAMETER Name
    Only policies of this name, or of this administrator's setting. * and ? are wildcards.

    .INPUTS
    The name of a policy, or an object with a Name.

    .OUTPUTS
    WinGetPy.Policy

    .EXAMPLE
    Get-WinGetPolicy

    Lists all policies.

    .EXAMPLE
    Get-WinGetPolicy | Where-Object Source -eq Policy

    Lists what Group Policy decides on this machine.

    .EXAMPLE
    Get-WinGetPolicy -Name *Hash*

    Shows whether an installer with another hash can be allowed, and who decides it.

    .LINK
    Get-WinGetSetting
    #>
    [CmdletBinding()]
    [OutputType('WinGetPy.Policy')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PolicyName $args[2] } @args })]
        [string] $Name
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $ask = if ($Name) { @{ Name = $Name } } else { @{} }
        Invoke-Engine -Call $run.Call -Method policy/get -Parameter $ask -ItemsAs Policy
        if ($run.Call.Error) { Write-EngineError $PSCmdlet $run.Call.Error $Name }
        Exit-Abandoned $run.Call
    }
}
