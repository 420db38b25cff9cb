function Format-MsixTransfer {
    # What a deployment transferred, and what it needed not: 1.2 MB of 20.0 MB, 18.8 MB were there. The tables of a small package may make it more than its content.
    param([Parameter(Mandatory)] $Result)

    if ($null -eq $Result.FetchedBytes) { return '' }
    $text = Format-ByteSize $Result.FetchedBytes
    if ($Result.TotalBytes -gt $Result.FetchedBytes) { $text = Get-Message PartOfSize $text (Format-ByteSize $Result.TotalBytes) }
    if ($Result.SavedBytes) { $text = Get-Message TransferSaved $text (Format-ByteSize $Result.SavedBytes) }
    $text
}
