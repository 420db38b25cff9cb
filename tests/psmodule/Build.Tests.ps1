#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Clear-TestEnvironment
    $shell = (Get-Process -Id $PID).Path
    $build = Join-Path $Repository 'build.ps1'
}

Describe 'The built module' {
    BeforeAll {
        & $shell -NoProfile -File $build -Task Build -Output $TestDrive | Out-Null
        $LASTEXITCODE | Should -Be 0
        $built = Join-Path $TestDrive 'build/WinGetPy'
    }

    It 'is one psm1 without loose scripts' {
        @(Get-ChildItem $built -Recurse -Filter *.ps1).Count | Should -Be 0
        @(Get-ChildItem $built -File | ForEach-Object Name | Where-Object { $_ -notlike '*.dsc.*' } | Sort-Object) | Should -Be @('LanguageMode.psm1', 'LICENSE', 'WinGetPy.Format.ps1xml', 'WinGetPy.psd1', 'WinGetPy.psm1', 'WinGetPy.Types.ps1xml')
        Test-Path "$built/en-US/about_WinGetPy.help.txt" | Should -BeTrue
        @(Get-ChildItem $built -Filter 'wingetpy.*.dsc.*.json').Count | Should -Be 13   # what dsc finds, and what it starts
        @(Get-ChildItem (Join-Path $built 'dsc') | ForEach-Object Name | Sort-Object) | Should -Be @('resource.cmd', 'resource.sh', 'start.py')
    }

    It 'has the same commands, helps and completes, and works' {
        Use-FakeEngine 'rows=3'
        $said = & $shell -NoProfile -Command "Import-Module '$built/WinGetPy.psd1'; (Get-Command -Module WinGetPy -CommandType Function).Count; (Get-Help Find-WinGetPackage).Synopsis; (Find-WinGetPackage | Install-WinGetPackage).Count; (TabExpansion2 'Install-WinGetPackage -Id F' 27).CompletionMatches.Count"
        $commands = (Import-PowerShellDataFile "$built/WinGetPy.psd1").FunctionsToExport.Count
        $commands | Should -BeGreaterThan 15
        $said | Should -Be @("$commands", 'Finds packages in the configured sources.', '3', '3')
    }

    It 'works in a folder of any name, as the source does: <_>' -ForEach 'built', 'source' {
        Use-FakeEngine 'rows=2'
        $folder = (New-Item -ItemType Directory -Force "$TestDrive/a [1] [x-z] 'q' `$no #ü漢/$_").FullName
        Copy-Item -LiteralPath $(if ($_ -eq 'built') { $built } else { Join-Path $Repository 'psmodule' }) -Destination "$folder/WinGetPy" -Recurse
        $env:WINGETPY_TEST_COPY = "$folder/WinGetPy/WinGetPy.psd1"
        $use = 'Import-Module ([WildcardPattern]::Escape($env:WINGETPY_TEST_COPY)); '
        $said = & $shell -NoProfile -Command ($use + "(Get-Command -Module WinGetPy -CommandType Function).Count; (Find-WinGetPackage).Count; (Get-Help Find-WinGetPackage).Synopsis; try { Install-WinGetPackage } catch { `$_.Exception.Message }; (Get-WinGetPackage -Id a).CompareToVersion('2.0'); `$Error.Count") 2>&1
        $commands = (Import-PowerShellDataFile "$built/WinGetPy.psd1").FunctionsToExport.Count
        $said | Should -Be @("$commands", '2', 'Finds packages in the configured sources.', 'No package was named. Name it by -Id, -Name, -Moniker, a query or through the pipeline. (0x8A150002)', 'Lesser', '1')
        & $shell -NoProfile -Command "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; try { $use } catch { `$_.Exception.Message }" | Should -BeLike 'WinGetPy needs FullLanguage*'
        & $shell -NoProfile -File (Join-Path $Repository 'examples/detect.ps1') -Id a -Module $env:WINGETPY_TEST_COPY | Should -BeLike 'Installed: a *'
    }

    It 'has the methods and views of the source' {
        Use-FakeEngine 'item=InstallFailed:0x8A150006:InstallError'
        $said = & $shell -NoProfile -Command "Import-Module '$built/WinGetPy.psd1'; `$r = Install-WinGetPackage -Id a -ErrorAction SilentlyContinue; `$r.Succeeded(); `$r.ErrorMessage(); `$r | Export-Clixml '$TestDrive/r.xml'; (Import-Clixml '$TestDrive/r.xml').ErrorMessage(); (Get-WinGetPackage -Id a).CompareToVersion('2.0'); (Find-WinGetPackage -Id a).CheckInstalledStatus(); (`$r | ConvertTo-Csv)[1]"
        $said[0] | Should -Be 'False'
        $said[1..2] | Should -BeLike 'a went wrong.*'
        $said[3..4] | Should -Be @('Lesser', 'Ok')
        "$said" | Should -Not -Match 'System\.(Object|String)\['
    }

    It 'is the same from a repository in a folder with brackets, with -Output relative to the current folder' {
        $copy = (New-Item -ItemType Directory -Force "$TestDrive/repository [1]").FullName
        foreach ($name in 'psmodule', 'build.ps1', 'LICENSE') { Copy-Item -LiteralPath (Join-Path $Repository $name) -Destination $copy -Recurse }
        $env:WINGETPY_TEST_COPY = "$copy/build.ps1"
        & $shell -NoProfile -Command "Set-Location -LiteralPath '$TestDrive'; & `$env:WINGETPY_TEST_COPY -Task Build -Output relative" | Out-Null
        $other = Join-Path $TestDrive 'relative/build/WinGetPy'
        $hashes = foreach ($folder in $built, $other) {
            , @(Get-ChildItem -LiteralPath $folder -Recurse -File | Sort-Object FullName | ForEach-Object { "$($_.Name) $((Get-FileHash -LiteralPath $_.FullName).Hash)" })
        }
        $hashes[0].Count | Should -BeGreaterThan 20
        $hashes[1] | Should -Be $hashes[0]
    }

    It 'is imported quickly' {
        $said = & $shell -NoProfile -Command "(Measure-Command { Import-Module '$built/WinGetPy.psd1' }).TotalMilliseconds"
        Write-Host "    import of the built module: $([Math]::Round([double]$said)) ms"
        [double]$said | Should -BeLessThan 3000
    }
}

AfterAll { Clear-TestEnvironment }
