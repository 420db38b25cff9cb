#Requires -Version 5.1

<#
.SYNOPSIS
Builds, tests, checks, measures and packages WinGetPy.

.DESCRIPTION
    Build     merges the module into out/build/WinGetPy: one psm1, no loose .ps1, so that all of it can be signed
    Test      pytest and Pester
    Lint      ruff, mypy and PSScriptAnalyzer
    Analyze   PSScriptAnalyzer alone
    Bench     bench/run.py, which writes bench/RESULTS.md
    Package   out/WinGetPy/<version>: the built module with the engine and its dependencies inside, for the interpreter of
              -Python; it works on a machine that has PowerShell and that Python, and reaches no package index. Beside it a
              zip and a NuGet package for the PowerShell Gallery; in it a bill of materials (WinGetPy.cdx.json). Two
              packages of one commit are equal, but for signatures. docs/releasing.md

What is missing on this machine is skipped and said loudly at the end; with -Strict that is a failure.

.PARAMETER Task
What to do. Several tasks run one after the other.

.PARAMETER Python
The interpreter; by default the virtual environment's in this folder, or the first python on PATH.

.PARAMETER Output
Where Build and Package write; by default the folder out.

.PARAMETER EmbeddedPython
Package: the archive of a Python for Windows (python.org's "embeddable package") that goes into the module: it then needs nothing
but PowerShell. Its engine is made for that Python.

.PARAMETER Certificate
Package: signs the module's files with this certificate for code: its thumbprint in a store of Windows, or a .pfx file. Windows only.

.PARAMETER TimestampServer
Package: the server that confirms when it was signed.

.PARAMETER Strict
What is missing is a failure.

.EXAMPLE
./build.ps1 -Task Lint, Test

.EXAMPLE
./build.ps1 -Task Package -Python C:\Python313\python.exe

.EXAMPLE
./build.ps1 -Task Package -EmbeddedPython python-3.13.5-embed-amd64.zip -Certificate 0123456789ABCDEF0123456789ABCDEF01234567
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Lint', 'Analyze', 'Bench', 'Package')]
    [string[]] $Task = @('Build'),
    [string] $Python,
    [string] $Output,
    [string] $EmbeddedPython,
    [string] $Certificate,
    [string] $TimestampServer = 'http://timestamp.digicert.com',
    [switch] $Strict
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$source = Join-Path $root 'psmodule'
$out = if ($Output) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Output) } else { Join-Path $root 'out' }
$onWindows = $env:OS -eq 'Windows_NT'
$state = @{ Failed = @(); Skipped = @() }
$given = @{ Python = $EmbeddedPython; Certificate = $Certificate; Timestamps = $TimestampServer }   # of a package

function Get-Python {
    # The interpreter to build and test with.
    param([string] $Named)

    if ($Named -and (Test-Path -LiteralPath $Named -PathType Leaf)) { return $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Named) }
    if ($Named) { return (Get-Command -Name $Named -CommandType Application | Select-Object -First 1).Source }
    $own = Join-Path $root $(if ($onWindows) { '.venv\Scripts\python.exe' } else { '.venv/bin/python' })
    if (Test-Path -LiteralPath $own) { return $own }
    $found = Get-Command -Name python, python3 -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if (-not $found) { throw 'There is no Python. Install 3.11 or newer, or name one by -Python.' }
    $found.Source
}

function Invoke-Step {
    # One program of a task. Its exit code decides; the others run all the same.
    param([string] $Name, [string] $Program, [string[]] $Argument)

    Write-Output "== $Name"
    & $Program @Argument
    if ($LASTEXITCODE) { $state.Failed += "$Name (exit code $LASTEXITCODE)" }
}

function Skip-Step {
    # A step that cannot run here.
    param([string] $Name, [string] $Reason)

    Write-Output "== $Name SKIPPED: $Reason"
    $state.Skipped += "${Name}: $Reason"
}

function Test-PythonModule {
    # Whether the interpreter has a module.
    param([string] $Name)

    & $interpreter -c "import importlib.util, sys; sys.exit(importlib.util.find_spec('$Name') is None)"
    -not $LASTEXITCODE
}

function Get-ModuleVersion {
    (Import-PowerShellDataFile -LiteralPath (Join-Path $source 'WinGetPy.psd1')).ModuleVersion
}

