function Complete-MsixName {
    # Families of the user's MSIX packages that begin with the word; a full name is long, and changes with each version.
    param([AllowEmptyString()][string] $WordToComplete)

    $word = Get-CompletionWord $WordToComplete
    $families = Get-Completion 'msix/get' @{} MsixPackage | Where-Object { $_.FamilyName -like "$word*" } | Group-Object -Property FamilyName
    foreach ($family in $families) { Format-Completion $family.Name "$($family.Group[0].DisplayName) $($family.Group[0].Version)" }
}
