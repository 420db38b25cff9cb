function Get-Message {
    # A sentence of this module in the language of the shell (<culture>/WinGetPy.Messages.psd1), with the values in its places
    # {0}, {1}, ... A translation whose places are wrong is replaced by the English sentence.
    param([string] $Name)

    $text = Get-MessageText $Name
    try {
        [string]::Format($text, $args)
    } catch {
        if ($text -eq $script:English[$Name]) { throw }
        Clear-HandledError $_
        [string]::Format($script:English[$Name], $args)
    }
}