function Write-Text {
    param([string] $Path, [string] $Text)

    [IO.File]::WriteAllText($Path, $Text, (New-Object Text.UTF8Encoding -ArgumentList $false))
}

function Edit-Region {
    # A text with other content in one of its regions.
    param([string] $Text, [string] $Name, [string] $Content)

    $begin = $Text.IndexOf("#region $Name`n")
    $end = $Text.IndexOf('#endregion', [Math]::Max(0, $begin))
    if ($begin -lt 0 -or $end -lt 0) { throw "WinGetPy.psm1 has no region named $Name." }
    $Text.Substring(0, $begin) + "#region $Name`n$Content`n" + $Text.Substring($end)
}

function Get-TypeFile {
    # The methods of Objects.psd1 as a types file: what Register-ObjectMethod does in development.
    param([hashtable] $Types)

    $lines = @('<?xml version="1.0" encoding="utf-8"?>', '<Types>')
    $depths = @{}
    $all = @{ 'WinGetPy.TextList' = @{ ToString = "`$this -join '; '" } }
    foreach ($name in $Types.Keys) {
        if ($Types[$name].Depth) { foreach ($prefix in '', 'Deserialized.') { $depths["${prefix}WinGetPy.$name"] = $Types[$name].Depth } }
        if ($Types[$name].Methods) { foreach ($prefix in '', 'Deserialized.') { $all["${prefix}WinGetPy.$name"] = $Types[$name].Methods } }
    }
    foreach ($name in (@($all.Keys) + @($depths.Keys) | Sort-Object -Unique)) {
        $lines += "  <Type><Name>$name</Name><Members>"
        if ($depths[$name]) {
            $lines += '    <MemberSet><Name>PSStandardMembers</Name><Members><NoteProperty>'
            $lines += "      <Name>SerializationDepth</Name><Value>$($depths[$name])</Value></NoteProperty></Members></MemberSet>"
        }
        foreach ($method in ($all[$name].Keys | Where-Object { $_ } | Sort-Object)) {
            $lines += "    <ScriptMethod><Name>$method</Name><Script>$([Security.SecurityElement]::Escape([string]$all[$name][$method]))</Script></ScriptMethod>"
        }
        $lines += '  </Members></Type>'
    }
    ($lines + '</Types>') -join "`n"
}

function Invoke-Build {
    # Merges the module: what the loader reads in development is in the psm1 itself.
    param([string] $Target = (Join-Path (Join-Path $out 'build') 'WinGetPy'))

    if (Test-Path -LiteralPath $Target) { Remove-Item -LiteralPath $Target -Recurse -Force }
    $null = New-Item -ItemType Directory -Path $Target -Force
    $loader = [IO.File]::ReadAllText((Join-Path $source 'WinGetPy.psm1'))
    $files = @(Get-ChildItem -LiteralPath (Join-Path $source 'private'), (Join-Path $source 'cmdlets') -Filter '*.ps1' | Where-Object Name -NE 'Register-ObjectMethod.ps1' | Sort-Object -Property { Split-Path $_.DirectoryName -Leaf }, Name -Culture '')
    $parts = @(foreach ($file in $files) { [IO.File]::ReadAllText($file.FullName).Trim() })
    $parts += '$script:ObjectTypes = ' + [IO.File]::ReadAllText((Join-Path $source 'Objects.psd1')).Trim()
    $merged = Edit-Region $loader 'files' ($parts -join "`n`n")
    $merged = Edit-Region $merged 'methods' '# in WinGetPy.Types.ps1xml'
    $merged = $merged.Replace('In development this file reads the others; the build merges them into it.', 'Merged by build.ps1: the sources lie in psmodule/.')
    Write-Text (Join-Path $Target 'WinGetPy.psm1') $merged
    Write-Text (Join-Path $Target 'WinGetPy.Types.ps1xml') (Get-TypeFile (Import-PowerShellDataFile -LiteralPath (Join-Path $source 'Objects.psd1')))
    $manifest = [IO.File]::ReadAllText((Join-Path $source 'WinGetPy.psd1'))
    Write-Text (Join-Path $Target 'WinGetPy.psd1') $manifest.Replace('    FormatsToProcess ', "    TypesToProcess       = @('WinGetPy.Types.ps1xml')`n    FormatsToProcess ")
    foreach ($name in 'LanguageMode.psm1', 'WinGetPy.Format.ps1xml', 'en-US', 'dsc') { Copy-Item -LiteralPath (Join-Path $source $name) -Destination $Target -Recurse }
    Get-ChildItem -LiteralPath $source -Filter '*.dsc.*.json' | ForEach-Object { Copy-Item -LiteralPath $_.FullName -Destination $Target }
    Copy-Item -LiteralPath (Join-Path $root 'LICENSE') -Destination $Target
    $errors = $null
    $null = [Management.Automation.Language.Parser]::ParseFile((Join-Path $Target 'WinGetPy.psm1'), [ref]$null, [ref]$errors)
    if ($errors) { throw "The merged module does not parse: $($errors[0].Message)" }
    Write-Output "built: $Target ($($files.Count) files in one)"
}

