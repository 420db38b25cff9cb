function Get-WinGetError {
    <#
    .SYNOPSIS
    What an error code means and what to do about it.

    .DESCRIPTION
    Emits one object a code: its symbol, what it means, and a remedy where there is one. A code that nobody knows has no symbol.

    .PARAMETER ErrorCode
    A code as 0x8A150014 or in decimal digits, with a sign or without; or a word of symbols or descriptions. Results of this
    module bind by their ErrorCode.

    .INPUTS
    Codes, words, or objects with an ErrorCode, such as the results of Install-WinGetPackage.

    .OUTPUTS
    WinGetPy.KnownError

    .EXAMPLE
    Get-WinGetError 0x8A150014

    Shows what 0x8A150014 means.

    .EXAMPLE
    Get-WinGetError hash

    Lists every code with the word hash.

    .LINK
    Get-WinGetHistory
    #>
    [CmdletBinding()]
    [OutputType('WinGetPy.KnownError')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Code', 'Input')] [AllowEmptyString()]
        [string[]] $ErrorCode
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        foreach ($one in $ErrorCode) {
            if ([string]::IsNullOrWhiteSpace($one)) { continue }   # a result without an error
            Invoke-Engine -Call $run.Call -Method error/get -Parameter @{ Input = $one } -ItemsAs KnownError
            if ($run.Call.Error) { Write-EngineError $PSCmdlet $run.Call.Error $one }
            if ($run.Call.Abandoned) { break }
        }
        Exit-Abandoned $run.Call
    }
}
