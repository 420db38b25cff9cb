# WinGetPy: winget's packages from PowerShell. In development this file reads the others; the build merges them into it.

Set-StrictMode -Off   # a user's own strict mode is not meant for this module
$script:ModuleBase = $PSScriptRoot
$script:ProtocolVersion = 1
$script:Engine = $null     # the engine of this runspace, ready for requests
$script:Opening = $null    # an engine that is being started: its start can be spread over several calls
$script:Converters = @{}   # see ConvertTo-ObjectScript
$script:English = $null    # the module's sentences and
$script:Translation = $null   # those of the language
$script:Language = 'en-US' # of the shell, see Get-MessageText
$script:Options = @{}      # see Get-CommandOption
$script:ProgressParts = @{}   # see Write-EngineProgress

#region classes
# DSC 2. The adapters read the classes out of this very file: they cannot lie in another one.

enum WgpEnsure {
    Absent
    Present
}

[DscResource()]
class WinGetPackage {
    [DscProperty(Key)] [string] $Id
    [DscProperty()] [string] $Source
    [DscProperty()] [WgpEnsure] $Ensure = [WgpEnsure]::Present
    [DscProperty()] [string] $Version
    [DscProperty()] [string] $VersionRange
    [DscProperty()] [nullable[bool]] $UseLatest
    [DscProperty()] [string] $Scope
    [DscProperty()] [string] $MatchOption
    [DscProperty()] [string] $InstallMode = 'Silent'
    [DscProperty()] [string] $Architecture
    [DscProperty()] [string] $InstallerType
    [DscProperty()] [string] $Locale
    [DscProperty()] [string] $Location
    [DscProperty()] [string] $Override
    [DscProperty()] [string] $Custom
    [DscProperty()] [nullable[bool]] $SkipDependencies
    [DscProperty()] [nullable[bool]] $AcceptAgreements
    [DscProperty()] [string] $PinType
    [DscProperty()] [string] $PinVersion
    [DscProperty(NotConfigurable)] [string] $Name
    [DscProperty(NotConfigurable)] [string] $AvailableVersion

    [WinGetPackage] Get() {
        $state = (Invoke-DesiredState get package ($this.Wanted())).State
        $now = [WinGetPackage]::new()
        foreach ($member in 'Id', 'Source', 'Version', 'Scope', 'UseLatest', 'Name', 'AvailableVersion') {
            if ($null -ne $state.$member) { $now.$member = $state.$member }
        }
        if ($state.pin) { $now.PinType, $now.PinVersion = $state.pin.type, $state.pin.version }
        $now.Ensure = if ($state._exist) { 'Present' } else { 'Absent' }
        return $now
    }

    [bool] Test() { return (Invoke-DesiredState test package ($this.Wanted())).InDesiredState }

    [void] Set() { Invoke-DesiredState set package ($this.Wanted()) }

    hidden [hashtable] Wanted() {
        $wanted = ConvertTo-DesiredProperty $this -Exclude PinType, PinVersion, Name, AvailableVersion
        if ($this.PinType) {
            $wanted.pin = @{ type = $this.PinType }
            if ($this.PinVersion) { $wanted.pin.version = $this.PinVersion }
        }
        return $wanted
    }
}

class WinGetListedPackage {
    [DscProperty(Key)] [string] $Id
    [DscProperty()] [string] $Source
    [DscProperty()] [string] $Ensure
    [DscProperty()] [string] $Version
    [DscProperty()] [string] $VersionRange
    [DscProperty()] [nullable[bool]] $UseLatest
    [DscProperty()] [string] $Scope
}

[DscResource()]
class WinGetPackageList {
    [DscProperty(Key)] [string] $Name
    [DscProperty(Mandatory)] [WinGetListedPackage[]] $Packages
    [DscProperty()] [nullable[bool]] $AcceptAgreements

    [WinGetPackageList] Get() {
        $state = (Invoke-DesiredState get package-list ($this.Wanted())).State
        $now = [WinGetPackageList]@{ Name = $this.Name }
        $now.Packages = @(foreach ($one in $state.packages) {
                $package = [WinGetListedPackage]@{ Id = $one.id; Ensure = $(if ($one._exist) { 'Present' } else { 'Absent' }) }
                foreach ($member in 'Source', 'Version', 'UseLatest', 'Scope') { if ($null -ne $one.$member) { $package.$member = $one.$member } }
                $package
            })
        return $now
    }

