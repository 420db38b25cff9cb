function Add-WinGetSource {
    <#
    .SYNOPSIS
    Adds a source of packages.

    .DESCRIPTION
    Adds a folder, a share or an archive of manifests (WinGetPy.Folder), or a source at an https address (Microsoft.PreIndexed.Package,
    Microsoft.Rest). What cannot be opened is not added. Emits nothing, unless -PassThru.

    .PARAMETER Name
    The name of the source.

    .PARAMETER Argument
    Where it is: a folder, a share, an archive (.zip, .tar.xz) or an https address. Stored as it is given; a relative path is made absolute.

    .PARAMETER Type
    The type of the source. Without it: WinGetPy.Folder where the argument is a folder or an archive, Microsoft.PreIndexed.Package where
    it is an address.

    .PARAMETER TrustLevel
    Default, None or Trusted.

    .PARAMETER Explicit
    Search the source only where it is named by -Source.

    .PARAMETER Priority
    Sources with a higher priority win where several have a package. 0 is the default.

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

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .PARAMETER PassThru
    Emit the source.

    .INPUTS
    The name of the source, or an object with Name and Argument.

    .OUTPUTS
    None, or WinGetPy.Source with -PassThru

    .EXAMPLE
    Add-WinGetSource -Name community -Argument D:\winget-pkgs\manifests

    Adds the unpacked community catalogue.

    .EXAMPLE
    Add-WinGetSource -Name ours -Argument https://packages.contoso.com/api -Type Microsoft.Rest -Token $token

    Adds a private source with its token, a SecureString such as Read-Host -AsSecureString gives.

    .EXAMPLE
    Import-Csv sources.csv | Add-WinGetSource -PassThru

    Adds the sources of a file with the columns Name and Argument.

    .EXAMPLE
    Add-WinGetSource -Name mirror -Argument \\server\packages -Priority 10 -TrustLevel Trusted -Explicit

    Adds a share that wins over other sources, and is searched only where -Source names it.

    .EXAMPLE
    Add-WinGetSource -Name ours -Argument https://packages.contoso.com/api -Type Microsoft.Rest -Credential $login -Header team=build -AcceptSourceAgreements

    Adds a private server with a user and a password (Get-Credential), and accepts its terms of use.

    .EXAMPLE
    Add-WinGetSource -Name ours -Argument https://packages.contoso.com/api -Type Microsoft.Rest -SecretHeader @{ 'X-Api-Key' = $key }

    Adds a private server that wants a key in a header of its own.

    .EXAMPLE
    Add-WinGetSource -Name ours -Argument https://packages.contoso.com/api -Type Microsoft.Rest -CertificatePath ./client.pfx -CertificatePassword $password

    Adds a private server that knows its users by certificates.

    .LINK
    Get-WinGetSource
    #>
    [Alias('awgs')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-SourceRequest asks.')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.Source')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidatePattern('\S')]
        [string] $Name,

        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)]
        [ValidatePattern('\S')]
        [string] $Argument,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Microsoft.Rest', 'Microsoft.PreIndexed.Package', 'WinGetPy.Folder', '')]
        [string] $Type,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'None', 'Trusted', '')]
        [string] $TrustLevel,

        [switch] $Explicit,

        [Parameter(ValueFromPipelineByPropertyName)]
        [int] $Priority,

        [securestring] $Token,

        [pscredential] $Credential,

        [hashtable] $SecretHeader,

        [string] $CertificatePath,

        [securestring] $CertificatePassword,

        [string] $Header,

        [switch] $AcceptSourceAgreements,

        [switch] $PassThru
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $ask = Get-SourceParameter $run $PSBoundParameters $_
        $kept = ConvertTo-SourceCredential $PSCmdlet $PSBoundParameters
        if ($kept.Count) { $ask.Credential = $kept }
        Invoke-SourceRequest $run source/add $_ $Name -Parameter $ask -Action AddSource -Target "$Name ($Argument)" -Quiet:(-not $PassThru)
    }
}
