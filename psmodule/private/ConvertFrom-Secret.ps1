function ConvertFrom-Secret {
    # The text of a SecureString; other values as text.
    param([AllowNull()] $Value)

    if ($Value -is [securestring]) { return [Net.NetworkCredential]::new('', $Value).Password }
    [string]$Value
}
