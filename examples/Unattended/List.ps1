# The installation list.

$script:ListSeconds = 60
$script:ListLength = 10MB

function Get-WantedPackage {
    # The packages of -Id and of the list, each once, whatever its case: @{ Id; Version?; Source? }, or @{ Id; Fault } for what is none.
    param([hashtable] $Setting)

    $all = @($Setting.Id -split ',' | ForEach-Object { @{ Id = $_ } })
    if ($Setting.Path) { $all += @(Get-ListedPackage $Setting.Path $Setting.Scope) }
    $seen = New-Object 'Collections.Generic.HashSet[string]' -ArgumentList ([StringComparer]::OrdinalIgnoreCase)
    foreach ($package in $all) {
        $package.Id = "$($package.Id)".Trim()
        if ((-not $package.Id -and -not $package.Fault) -or -not $seen.Add("$($package.Id)$($package.Fault)")) { continue }
        if ($Setting.Include -and -not (Test-Listed $package.Id $Setting.Include)) { continue }
        if ($Setting.Exclude -and (Test-Listed $package.Id $Setting.Exclude)) { continue }
        if ($package.Id -match '[\s\p{C}\\/:*?"<>|]') { $package.Fault = "'$($package.Id)' is no package id" }
        if ($Setting.Source) { $package.Source = $Setting.Source }
        $package
    }
}

function Get-ListedPackage {
    # The packages of a list: JSON as `winget export` writes it (schema 1.0 or 2.0), or text with one id a line.
    param([string] $Path, [string] $Scope)

    $text = Read-List $Path
    if ($text -match '^\s*[<\[]' -or $text.Contains("`0")) { throw "$Path is no list of packages: neither JSON of winget export nor text with one id a line." }
    if (-not $text.TrimStart().StartsWith('{')) {
        foreach ($line in $text -split '\r?\n') { @{ Id = ($line -split '#')[0] } }
        return
    }
    $list = try { ConvertFrom-Json $text } catch { throw "$Path is no list of packages: $($_.Exception.Message)" }
    if (-not $list.PSObject.Properties['Sources']) { throw "$Path is no list of packages: it has no Sources." }
    $number = 0
    foreach ($source in $list.Sources) {
        foreach ($entry in $source.Packages) {
            $number++
            # One list serves both scripts: what is for the other scope is the other script's.
            if ($entry.Scope -and $entry.Scope -ne $Scope) { continue }
            $package = @{ Id = if ($entry.PackageIdentifier) { $entry.PackageIdentifier } else { $entry.Id } }
            if (-not $package.Id) { $package.Fault = "package $number of $Path is without PackageIdentifier" }
            if ($entry.Version) { $package.Version = "$($entry.Version)" }
            if ($source.SourceDetails.Name) { $package.Source = $source.SourceDetails.Name }
            $package
        }
    }
}

function Read-List {
    # The text of a file or of an address, within a time and a size.
    param([string] $Path)

    if ($Path -match '^http:') { throw "-Path: $Path is not encrypted. Whoever changes the list on its way decides what is installed: use https." }
    $text = Invoke-Bounded $script:ListSeconds @($Path, $script:ListLength) {
        param([object[]] $Wanted)
        $path, $most = $Wanted
        $stream = $null
        try {
            if ([IO.Directory]::Exists($path)) { throw 'It is a folder. Name the list in it.' }
            if ($path -match '^https:') {
                [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
                $request = [Net.WebRequest]::Create($path)
                $request.AllowAutoRedirect = $false
                $answer = $request.GetResponse()
                if ([int]$answer.StatusCode -ne 200) { throw "The server answers with status $([int]$answer.StatusCode)." }
                $stream = $answer.GetResponseStream()
            } else {
                $stream = [IO.FileStream]::new($path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
            }
            $reader = [IO.StreamReader]::new($stream)   # UTF-8, or what its mark says
            $text = [Text.StringBuilder]::new()
            $buffer = [char[]]::new(65536)
            while ($read = $reader.Read($buffer, 0, $buffer.Length)) {
                $null = $text.Append($buffer, 0, $read)
                if ($text.Length -gt $most) { throw "It is longer than $most characters." }
            }
            $text.ToString()
        } catch {
            throw "The list ${path}: $($_.Exception.GetBaseException().Message)"
        } finally {
            if ($stream) { $stream.Dispose() }
        }
    }
    if ($null -eq $text) { throw "The list $Path did not answer within $script:ListSeconds s." }
    "$text"
}

function Test-Listed {
    # Whether an id matches one of the wildcards in a text with commas between.
    param([string] $Id, [string] $Wildcards)

    foreach ($wildcard in $Wildcards -split ',') { if ($wildcard.Trim() -and $Id -like $wildcard.Trim()) { return $true } }
    $false
}
