function Initialize-PackageRequest {
    # One package that is meant. Origin: Hand (parameters), Words (several words of one query), Text (piped), or a piped object:
    # Found, Installed (what this module emits) or Object (any other).
    param(
        [Parameter(Mandatory)][hashtable] $Criteria,   # members of the engine's request
        [AllowEmptyString()][string] $Label,
        [ValidateSet('Hand', 'Words', 'Text', 'Object', 'Found', 'Installed')][string] $Origin = 'Hand',
        $Thing,
        [string] $Method = 'package/plan'   # what makes its plan
    )

    [pscustomobject]@{ PSTypeName = 'WinGetPy.PackageRequest'; Criteria = $Criteria; Label = $Label; Origin = $Origin; Thing = $Thing; Method = $Method }
}
