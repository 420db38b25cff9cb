# Prints in one line which shell runs this, and the newest Pester that it has.
param([string] $Pester = 'Pester')

$found = Get-Module $Pester -ListAvailable | Sort-Object Version | Select-Object -Last 1
"PowerShell $($PSVersionTable.PSVersion) on $env:OS, Pester $($found.Version)"
