function Get-RefusalFault {
    # The error of an engine that ran, could not open its host and ended before it answered: its last line then holds winget's
    # code in parentheses. Nothing where it was the interpreter that failed.
    param([Parameter(Mandatory)] $Engine)

    $line = Get-EngineLastLine $Engine
    if ($line -notmatch '^(?<text>.*\S)\s*\((?<code>0x[0-9A-Fa-f]{8})\)$') { return }
    Initialize-EngineFault -Symbol EngineRefused -Category InvalidOperation -Message $Matches.text -Code $Matches.code `
        -Remedy (Get-Message EngineRefused $Engine.File)
}