    [bool] Test() { return (Invoke-DesiredState test package-list ($this.Wanted())).InDesiredState }

    [void] Set() { Invoke-DesiredState set package-list ($this.Wanted()) }

    hidden [hashtable] Wanted() {
        $wanted = @{ packages = @(foreach ($one in $this.Packages) { ConvertTo-DesiredProperty $one }) }
        if ($this.AcceptAgreements) { $wanted.acceptAgreements = $true }
        return $wanted
    }
}

[DscResource()]
class WinGetSource {
    [DscProperty(Key)] [string] $Name
    [DscProperty()] [string] $Argument
    [DscProperty()] [string] $Type
    [DscProperty()] [string] $TrustLevel
    [DscProperty()] [nullable[bool]] $Explicit
    [DscProperty()] [nullable[int]] $Priority
    [DscProperty()] [nullable[bool]] $AcceptAgreements
    [DscProperty()] [WgpEnsure] $Ensure = [WgpEnsure]::Present

    [WinGetSource] Get() {
        $state = (Invoke-DesiredState get source @{ name = $this.Name }).State
        $now = [WinGetSource]::new()
        foreach ($member in 'Name', 'Argument', 'Type', 'TrustLevel', 'Explicit', 'Priority') {
            if ($null -ne $state.$member) { $now.$member = $state.$member }
        }
        $now.Ensure = if ($state._exist) { 'Present' } else { 'Absent' }
        return $now
    }

    [bool] Test() { return (Invoke-DesiredState test source (ConvertTo-DesiredProperty $this)).InDesiredState }

    [void] Set() { Invoke-DesiredState set source (ConvertTo-DesiredProperty $this) }
}

[DscResource()]
class WinGetPin {
    [DscProperty(Key)] [string] $Id
    [DscProperty()] [string] $Source
    [DscProperty()] [string] $Type
    [DscProperty()] [string] $Version
    [DscProperty()] [WgpEnsure] $Ensure = [WgpEnsure]::Present

    [WinGetPin] Get() {
        $state = (Invoke-DesiredState get pin (ConvertTo-DesiredProperty $this)).State
        $now = [WinGetPin]::new()
        foreach ($member in 'Id', 'Source', 'Type', 'Version') { if ($null -ne $state.$member) { $now.$member = $state.$member } }
        $now.Ensure = if ($state._exist) { 'Present' } else { 'Absent' }
        return $now
    }

    [bool] Test() { return (Invoke-DesiredState test pin (ConvertTo-DesiredProperty $this)).InDesiredState }

    [void] Set() { Invoke-DesiredState set pin (ConvertTo-DesiredProperty $this) }
}

[DscResource()]
class WinGetUserSettings {
    [DscProperty(Key)] [string] $SID
    [DscProperty(Mandatory)] [hashtable] $Settings
    [DscProperty()] [string] $Action = 'Full'

    [WinGetUserSettings] Get() {
        $state = (Invoke-DesiredState get user-settings-file @{}).State
        return [WinGetUserSettings]@{ SID = $this.SID; Action = $this.Action; Settings = (ConvertTo-Table $state.settings) }
    }

    [bool] Test() { return (Invoke-DesiredState test user-settings-file (ConvertTo-DesiredProperty $this -Exclude SID)).InDesiredState }

    [void] Set() { Invoke-DesiredState set user-settings-file (ConvertTo-DesiredProperty $this -Exclude SID) }
}

[DscResource()]
class WinGetAdminSettings {
    [DscProperty(Key)] [string] $SID
    [DscProperty(Mandatory)] [hashtable] $Settings

    [WinGetAdminSettings] Get() {
        $state = (Invoke-DesiredState get admin-settings @{}).State
        return [WinGetAdminSettings]@{ SID = $this.SID; Settings = (ConvertTo-Table $state.settings) }
    }

    [bool] Test() { return (Invoke-DesiredState test admin-settings (ConvertTo-DesiredProperty $this -Exclude SID)).InDesiredState }

    [void] Set() { Invoke-DesiredState set admin-settings (ConvertTo-DesiredProperty $this -Exclude SID) }
}
#endregion

#region files
foreach ($file in @(Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot 'private'), (Join-Path $PSScriptRoot 'cmdlets') -Filter '*.ps1')) {
    . $file.FullName
}
$script:ObjectTypes = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'Objects.psd1')
#endregion

#region methods
Register-ObjectMethod
#endregion
Write-NeighbourWarning
$ExecutionContext.SessionState.Module.OnRemove = { Stop-Engine }
