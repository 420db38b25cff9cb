function ConvertTo-SourceCredential {
    # What lets the engine into a source, as a request has it, from bound parameters; an empty table where none is given. Its text
    # leaves this function in the request only.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Bound)

    $kept = @{}
    if ($Bound['Token']) { $kept.Token = ConvertFrom-Secret $Bound['Token'] }
    if ($Bound['Credential']) {
        $kept.User = $Bound['Credential'].UserName
        $kept.Password = ConvertFrom-Secret $Bound['Credential'].Password
    }
    if ($Bound['SecretHeader']) {
        $kept.Headers = @{}
        foreach ($name in $Bound['SecretHeader'].Keys) { $kept.Headers[[string]$name] = ConvertFrom-Secret $Bound['SecretHeader'][$name] }
    }
    if ($Bound['CertificatePath']) { $kept.Certificate = Resolve-NativePath (Connect-Engine $Cmdlet) $Bound['CertificatePath'] $Cmdlet }
    if ($Bound['CertificatePassword']) { $kept.CertificatePassword = ConvertFrom-Secret $Bound['CertificatePassword'] }
    $kept
}
