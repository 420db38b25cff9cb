function Set-WinGetSource {
    <#
    .SYNOPSIS
    Changes a source.

    .DESCRIPTION
    Changes whether a source is explicit, its priority, and what a private source needs to let you in. What is not given stays.
    Emits nothing, unless -PassThru. The sources of Group Policy cannot be changed, but for what lets you in.

    .PARAMETER Name
    The name of the source.

    .PARAMETER Explicit
    $true: search the source only where it is named by -Source. $false: search it with the others.

    .PARAMETER Priority
    Sources with a higher priority win where several have a package.

    .PARAMETER Token
    A bearer token, sent to the source's server with every request and kept for the source.

    .PARAMETER Credential
    A user and a password, sent to the source's server with every request and kept for the source.

    .PARAMETER SecretHeader
    Headers by name, such as @{ 'X-Api-Key' = $key }, sent to the source's server with every request and kept for the source. A
    value is a SecureString or text.

    .PARAMETER CertificatePath
    A client certificate: a PEM or PKCS#12 file with its key. The file stays where it is.

    .PARAMETER CertificatePassword
    The password of the key of the client certificate.

    .PARAMETER RemoveCredential
    Remove what is kept to be let into the source.

    .PARAMETER PassThru
    Emit the source as it is then.

    .INPUTS
    The name of a source, or an object with a Name.

    .OUTPUTS
    None, or WinGetPy.Source with -PassThru

    .EXAMPLE
    Set-WinGetSource -Name community -Priority 10

    Makes a source win over others.

    .EXAMPLE
    Set-WinGetSource -Name ours -Credential $login

    Keeps a user and a password for a private source: a PSCredential such as Get-Credential gives.

    .EXAMPLE
    Set-WinGetSource -Name ours -RemoveCredential -WhatIf

    Shows what removing them would do.

    .EXAMPLE
    Set-WinGetSource -Name ours -Token $token -PassThru

    Replaces a token that has expired, and shows the source.

    .EXAMPLE
    Set-WinGetSource -Name community -Explicit $true

    Leaves a source out of searches that do not name it.

    .EXAMPLE
    Set-WinGetSource -Name ours -SecretHeader @{ 'X-Api-Key' = $key } -CertificatePath ./client.pfx -CertificatePassword $password

    Keeps a header and a client certificate for a private source.

    .LINK
    Get-WinGetSource
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-SourceRequest asks.')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.Source')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Name,

        [bool] $Explicit,

        [int] $Priority,

        [securestring] $Token,

        [pscredential] $Credential,

        [hashtable] $SecretHeader,

        [string] $CertificatePath,

        [securestring] $CertificatePassword,

        [switch] $RemoveCredential,

        [switch] $PassThru
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $ask = @{ Name = $Name.Trim() }
        foreach ($member in 'Explicit', 'Priority') { if ($PSBoundParameters.ContainsKey($member)) { $ask[$member] = $PSBoundParameters[$member] } }
        $kept = ConvertTo-SourceCredential $PSCmdlet $PSBoundParameters
        if ($kept.Count -or $RemoveCredential) { $ask.Credential = $kept }
        Invoke-SourceRequest $run source/edit $_ $Name -Parameter $ask -Action ChangeSource -Quiet:(-not $PassThru)
    }
}
