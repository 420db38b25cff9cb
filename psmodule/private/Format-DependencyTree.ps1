function Format-DependencyTree {
    # What a plan depends on, a line each, below what depends on it: what is taken and from where, what is installed, and circles.
    param([Parameter(Mandatory)] $Plan)

    $lines = foreach ($line in $Plan.DependencyTree | Where-Object { $_ }) {
        $name = "$($line.Id) $($line.Version)".Trim()
        $taken = @($Plan.Dependencies | Where-Object { $_.Id -eq $line.Id })[0]
        $text = switch ($line.State) {
            'Installed' { Get-Message TreeInstalled $name }
            'Above' { Get-Message TreeAbove $name }
            'Circle' { Get-Message TreeCircle $name }
            default { Format-Change $line.State $line.Id $line.Version }
        }
        if ($taken.Url -and $line.State -in 'Install', 'Update') { $text = Get-Message ChangeFromUrl $text $taken.Url }
        "$('   ' * ($line.Level - 1))+- $text"
    }
    $lines -join [Environment]::NewLine
}
