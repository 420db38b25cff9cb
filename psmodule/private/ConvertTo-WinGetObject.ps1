function ConvertTo-WinGetObject {
    # One answer (or any object with the members) as WinGetPy.<Type>.
    param([Parameter(Mandatory)][string] $Type, [Parameter(Mandatory)] $Answer, $Call)

    & (ConvertTo-ObjectScript $Type) $Answer $Call
}
