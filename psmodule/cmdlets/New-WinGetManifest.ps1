function New-WinGetManifest {
    <#
    .SYNOPSIS
    Makes a manifest of installers, or of an older version.

    .DESCRIPTION
    Reads what can be known of installers (MSI, MSIX, Inno, NSIS, Burn, other programs, archives, fonts) and writes a manifest set that
    validates, to manifests/p/Publisher/Package/Version below a folder. With -From it takes the manifest of an older version and
    replaces version, URLs, hashes, codes and dates; everything else stays. What is missing is one error that lists all of it, and
    nothing is written then. Emits one object with the files, what was read of each installer and where, and what changed.

    .PARAMETER Installer
    URLs, which are downloaded, and files. A file stands for the URL with the same last name, so that it need not be uploaded yet.
    Behind bars follows what the file does not say: https://example.com/setup.exe|x64|machine.

    .PARAMETER PackageIdentifier
    The identifier of the package, Publisher.Package.

    .PARAMETER PackageVersion
    The version of the package. Without it: the installer's.

    .PARAMETER From
    The package that the new version is of: its id in a source, or the path of the manifest of a version. Without -Installer the URLs
    are those of the older version with the new version in them.

    .PARAMETER FromVersion
    The older version. Without it: the newest.

    .PARAMETER Source
    The source of the older version.

    .PARAMETER Output
    The folder below which the files are written. Without it: the current folder.

    .PARAMETER NestedInstallerFile
    The files that are meant in archives, each with its command behind a bar: bin\tool.exe|tool.

    .PARAMETER PackageName
    The name of the package.

    .PARAMETER Publisher
    The publisher.

    .PARAMETER License
    The license.

    .PARAMETER ShortDescription
    What the package is, in one sentence.

    .PARAMETER Field
    Further fields of the manifest by their names, such as @{ Moniker = 'tool'; Tags = 'cli', 'search'; PackageUrl = $url }; Silent,
    SilentWithProgress and Custom are the switches of all installers.

    .PARAMETER PackageLocale
    The language of the texts. Without it: en-US.

    .PARAMETER ReleaseDate
    The day of the release. Without it: today, where the older version has one.

    .PARAMETER Scope
    For whom all installers install: user or machine.

    .PARAMETER Architecture
    The architecture of all installers.

    .PARAMETER InstallerType
    The type of all installers, where it cannot be read.

    .PARAMETER ManifestVersion
    The version of the manifest language. Without it: 1.12.0, or the older manifest's if that is newer.

    .PARAMETER Singleton
    Write one file.

    .PARAMETER Force
    Replace the manifest that is there.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    URLs, files, or objects with an Installer, Url or Path; all of them are installers of one manifest.

    .OUTPUTS
    WinGetPy.ManifestSet

    .EXAMPLE
    New-WinGetManifest https://example.com/tool-1.2.0-x64.msi -PackageIdentifier Contoso.Tool -License MIT -ShortDescription 'A tool'

    Writes the manifest of a new package.

    .EXAMPLE
    New-WinGetManifest -From Contoso.Tool -PackageVersion 1.3.0 -WhatIf | ForEach-Object Files | ForEach-Object Text

    Shows the manifest of the next version, with the URLs of the version before.

    .EXAMPLE
    New-WinGetManifest -From Contoso.Tool -PackageVersion 1.3.0 -Installer 'https://example.com/setup.exe|x64|machine' -Output ./winget-pkgs

    Writes the next version with a new URL; what is behind the bars says which installer it is.

    .EXAMPLE
    (New-WinGetManifest -From Contoso.Tool -PackageVersion 1.3.0).Changes

    Lists what is otherwise than before.

    .EXAMPLE
    New-WinGetManifest https://example.com/tool.zip -PackageIdentifier Contoso.Tool -PackageVersion 1.2.0 -PackageName Tool -Publisher Contoso -License MIT -ShortDescription 'A tool' -NestedInstallerFile 'bin\tool.exe|tool' -Architecture x64

    Writes the manifest of an archive, which says little about itself, with the program in it and its command.

    .EXAMPLE
    New-WinGetManifest https://example.com/setup.exe -PackageIdentifier Contoso.Tool -License MIT -ShortDescription 'Ein Werkzeug' -PackageLocale de-DE -InstallerType exe -Scope machine -Field @{ Moniker = 'tool'; Silent = '/quiet' }

    Says what cannot be read of a program, with further fields of the manifest.

    .EXAMPLE
    New-WinGetManifest -From Contoso.Tool -FromVersion 1.1.0 -Source ours -PackageVersion 1.3.0 -ReleaseDate 2026-05-04 -Header team=build -AcceptSourceAgreements

    Takes the texts of an older version of a source of one's own.

    .EXAMPLE
    New-WinGetManifest ./setup.exe -PackageIdentifier Contoso.Tool -License MIT -ShortDescription 'A tool' -ManifestVersion 1.10.0 -Singleton -Force

    Writes one file in an older version of the language, over the one that is there.

    .LINK
    Test-WinGetManifest
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Confirm-Change asks.')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.ManifestSet')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Url', 'Path', 'FullName', 'PSPath')] [ValidateNotNullOrEmpty()]
        [string[]] $Installer,

        [Alias('Id')] [ValidatePattern('\S')]
        [string] $PackageIdentifier,

        [Alias('Version')] [ValidatePattern('\S')]
        [string] $PackageVersion,

        [ValidatePattern('\S')]
        [string] $From,

        [ValidatePattern('\S')]
        [string] $FromVersion,

        [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Source,

        [ValidateNotNullOrEmpty()]
        [string] $Output = '.',

        [ValidateNotNullOrEmpty()]
        [string[]] $NestedInstallerFile,

        [Alias('Name')]
        [string] $PackageName,

        [string] $Publisher,

        [string] $License,

        [string] $ShortDescription,

        [hashtable] $Field,

        [string] $PackageLocale,

        [datetime] $ReleaseDate,

        [ValidateSet('user', 'machine')]
        [string] $Scope,

        [ValidateSet('x86', 'x64', 'arm', 'arm64', 'neutral')]
        [string] $Architecture,

        [ValidateSet('msix', 'msi', 'appx', 'exe', 'inno', 'nullsoft', 'wix', 'burn', 'portable', 'zip', 'font')]
        [string] $InstallerType,

        [string] $ManifestVersion,

        [switch] $Singleton,

        [switch] $Force,

        [string] $Header,

        [switch] $AcceptSourceAgreements
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
        $installers = New-Object Collections.Generic.List[string]
        $refused = $false
    }

    process {
        $found = @(Resolve-InstallerInput $run $_ $Installer)
        if ($found -contains $null) { $refused = $true } else { foreach ($one in $found) { $installers.Add($one) } }
    }

    end {
        if ($refused) { return }
        $ask = ConvertTo-ManifestRequest $run $PSBoundParameters $installers $Output
        if ($null -eq $ask) { return }
        $what = @(@($PackageIdentifier, $From) | Where-Object { $_ })[0], $PackageVersion -join ' '
        $answer = Confirm-Change $PSCmdlet (Get-Message WriteManifest $what.Trim() $ask.Output)
        if ($answer -eq 'No') { return }
        $ask.WhatIf = $answer -eq 'WhatIf'
        Invoke-Engine -Call $run.Call -Method manifest/new -Parameter $ask
        if ($run.Call.Result) {
            Send-Object @(ConvertTo-WinGetObject ManifestSet $run.Call.Result $run.Call) $run.Call
        } elseif ($run.Call.Error) {
            Write-EngineError $PSCmdlet $run.Call.Error $what
        }
        Exit-Abandoned $run.Call
    }
}
