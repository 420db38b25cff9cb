# What the tests run on: the module, a fake engine that misbehaves on request, and sandbox roots with small packages.
# Dot-sourced in BeforeAll of every test file.

$script:Repository = Split-Path (Split-Path $PSScriptRoot -Parent) -Parent
$script:OnWindows = $env:OS -eq 'Windows_NT'
$ProgressPreference = 'SilentlyContinue'

function Get-TestPython {
    # An interpreter with the engine's dependencies: a named one, the repository's environment, or the first on PATH.
    if ($env:WINGETPY_TEST_PYTHON) { return $env:WINGETPY_TEST_PYTHON }
    $own = Join-Path $script:Repository $(if ($script:OnWindows) { '.venv/Scripts/python.exe' } else { '.venv/bin/python' })
    if (Test-Path $own) { return $own }
    (Get-Command python3, python -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
}

function Get-ModulePath {
    # The module under test: the one of the repository, or a built one (WINGETPY_TEST_MODULE).
    if ($env:WINGETPY_TEST_MODULE) { $env:WINGETPY_TEST_MODULE } else { Join-Path $script:Repository 'psmodule/WinGetPy.psd1' }
}

function Import-TestModule {
    Clear-TestEnvironment
    Import-Module (Get-ModulePath) -Force -Global
}

function Clear-TestEnvironment {
    Get-ChildItem Env: | Where-Object { $_.Name -like 'WINGETPY_*' -and $_.Name -notlike 'WINGETPY_TEST_*' } | Remove-Item
}

function Use-FakeEngine {
    # From now on the module talks to fake_engine.py, which does what $Will says (see there). Its requests are logged.
    param([string] $Will = '')

    $python = Get-TestPython
    $fake = Join-Path $PSScriptRoot 'fake_engine.py'
    if ($script:OnWindows) {
        $start = Join-Path $TestDrive 'fake.cmd'
        Set-Content $start "@`"$python`" -I `"$fake`""
    } else {
        $start = Join-Path $TestDrive 'fake.sh'
        Set-Content $start "#!/bin/sh`nexec '$python' -I '$fake'"
        chmod +x $start
    }
    $env:WINGETPY_PYTHON = $start
    $env:WINGETPY_FAKE = $Will
    $env:WINGETPY_FAKE_LOG = Join-Path $TestDrive "requests-$([guid]::NewGuid().ToString('N')).jsonl"
}

function Get-FakeRequest {
    # The requests that the fake engine got, of one method; parameters only.
    param([string] $Method)

    if (-not (Test-Path $env:WINGETPY_FAKE_LOG)) { return }
    foreach ($line in Get-Content $env:WINGETPY_FAKE_LOG) {
        $request = ConvertFrom-Json $line
        if ($request.method -eq $Method) { $request.params }
    }
}

function Get-FakeMember {
    # The last request of a method as `Name=value` in order: what really reached the engine.
    param([string] $Method)

    $params = @(Get-FakeRequest $Method)[-1]
    @($params.PSObject.Properties | Where-Object Name -NE 'Proxy' | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Value)" })
}

function Use-Sandbox {
    # A fresh sandbox machine with one source, `demo`, of small portable packages (see Add-TestPackage), driven by the real engine.
    param([switch] $WithoutSource)

    $place = Join-Path $TestDrive ([guid]::NewGuid().ToString('N').Substring(0, 8))
    $script:SourceFolder = Join-Path $place 'source'
    New-Item -ItemType Directory -Force $script:SourceFolder | Out-Null
    $env:WINGETPY_PYTHON = $null
    Remove-Item Env:WINGETPY_PYTHON -ErrorAction Ignore
    $env:WINGETPY_HOST = 'sandbox'
    $env:WINGETPY_ROOT = Join-Path $place 'root'
    $env:PATH = (Split-Path (Get-TestPython) -Parent) + [IO.Path]::PathSeparator + $env:PATH
    if ($WithoutSource) { return }
    Add-TestPackage Demo.Hello 1.0 -Moniker hello
    Add-TestPackage Demo.Hello 2.0 -Moniker hello
    Add-TestPackage Demo.Tool 1.0 -Kind portable
    Add-TestPackage Demo.Tool 1.1 -Kind portable
    Add-TestPackage Demo.Other 3.0
    WinGetPy\Add-WinGetSource -Name demo -Argument $script:SourceFolder
}

function Add-TestPackage {
    # Writes a manifest and its installer, a zip with a portable program or a single program, into the source's folder.
    param([string] $Id, [string] $Version, [ValidateSet('zip', 'portable')][string] $Kind = 'zip', [string] $Name = $Id, [string] $Moniker, [string] $More = '', [string] $Sha256, [string] $Url)

    $folder = Join-Path $script:SourceFolder "$Id/$Version"
    New-Item -ItemType Directory -Force $folder | Out-Null
    $command = $Id.Split('.')[-1].ToLowerInvariant()
    $program = Join-Path $folder "$command.exe"
    [IO.File]::WriteAllText($program, "$Id $Version")
    $installer = $program
    $nested = ''
    if ($Kind -eq 'zip') {
        $installer = Join-Path $folder "$command.zip"
        if (Test-Path $installer) { Remove-Item $installer }
        $inside = Join-Path $folder 'inside'
        New-Item -ItemType Directory -Force $inside | Out-Null
        Move-Item $program $inside -Force
        [IO.File]::WriteAllText((Join-Path $inside 'readme.txt'), "Read me: $Id $Version")
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        [IO.Compression.ZipFile]::CreateFromDirectory($inside, $installer)
        Remove-Item $inside -Recurse -Force
        $nested = "NestedInstallerType: portable`nNestedInstallerFiles:`n- RelativeFilePath: $command.exe`n  PortableCommandAlias: $command`n"
    } else {
        $nested = "Commands:`n- $command`n"
    }
    if (-not $Sha256) { $Sha256 = (Get-FileHash $installer -Algorithm SHA256).Hash }
    if ($Url -like 'http*') { Remove-Item $installer }  # beside its manifest it would be taken by its hash, and the URL never asked
    if (-not $Url) { $Url = 'file:///' + ($installer -replace '\\', '/').TrimStart('/') }
    $text = "PackageIdentifier: $Id`nPackageVersion: `"$Version`"`nPackageLocale: en-US`nPublisher: Demo`nPackageName: $Name`nLicense: MIT`nShortDescription: A package of the tests`n"
    if ($Moniker) { $text += "Moniker: $Moniker`n" }
    $text += "InstallerType: $Kind`n$nested" + "Installers:`n- Architecture: x64`n  InstallerUrl: $Url`n  InstallerSha256: $Sha256`n" + $More + "ManifestType: singleton`nManifestVersion: 1.6.0`n"
    [IO.File]::WriteAllText((Join-Path $folder "$Id.yaml"), $text)
}

function Get-EngineProcess {
    # Processes of engines that were started by this test process.
    if ($script:OnWindows) { return @(Get-CimInstance Win32_Process -Filter "ParentProcessId=$PID" | Where-Object CommandLine -Match 'wingetpy|fake_engine') }
    @(Get-ChildItem /proc -Directory | Where-Object Name -Match '^\d+$' | ForEach-Object {
            $status = [IO.File]::Exists("$($_.FullName)/stat") -and (Get-Content "$($_.FullName)/stat" -ErrorAction Ignore)
            if ($status) {
                $fields = ((Get-Content "$($_.FullName)/stat" -ErrorAction Ignore) -replace '^.*\) ', '') -split ' '
                if ($fields[1] -eq $PID -and $fields[0] -ne 'Z') {
                    $line = (Get-Content "$($_.FullName)/cmdline" -ErrorAction Ignore) -replace "`0", ' '
                    if ($line -match 'wingetpy|fake_engine') { [int]$_.Name }
                }
            }
        })
}
