function Resolve-OptionWord {
    # A word of a closed set as the engine spells it: user becomes User. Any other text stays as it is.
    param([Parameter(Mandatory)] $Options, [Parameter(Mandatory)][string] $Name, [Parameter(Mandatory)][AllowEmptyString()][string] $Value)

    foreach ($word in $Options.Words[$Name]) { if ($word -eq $Value) { return $word } }
    $Value
}
