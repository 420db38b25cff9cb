function Complete-MsixVolume {
    # Names of the volumes of MSIX packages that begin with the word.
    param([AllowEmptyString()][string] $WordToComplete)

    $word = Get-CompletionWord $WordToComplete
    foreach ($volume in (Get-Completion 'msix/volumeGet' @{} MsixVolume)) {
        if ($volume.Name -like "$word*") { Format-Completion $volume.Name "$($volume.MountPoint) $($volume.PackageStorePath)" }
    }
}
