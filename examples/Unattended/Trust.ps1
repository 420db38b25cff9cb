# Who runs this, and who else could change what it relies on.

# SYSTEM, Administrators, TrustedInstaller; Domain Admins and Enterprise Admins, who own what lies in SYSVOL.
$script:Administrators = 'S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464', 'S-1-5-21-*-512', 'S-1-5-21-*-519'

# Rights to delete, to delete what lies inside, to change rights or owner, and all of them: whoever has one puts another in its place.
$script:Replacing = 0x10000 -bor 0x40 -bor 0x40000 -bor 0x80000 -bor 0x10000000
$script:Writing = $script:Replacing -bor 0x2 -bor 0x4 -bor 0x40000000

# What is made for administrators alone, and what users may read (as the engine makes its folder in ProgramData).
$script:ForAdministrators = 'O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'
$script:ForReaders = $script:ForAdministrators + '(A;OICI;GRGX;;;BU)'

function Test-Elevated {
    if (-not $script:OnWindows) { return [Environment]::UserName -eq 'root' }
    $who = [Security.Principal.WindowsIdentity]::GetCurrent()
    (New-Object Security.Principal.WindowsPrincipal -ArgumentList $who).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

function Assert-Account {
    # What belongs to a user is not put into SYSTEM's profile, and what is for all users needs the rights for it.
    param([string] $Scope)

    if (-not $script:OnWindows) { return }
    if ($Scope -eq 'User' -and [Security.Principal.WindowsIdentity]::GetCurrent().IsSystem) { throw 'This script installs for one user, and runs as SYSTEM. Use startup.ps1.' }
    if ($Scope -eq 'Machine' -and -not (Test-Elevated)) { throw 'This script installs for all users, and runs without administrator rights. Run it as SYSTEM, or use logon.ps1.' }
}

function Get-TrustFault {
    # Who else than administrators could write to a file or folder, or put another in its place by one of the folders above; nothing if nobody.
    param([string] $Path, [string[]] $Trusted)

    if ($script:OnWindows -and [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('Software\Wine')) { return }   # every owner is a user of the system below
    $place = $Path
    $rights = $script:Writing
    do {
        $item = Get-Item -LiteralPath $place -Force
        # Above it, links on a share are its server's: SYSVOL has one in each path.
        if ($item.Attributes -band [IO.FileAttributes]::ReparsePoint -and ($place -eq $Path -or -not $place.StartsWith('\\'))) { return "$place is a link. Name the folder itself." }
        $above = [IO.Path]::GetDirectoryName($place)
        if (-not $above) { $rights = $rights -band -bnot 0x10000 }   # nobody deletes a drive
        $who = if ($script:OnWindows) { Get-Writer $place $rights $Trusted } else { Get-UnixWriter $item ($place -ne $Path) }
        if ($who) { return "$who may write to $place. Only administrators may." }
        $rights = $script:Replacing
        $place = $above
    } while ($place)
}

function Get-Writer {
    # The SID that owns it or has one of these rights, without being trusted.
    param([string] $Path, [int] $Rights, [string[]] $Trusted)

    $acl = Get-Acl -LiteralPath $Path
    $sids = @($acl.GetOwner([Security.Principal.SecurityIdentifier]).Value)
    foreach ($rule in $acl.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])) {
        if ("$($rule.AccessControlType)" -eq 'Allow' -and "$($rule.PropagationFlags)" -notmatch 'InheritOnly' -and [int]$rule.FileSystemRights -band $Rights) { $sids += $rule.IdentityReference.Value }
    }
    foreach ($sid in $sids) { if (-not (@($script:Administrators) + $Trusted | Where-Object { $sid -like $_ })) { return $sid } }
}

function Get-UnixWriter {
    # Its owner if that is not root, or who else its mode lets write. In a folder such as /tmp nobody replaces what is another's.
    param($Item, [bool] $Above)

    if ($Item.UnixStat.UserId -ne 0) { return $Item.User }
    if ($Item.UnixMode -match '^.{5}-.{2}-' -or ($Above -and $Item.UnixMode -match 't$')) { return }
    "a group or everybody ($($Item.UnixMode))"
}

function Add-TrustedFolder {
    # Makes a folder for administrators alone, and those above it that are missing so that users may read there.
    param([string] $Path, [string] $Rights = $script:ForAdministrators)

    if ([IO.Directory]::Exists($Path)) { return }
    $above = [IO.Path]::GetDirectoryName($Path)
    if ($above) { Add-TrustedFolder $above $script:ForReaders }
    if (-not $script:OnWindows) {
        $null = [IO.Directory]::CreateDirectory($Path, $(if ($Rights -eq $script:ForReaders) { 493 } else { 448 }))   # 0755, 0700
        return
    }
    $security = New-Object Security.AccessControl.DirectorySecurity
    $security.SetSecurityDescriptorSddlForm($Rights)
    $null = if ($PSVersionTable.PSEdition -eq 'Core') { [IO.FileSystemAclExtensions]::CreateDirectory($security, $Path) } else { [IO.Directory]::CreateDirectory($Path, $security) }
}