function Invoke-Test {
    if (Test-PythonModule pytest) {
        Invoke-Step 'pytest' $interpreter @('-m', 'pytest', '-q', (Join-Path $root 'tests'))
    } else {
        Skip-Step 'pytest' "$interpreter has no pytest (pip install '.[test]')"
    }
    if (Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version -ge [version]'5.0' }) {
        $shell = (Get-Process -Id $PID).Path
        $before = $env:WINGETPY_TEST_PYTHON
        if (-not $before) { $env:WINGETPY_TEST_PYTHON = $interpreter }
        try { Invoke-Step 'Pester' $shell @('-NoProfile', '-File', (Join-Path $root 'tests/psmodule/Invoke-Tests.ps1')) } finally { $env:WINGETPY_TEST_PYTHON = $before }
    } else {
        Skip-Step 'Pester' 'Pester 5 is not installed (Install-Module Pester)'
    }
}

function Invoke-Lint {
    foreach ($tool in @(
            @{ Name = 'ruff check'; Module = 'ruff'; Arguments = 'check', $root }
            @{ Name = 'ruff format'; Module = 'ruff'; Arguments = 'format', '--check', $root }
            @{ Name = 'mypy'; Module = 'mypy'; Arguments = @() }
        )) {
        if (Test-PythonModule $tool.Module) {
            Push-Location -LiteralPath $root
            try { Invoke-Step $tool.Name $interpreter (@('-m', $tool.Module) + $tool.Arguments) } finally { Pop-Location }
        } else {
            Skip-Step $tool.Name "$interpreter has no $($tool.Module) (pip install '.[test]')"
        }
    }
    Invoke-Analyze
}

function Invoke-Analyze {
    if (-not (Get-Module -ListAvailable -Name PSScriptAnalyzer)) {
        Skip-Step 'PSScriptAnalyzer' 'it is not installed (Install-Module PSScriptAnalyzer)'
        return
    }
    Write-Output '== PSScriptAnalyzer'
    $settings = Import-PowerShellDataFile -LiteralPath (Join-Path $root 'PSScriptAnalyzerSettings.psd1')
    # A PSScriptAnalyzer that was built from source has no profiles of Windows' shells: the other rules run.
    $profiles = Join-Path (Get-Module -ListAvailable -Name PSScriptAnalyzer | Select-Object -First 1).ModuleBase 'compatibility_profiles'
    foreach ($rule in @($settings.Rules.Keys)) {
        $missing = @($settings.Rules[$rule].TargetProfiles | Where-Object { $_ -and -not (Test-Path -LiteralPath (Join-Path $profiles "$_.json")) })
        if (-not $missing) { continue }
        $settings.Rules.Remove($rule)
        Skip-Step "PSScriptAnalyzer's rule $rule" "it needs the profile $($missing[0]), which is not in $profiles"
    }
    $findings = @(foreach ($path in 'psmodule', 'examples', 'build.ps1') {
            Invoke-ScriptAnalyzer -Path (Join-Path $root $path) -Recurse -Settings $settings
        })
    foreach ($finding in $findings) { Write-Output "$($finding.ScriptName):$($finding.Line): $($finding.RuleName): $($finding.Message)" }
    Write-Output "$($findings.Count) findings"
    if ($findings.Count) { $state.Failed += "PSScriptAnalyzer ($($findings.Count) findings)" }
}

