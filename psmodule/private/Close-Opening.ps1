function Close-Opening {
    # Ends a start that is under way, and the engines that have not answered.
    foreach ($engine in $script:Opening.Started.ToArray()) { Close-Engine $engine }
    $script:Opening = $null
}
