function Close-Opening {
    # Gives up a start that is under way.
    if ($script:Opening.Current) { Close-Engine $script:Opening.Current }
    $script:Opening = $null
}
