#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    $file = Join-Path $TestDrive tool-1.2.3-x64.msi
    Copy-Item -LiteralPath (Join-Path $PSScriptRoot '../data/installers/tool-x64.msi') -Destination $file
    $url = 'https://example.invalid/tool-1.2.3-x64.msi'
    $texts = @{ License = 'MIT'; ShortDescription = 'A tool' }
    $tree = Join-Path $TestDrive tree
    $made = New-WinGetManifest $file, $url -PackageIdentifier Contoso.Tool -Output $tree @texts -Field @{ tags = 'cli', 'search'; Moniker = 'tool' }
}

Describe 'New-WinGetManifest' {
    It 'writes a manifest that validates, and says what was read and where' {
        $made.PSTypeNames[0] | Should -Be 'WinGetPy.ManifestSet'
        $made.Written | Should -BeTrue
        $made.PackageVersion | Should -BeExactly '1.2.3'
        $made.Path | Should -Be (Join-Path $tree 'manifests/c/Contoso/Tool/1.2.3')
        @($made.Files.Path | ForEach-Object { Test-Path -LiteralPath $_ }) | Should -Be @($true, $true, $true)
        $made.Installers[0].PSTypeNames[0] | Should -Be 'WinGetPy.ReadInstaller'
        $made.Installers[0].ProductCode | Should -Be '{11111111-2222-3333-4444-555555555555}'
        $made.Installers[0].Origins.ProductCode | Should -Be 'the table Property'
        $made.Installers[0].Url | Should -Be $url
        (Test-WinGetManifest $tree -ErrorOn SchemaHeader).Result | Should -Be 'Valid'
        ($made.Files | Where-Object ManifestType -EQ defaultLocale).Text | Should -Match "Tags:\n- cli\n- search"
    }

    It 'shows the text and writes nothing with -WhatIf' {
        $other = Join-Path $TestDrive other
        $shown = New-WinGetManifest $file, $url -PackageIdentifier Contoso.Tool -Output $other @texts -WhatIf
        $shown.Written | Should -BeFalse
        Test-Path -LiteralPath $other | Should -BeFalse
        ($shown | Format-List | Out-String -Width 200) | Should -Match 'InstallerType: msi'
    }

    It 'lists all that is missing in one error' {
        New-WinGetManifest $file -PackageIdentifier Contoso.Tool -Output $tree -ErrorAction SilentlyContinue -ErrorVariable missing | Should -BeNullOrEmpty
        $missing[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.ManifestValidationFailure,New-WinGetManifest'
        "$($missing[0])" | Should -Match 'License, ShortDescription, InstallerUrl of '
    }

    It 'takes the installers of one manifest from the pipeline' {
        $piped = Get-Item -LiteralPath $file | New-WinGetManifest -PackageIdentifier Contoso.Tool -Output $tree @texts -WhatIf -ErrorAction SilentlyContinue -ErrorVariable missing
        $piped | Should -BeNullOrEmpty
        "$($missing[0])" | Should -Match 'InstallerUrl of '
        $both = $file, "$url|x64|user" | New-WinGetManifest -Id Contoso.Tool -Output $tree @texts -WhatIf
        @($both.Installers).Count | Should -Be 1
        ($both.Files | Where-Object ManifestType -EQ installer).Text | Should -Match 'Scope: user'
    }

    It 'makes the next version of an older manifest' {
        $next = 'https://example.invalid/tool-2.0-x64.msi'
        $newer = New-WinGetManifest -From $made.Path -PackageVersion 2.0 -Installer $file, $next -Output $tree -ReleaseDate 2024-07-01
        $newer.Path | Should -Be (Join-Path $tree 'manifests/c/Contoso/Tool/2.0')
        ($newer.Changes | Where-Object Field -EQ 'Installers[0].InstallerUrl').New | Should -Be $next
        ($newer.Files | Where-Object ManifestType -EQ installer).Text | Should -Match 'ReleaseDate: 2024-07-01'
    }

    It 'replaces a manifest that is there with -Force only' {
        $again = @{ Installer = $file, $url; PackageIdentifier = 'Contoso.Tool'; Output = $tree }
        New-WinGetManifest @again @texts -ErrorAction SilentlyContinue -ErrorVariable there | Should -BeNullOrEmpty
        $there[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.AlreadyExists,New-WinGetManifest'
        (New-WinGetManifest @again @texts -Force).Written | Should -BeTrue
    }

    It 'refuses a field that it does not know, and things that are no installers' {
        New-WinGetManifest $file, $url -PackageIdentifier Contoso.Tool -Output $tree -Field @{ Colour = 'red' } -ErrorAction SilentlyContinue -ErrorVariable odd | Should -BeNullOrEmpty
        "$($odd[0])" | Should -Match "-Field has 'Colour'"
        [pscustomobject]@{ A = 1 } | New-WinGetManifest -PackageIdentifier Contoso.Tool -ErrorAction SilentlyContinue -ErrorVariable none | Should -BeNullOrEmpty
        "$($none[0])" | Should -Match 'names no installer'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