function Invoke-Bench {
    Invoke-Step 'bench' $interpreter @((Join-Path (Join-Path $root 'bench') 'run.py'))
}

function Invoke-Package {
    # The module's folder with the engine in it, and the files that are given out. PIP_FIND_LINKS works as ever for pip.
    $signer = if ($given.Certificate) { Get-Signer }
    $version = Get-ModuleVersion
    $target = Join-Path (Join-Path $out 'WinGetPy') $version
    Invoke-Build $target
    $fill = @('-m', 'release', 'fill', $target)
    if ($given.Python) { $fill += '--embedded-python', (Get-Item -LiteralPath $given.Python).FullName }
    Push-Location -LiteralPath $root
    try {
        Invoke-Step 'engine' $interpreter $fill
        if ($state.Failed.Count) { return }
        if ($signer) { Set-Signature $target $signer }
        $about = Join-Path $out 'about.json'
        Write-Text $about (ConvertTo-Json (Get-GalleryEntry) -Depth 3)
        Invoke-Step 'zip and nupkg' $interpreter @('-m', 'release', 'pack', $target, $about, $out)
        Remove-Item -LiteralPath $about
    } finally {
        Pop-Location
    }
    $size = (Get-ChildItem -LiteralPath $target -Recurse -File | Measure-Object -Property Length -Sum).Sum
    Write-Output ('packaged: {0}, {1:0.0} MB' -f $target, ($size / 1MB))
}

function Get-GalleryEntry {
    # What the nupkg says of the module, from its manifest.
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $source 'WinGetPy.psd1')
    [ordered]@{
        Version     = $manifest.ModuleVersion
        Author      = $manifest.Author
        Company     = $manifest.CompanyName
        Copyright   = $manifest.Copyright
        Description = $manifest.Description
        LicenseUri  = $manifest.PrivateData.PSData.LicenseUri
        Tags        = @($manifest.PrivateData.PSData.Tags)
        Functions   = @($manifest.FunctionsToExport)
        Resources   = @($manifest.DscResourcesToExport)
    }
}

function Get-Signer {
    # The certificate of -Certificate, before anything is built.
    if (-not (Get-Command Set-AuthenticodeSignature -ErrorAction Ignore) -or -not $onWindows) {
        throw '-Certificate: PowerShell signs files on Windows only. Package without it here, and sign on Windows.'
    }
    $found = if (Test-Path -LiteralPath $given.Certificate -PathType Leaf) {
        Get-PfxCertificate -FilePath $given.Certificate
    } else {
        Get-ChildItem -Path Cert:\CurrentUser\My, Cert:\LocalMachine\My | Where-Object { $_.Thumbprint -eq $given.Certificate -and $_.HasPrivateKey } | Select-Object -First 1
    }
    if (-not $found) { throw "-Certificate: there is neither a file nor a certificate with a private key for '$($given.Certificate)' in Cert:\CurrentUser\My or Cert:\LocalMachine\My." }
    $found
}

function Set-Signature {
    # Signs what PowerShell reads of a module. Files of the engine keep the signatures of who made them.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'A step of the build; writes into its output only.')]
    param([string] $Folder, $Signer)

    $folders = @($Folder) + @(Get-ChildItem -LiteralPath $Folder -Directory | ForEach-Object { $_.FullName })
    foreach ($file in (Get-ChildItem -LiteralPath $folders -File | Where-Object { $_.Extension -in '.psd1', '.psm1', '.ps1xml' })) {
        $signed = Set-AuthenticodeSignature -LiteralPath $file.FullName -Certificate $Signer -HashAlgorithm SHA256 -TimestampServer $given.Timestamps
        if ($signed.Status -eq 'NotSigned' -or -not $signed.SignerCertificate) { throw "$($file.Name) was not signed: $($signed.StatusMessage)" }
    }
}

$interpreter = if (@($Task | Where-Object { $_ -notin 'Build', 'Analyze' }).Count) { Get-Python $Python }
foreach ($name in $Task) { & "Invoke-$name" }
foreach ($skipped in $state.Skipped) { Write-Output "SKIPPED $skipped" }
foreach ($failed in $state.Failed) { Write-Output "FAILED $failed" }
if ($state.Failed.Count -or ($Strict -and $state.Skipped.Count)) { exit 1 }
exit 0
