function ConvertTo-TextList {
    # A list that is joined text where it is written as text, to a CSV file for instance, and a list everywhere else.
    param([AllowNull()] $Values)

    if ($null -eq $Values) { return }
    $list = [psobject]@($Values)
    $list.PSObject.TypeNames.Insert(0, 'WinGetPy.TextList')
    , $list
}
