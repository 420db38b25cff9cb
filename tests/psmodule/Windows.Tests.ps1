#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The five commands on the windows host: on Windows itself, or in a CPython for Windows under Wine that pwsh drives from Linux.

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    $reason = ''
    $windowsPython = $null
    if (-not $OnWindows) {
        $make = @(
            'import sys, pathlib'
            'from kit import wine_prefix as w'
            'try: made = w.prepared()'
            'except w.Missing as reason: print(reason); sys.exit(3)'
            'print(w.wine_python_script(w.copy_of(made, pathlib.Path(sys.argv[1]))))'
        ) -join "`n"
        $end = 'import sys, pathlib, shutil; from kit import wine_prefix as w; w.Prefix(pathlib.Path(sys.argv[1])).stop(); shutil.rmtree(sys.argv[1])'
        # Not in the TestDrive: Pester walks through links, and a prefix has one to the root of this disk.
        $wine = Join-Path ([IO.Path]::GetTempPath()) "wingetpy-wine-$([guid]::NewGuid().ToString('N'))"
        $env:PYTHONPATH = Join-Path $Repository 'tests'
        $said = @(& (Get-TestPython) -c $make $wine 2>&1)
        $env:PYTHONPATH = $null
        if ($LASTEXITCODE -eq 3) { $reason = "no Windows Python under Wine: $($said[-1])" }
        elseif ($LASTEXITCODE) { throw "no prefix could be made: $said" }
        else { $windowsPython = "$($said[-1])" }
    } else { $windowsPython = $env:WINGETPY_TEST_PYTHON }

    function Initialize-WindowsHost {
        # The engine of the windows host, with a source of two versions of a portable.
        if ($windowsPython) { $env:WINGETPY_PYTHON = $windowsPython }
        $env:WINGETPY_HOST = 'windows'
        $script:SourceFolder = Join-Path $TestDrive 'source'
        $drive = if ($OnWindows) { '' } else { 'Z:' }
        foreach ($version in '1.0', '2.0') { Add-TestPackage WinGetPyTest.Tool $version -Kind portable -Url "file:///$drive$($SourceFolder.Replace('\', '/'))/WinGetPyTest.Tool/$version/tool.exe" }
        $argument = if ($OnWindows) { $SourceFolder } else { 'Z:' + $SourceFolder.Replace('/', '\') }
        Add-WinGetSource -Name WinGetPyTest -Argument $argument
        $script:SourceAdded = $true
    }
}

Describe 'The windows host' {
    It 'finds, plans, installs, lists, updates and uninstalls a portable' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        Initialize-WindowsHost
        (Find-WinGetPackage -Id WinGetPyTest.Tool).Version | Should -Be '2.0'
        $plan = Install-WinGetPackage -Id WinGetPyTest.Tool -Version 1.0 -WhatIf
        $plan.Location | Should -Match '^[A-Za-z]:\\'
        Get-WinGetPackage -Id WinGetPyTest.Tool | Should -BeNullOrEmpty
        $result = Find-WinGetPackage -Id WinGetPyTest.Tool | Install-WinGetPackage -Version 1.0
        "$($result.Status) $($result.Changed) $($result.Version)" | Should -Be 'Ok True 1.0'
        $installed = Get-WinGetPackage -Id WinGetPyTest.Tool
        "$($installed.InstalledVersion) $($installed.IsUpdateAvailable) $($installed.Scope)" | Should -Be '1.0 True User'
        $result = $installed | Update-WinGetPackage
        "$($result.Status) $($result.InstalledVersion) $($result.Version)" | Should -Be 'Ok 1.0 2.0'
        $result = Get-WinGetPackage -Id WinGetPyTest.Tool | Uninstall-WinGetPackage
        "$($result.Status) $($result.Changed)" | Should -Be 'Ok True'
        Get-WinGetPackage -Id WinGetPyTest.Tool | Should -BeNullOrEmpty
    }
}

AfterAll {
    if ($SourceAdded) { Remove-WinGetSource -Name WinGetPyTest }
    Remove-Module WinGetPy -ErrorAction Ignore
    Clear-TestEnvironment
    if ($windowsPython -and -not $OnWindows) {
        $env:PYTHONPATH = Join-Path $Repository 'tests'
        & (Get-TestPython) -c $end $wine
        $env:PYTHONPATH = $null
    }
}
