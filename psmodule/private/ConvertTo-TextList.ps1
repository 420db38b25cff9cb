function ConvertTo-TextList {
    # A list that is joined text where it is written as text, to a CSV file for instance, and a list everywhere else.
    param([AllowNull()] $Values)

    if ($null -eq $Values) { return }
    $list = [psobject]@($Values)
    if ($list.Count) { $list.PSObject.TypeNames.Insert(0, 'WinGetPy.TextList') }   # an empty one is empty text anyway
    , $list
}
