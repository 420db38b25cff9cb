function Get-MsixTarget {
    # What a command on MSIX packages means: each text, each piped object and each set as one target, with the label for messages.
    # -Family: of an object its family is meant. -Named: a text is a name of packages, never a path.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound, [AllowNull()] $Piped, [switch] $Family, [switch] $Named)

    $cmdlet = $Run.Cmdlet
    if ($null -ne $Bound['PackageSet']) {
        if ($Bound['PackageSet'].PSObject.BaseObject -is [string] -or $Bound['PackageSet'].PSObject.BaseObject -is [ValueType]) {
            return Write-InputError $cmdlet (Get-Message NoPackageSet $Bound['PackageSet']) (Get-Message GivePackageSet) $Bound['PackageSet']
        }
        $set = ConvertTo-MsixSet $Run $Bound['PackageSet']
        return [pscustomobject]@{ Label = Get-Message PackageSet $set.Id; Thing = $Bound['PackageSet']; Ask = @{ PackageSet = $set } }
    }
    $things = if ($Bound.ContainsKey('Target')) { $Bound['Target'] } else { $Piped }
    foreach ($thing in $things) {
        $text = Get-MsixName $thing -Family:$Family
        if (-not $text) {
            $kind = if ($null -eq $thing) { 'null' } else { $thing.PSObject.BaseObject.GetType().Name }
            Write-InputError $cmdlet (Get-Message GivenNoMsixPackage $kind) (Get-Message GiveMsixPackage) $thing
            continue
        }
        if ($thing -isnot [string] -and -not $Bound['Force'] -and (Test-OtherComputer $cmdlet $thing $text)) { continue }
        [pscustomobject]@{ Label = $text; Thing = $thing; Ask = @{ Target = if ($Named) { $text } else { Resolve-MsixPath $Run $text } } }
    }
}
