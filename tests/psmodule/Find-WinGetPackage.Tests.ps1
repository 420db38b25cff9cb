#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Find-WinGetPackage' {
    BeforeAll { Use-Sandbox }

    It 'lists every package without criteria' {
        @((Find-WinGetPackage).Id | Sort-Object) | Should -Be @('Demo.Hello', 'Demo.Other', 'Demo.Tool')
    }

    It 'emits typed objects with the reference''s properties' {
        $found = Find-WinGetPackage -Id Demo.Hello
        $found.PSTypeNames[0] | Should -Be 'WinGetPy.FoundPackage'
        $found.PSObject.Properties.Name | Should -Be @('Name', 'Id', 'Version', 'Source', 'Moniker', 'AvailableVersions', 'Match', 'MachineId')
        $found.Version | Should -Be '2.0'
        $found.AvailableVersions | Should -Be @('2.0', '1.0')
        $found.Source | Should -Be 'demo'
        $found.Moniker | Should -Be 'hello'
    }

    It 'shows the reference''s columns' {
        $text = Find-WinGetPackage -Id Demo.Tool | Out-String -Width 200
        $text | Should -Match 'Name\s+Id\s+Version\s+Source'
        $text | Should -Match 'Demo\.Tool\s+Demo\.Tool\s+1\.1\s+demo'
    }

    It 'finds by part of the id, by wildcards, by moniker, and from the pipeline' {
        (Find-WinGetPackage hel).Id | Should -Be 'Demo.Hello'
        @((Find-WinGetPackage -Id 'demo.?o*').Id) | Should -Be @('Demo.Tool')
        (Find-WinGetPackage -Moniker hello).Id | Should -Be 'Demo.Hello'
        (Find-WinGetPackage -Id Demo.Hello -MatchOption Equals).Id | Should -Be 'Demo.Hello'
        Find-WinGetPackage -Id demo.hello -MatchOption Equals | Should -BeNullOrEmpty
        @(('tool', 'other' | Find-WinGetPackage).Id) | Should -Be @('Demo.Tool', 'Demo.Other')
        @(Find-WinGetPackage -Count 2).Count | Should -Be 2
        @((Find-WinGetPackage -Id Demo.Hello, Demo.Tool).Id) | Should -Be @('Demo.Hello', 'Demo.Tool')
    }

    It 'emits nothing, and no error, where nothing matches' {
        $Error.Clear()
        Find-WinGetPackage no-such-package | Should -BeNullOrEmpty
        $Error.Count | Should -Be 0
    }

    It 'shows what may have been meant where nothing is found, as data that binds' {
        Find-WinGetPackage 'demo hello' -InformationAction Ignore | Should -BeNullOrEmpty
        $shown = @(Find-WinGetPackage 'hel lo' 6>&1)
        $shown.Count | Should -Be 1
        $shown[0].Tags | Should -Be 'WinGetPy.Suggestion'
        "$($shown[0])" | Should -Be 'Nothing was found. Did you mean Demo.Hello?'
        ($shown[0].MessageData.Packages | Find-WinGetPackage).Id | Should -Be 'Demo.Hello'
        Find-WinGetPackage 'hel lo' -InformationAction SilentlyContinue -InformationVariable kept | Should -BeNullOrEmpty
        $kept.MessageData.Packages.Id | Should -Be 'Demo.Hello'
    }

    It 'names what may have been meant in the error of a change, and changes nothing' {
        $failed = $null
        try { Install-WinGetPackage helol -ErrorAction Stop } catch { $failed = $_ }
        $failed.FullyQualifiedErrorId | Should -BeLike 'WinGetPy.NoApplicationsFound,*'
        $failed.Exception.Message | Should -Match 'Did you mean Demo\.Hello\?'
        $failed.Exception.Data['Suggestions'].Id | Should -Be 'Demo.Hello'
        Get-WinGetPackage | Should -BeNullOrEmpty
    }

    It 'shows what may have been meant beside the few that have the text inside of a word' {
        Add-TestPackage Demo.Xhelol 1.0
        Update-WinGetSource
        $rows = @(Find-WinGetPackage helol -InformationVariable kept -InformationAction SilentlyContinue)
        $rows.Id | Should -Be 'Demo.Xhelol'
        "$($kept[0])" | Should -Be 'Did you mean Demo.Hello?'
    }

    It 'finds by tag, by command and by versions, as many as asked for' {
        Add-TestPackage Demo.Tagged 1.0 -More "Tags:`n- editor`n- Text`n"
        Update-WinGetSource
        (Find-WinGetPackage -Tag edit).Id | Should -Be 'Demo.Tagged'
        (Find-WinGetPackage -Tag text -MatchOption EqualsCaseInsensitive).Id | Should -Be 'Demo.Tagged'
        Find-WinGetPackage -Tag text -MatchOption Equals | Should -BeNullOrEmpty
        (Find-WinGetPackage -Command hello -MatchOption Equals).Id | Should -Be 'Demo.Hello'
        (Find-WinGetPackage demo -Command tool).Id | Should -Be 'Demo.Tool'
        @(Find-WinGetPackage -Tag e -Count 1).Count | Should -Be 1
        { Find-WinGetPackage x -Count 1001 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,Find-WinGetPackage'
    }

    It 'looks a piped package up as a whole' {
        Add-TestPackage Demo.Hello.More 1.0
        Update-WinGetSource
        @((Find-WinGetPackage -Id Demo.Hello).Id | Sort-Object) | Should -Be @('Demo.Hello', 'Demo.Hello.More')
        ([pscustomobject]@{ Id = 'Demo.Hello' } | Find-WinGetPackage).Id | Should -Be 'Demo.Hello'
    }

    It 'has an error for a source that is not there' {
        { Find-WinGetPackage x -Source nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.SourceNameDoesNotExist,Find-WinGetPackage'
    }

    It 'has the methods of the reference''s objects, also after Import-Module -Force' {
        Import-Module (Get-ModulePath) -Force -Global
        $found = Find-WinGetPackage -Id Demo.Hello -MatchOption Equals
        $found.CheckInstalledStatus() | Should -Be 'NotInstalled'
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 | Out-Null
        $found.CheckInstalledStatus() | Should -Be 'Ok'
        $info = $found.GetPackageVersionInfo('1.0')
        $info.PSTypeNames[0] | Should -Be 'WinGetPy.PackageVersionInfo'
        $info.Id | Should -Be 'Demo.Hello'
        $info.Publisher | Should -Be 'Demo'
        $info.CompareToVersion('2.0') | Should -Be 'Lesser'
        { $found.GetPackageVersionInfo('1.0.0') } | Should -Throw -ExpectedMessage '*has no version 1.0.0*'
    }

    It 'tells on a fresh machine how to add a source' {
        Use-Sandbox -WithoutSource
        { Find-WinGetPackage x -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NoSourcesDefined,Find-WinGetPackage' -ExpectedMessage '*Add-WinGetSource*0x8A150015*'
    }
}

Describe 'Completion of names, monikers and commands' {
    BeforeAll { Use-Sandbox }

    It 'is of the commands that packages bring' {
        foreach ($line in 'Find-WinGetPackage -Command to', 'Get-WinGetPackage -Command to') {
            @((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText) | Should -Contain 'tool'
        }
    }

    It 'is of the sources, or of what is installed, each once' {
        $name = @(Find-WinGetPackage -Id Demo.Tool)[0].Name
        $begun = "Install-WinGetPackage -Name $($name.Substring(0, 3))"
        @((TabExpansion2 $begun $begun.Length).CompletionMatches.ListItemText) | Should -Contain $name
        $removal = $begun -replace '^Install', 'Uninstall'
        @((TabExpansion2 $removal $removal.Length).CompletionMatches.ListItemText) | Should -Not -Contain $name
        $moniker = @(Find-WinGetPackage | Where-Object Moniker)[0].Moniker
        $moniker | Should -Not -BeNullOrEmpty
        $begun = "Find-WinGetPackage -Moniker $($moniker.Substring(0, 2))"
        @(@((TabExpansion2 $begun $begun.Length).CompletionMatches.CompletionText) -eq $moniker).Count | Should -Be 1
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
