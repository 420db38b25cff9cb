function Format-Change {
    # A change of a package in few words: Install Git.Git 2.44.0, or with both versions Update Git.Git from 2.43.0 to 2.44.0.
    param([Parameter(Mandatory)][string] $Action, [string] $Id, [string] $Version, [string] $NewVersion)

    $word = Get-MessageText "Action$Action"
    if (-not $word) { $word = $Action }
    if ($NewVersion) { return Get-Message ChangeOfVersion $word $Id $Version $NewVersion }
    (Get-Message Change $word $Id $Version).Trim()
}
