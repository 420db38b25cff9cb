function Get-MessageText {
    # A sentence as it is in the data file of the shell's language, or in English where that has none; nothing for an unknown
    # name. The files are read with the first sentence: an import needs none.
    param([Parameter(Mandatory)][string] $Name)

    $file = @{ BaseDirectory = [WildcardPattern]::Escape($script:ModuleBase); FileName = 'WinGetPy.Messages.psd1' }
    if (-not $script:English) { $script:English = Import-LocalizedData @file -UICulture en-US }
    if ($script:Language -ne $PSUICulture) {
        $script:Language = $PSUICulture
        $script:Translation = $null
        try {
            $script:Translation = Import-LocalizedData @file -UICulture $PSUICulture -ErrorAction Ignore
        } catch {
            Clear-HandledError $_
            Write-Warning (Get-Message LanguageUnreadable $PSUICulture $_.Exception.Message)
        }
    }
    $text = if ($script:Translation -is [hashtable]) { $script:Translation[$Name] }
    if ($text -is [string] -and $text) { $text } else { $script:English[$Name] }
}
