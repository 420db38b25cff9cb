function Get-MsixTarget {
    # What a command on MSIX packages means: each text, each piped object and each set as one target, with the label for messages.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound, [AllowNull()] $Piped, [switch] $Family)

    $cmdlet = $Run.Cmdlet
    if ($null -ne $Bound['PackageSet']) {
        $set = ConvertTo-MsixSet $Run $Bound['PackageSet']
        return [pscustomobject]@{ Label = "the package set $($set.Id)"; Thing = $Bound['PackageSet']; Ask = @{ PackageSet = $set } }
    }
    $things = if ($Bound.ContainsKey('Target')) { $Bound['Target'] } else { $Piped }
    foreach ($thing in $things) {
        $text = Get-MsixName $thing -Family:$Family
        if (-not $text) {
            $kind = if ($null -eq $thing) { 'null' } else { $thing.PSObject.BaseObject.GetType().Name }
            Write-InputError $cmdlet "A $kind was given that names no MSIX package: it has no FullName, PackageFullName, FamilyName or PackageFamilyName." 'Give a package of Get-WinGetMsixPackage, or text.' $thing
            continue
        }
        if ($thing -isnot [string] -and -not $Bound['Force'] -and (Test-OtherComputer $cmdlet $thing $text)) { continue }
        [pscustomobject]@{ Label = $text; Thing = $thing; Ask = @{ Target = Resolve-MsixPath $Run $text } }
    }
}
