function Clear-HandledError {
    # An error that was dealt with does not stay in $Error. (5.1 and 7 put every caught exception there.)
    param([Management.Automation.ErrorRecord] $Record)

    $errors = $global:Error
    while ($errors.Count -and ($null -eq $Record -or $errors[0] -eq $Record -or $errors[0].Exception -eq $Record.Exception)) {
        $errors.RemoveAt(0)
        if ($null -eq $Record) { break }
    }
}
