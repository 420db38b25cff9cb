function Get-WidthName {
    # Which of these views fits the terminal: Narrow below 80 columns, Wide from 110 on; nothing for the usual one, and where nobody looks.
    param([Parameter(Mandatory)][string[]] $Widths)

    $columns = try { [int]$Host.UI.RawUI.BufferSize.Width } catch { 0 }
    $name = if ($columns -le 0) { '' } elseif ($columns -lt 80) { 'Narrow' } elseif ($columns -ge 110) { 'Wide' }
    if ($Widths -contains $name) { $name }
}
