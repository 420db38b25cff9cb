# Install, update and uninstall: plan (Get-PackagePlan), ask (the public command itself), carry out exactly that plan
# (Invoke-PackageChange) or show it (Show-PackagePlan).

function Get-PackagePlan {
    # The plan for one package; nothing where there is none, and then the error is written.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [Parameter(Mandatory)][hashtable] $Call,
        [Parameter(Mandatory)][ValidateSet('Install', 'Update', 'Uninstall')][string] $Operation,
        [Parameter(Mandatory)][hashtable] $Request,
        [Parameter(Mandatory)][hashtable] $Option,
        [Parameter(Mandatory)][hashtable] $Limit   # see Get-TimeLimit
    )

    if (Test-TimeOver $Cmdlet $Limit $Request.Label) { return }
    $criteria = $Request.Criteria.Clone()
    foreach ($name in $Option.Keys) { if (-not $criteria.Contains($name)) { $criteria[$name] = $Option[$name] } }
    Resolve-OptionPath $Cmdlet $criteria
    $criteria.Operation = $Operation
    Invoke-Engine -Cmdlet $Cmdlet -Call $Call -Method 'package/plan' -Parameter $criteria
    if ($Call.Error) {
        Write-PlanError $Cmdlet $Call $Operation $Request
        return
    }
    ConvertTo-Plan $Call.Result
}

function Show-PackagePlan {
    # What -WhatIf emits: the plan, and then the error that would come.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)][hashtable] $Call, [Parameter(Mandatory)] $Plan, [Parameter(Mandatory)][hashtable] $Request)

    Send-Object @($Plan) $Call
    if ($Call.Abandoned) { return }
    if ($Plan.Error) { Write-ChangeError $Cmdlet $Plan.Error $Plan.Id $Request $Plan.Operation $Plan.Reason }
}

function Invoke-PackageChange {
    # Carries out a plan. Emits its result, then writes its error.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [Parameter(Mandatory)][hashtable] $Call,
        [Parameter(Mandatory)] $Plan,
        [Parameter(Mandatory)][hashtable] $Request,
        [Parameter(Mandatory)][hashtable] $Option,
        [Parameter(Mandatory)][hashtable] $Limit
    )

    $run = @{ PlanId = $Plan.PlanId }
    foreach ($name in 'AcceptPackageAgreements', 'AcceptSourceAgreements') { if ($Option[$name]) { $run[$name] = $true } }
    if ($Limit.Seconds) { $run.TimeoutSeconds = [Math]::Max(1, $Limit.Seconds - [int]$Limit.Clock.Elapsed.TotalSeconds) }
    if ($null -ne $Limit.LockWaitSeconds) { $run.LockWaitSeconds = $Limit.LockWaitSeconds }
    $kind = if ($Plan.Operation -eq 'Uninstall') { 'UninstallResult' } else { 'InstallResult' }
    $results = @(Invoke-Engine -Cmdlet $Cmdlet -Call $Call -Method "package/$($Plan.Operation.ToLowerInvariant())" -Parameter $run -ItemsAs $kind)
    $faults = $Call.Faults
    foreach ($result in $results) {
        if ($result.Status -eq 'Ok') { Sync-SessionPath -Engine $Call.Engine -Added $result.PathAdded -Removed $result.PathRemoved }
    }
    Send-Object $results $Call
    if ($Call.Abandoned) { return }
    foreach ($fault in $faults) { Write-ChangeError $Cmdlet $fault.Fault $fault.Target $Request $Plan.Operation (@($results)[0].Status) }
    if ($Call.Error) { Write-EngineError $Cmdlet $Call.Error $Request.Label }
}

function Write-PlanError {
    # The answer to a request that came to no plan. What is installed but unknown to every source is a result, no error.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)][hashtable] $Call, [Parameter(Mandatory)][string] $Operation, [Parameter(Mandatory)][hashtable] $Request)

    $fault = $Call.Error
    if ($Operation -eq 'Install' -and $fault.Symbol -eq 'NoApplicationsFound' -and $Request.SeveralWords) {
        $fault.Remedy = "These words were taken as one query: $($Request.Label). Several packages are named by -Id a, b or through the pipeline: 'a', 'b' | $($Cmdlet.MyInvocation.MyCommand.Name)"
    }
    Write-EngineError $Cmdlet $fault $Request.Label
}

function Write-ChangeError {
    # The error of a package. For a piped package, nothing newer or nothing known is no error: its result says it. One that
    # is to be installed and cannot be is an error, though.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [Parameter(Mandatory)] $Fault,
        $Target,
        [Parameter(Mandatory)][hashtable] $Request,
        [Parameter(Mandatory)][string] $Operation,
        [string] $Status
    )

    $isMissing = $Operation -eq 'Install' -and -not $Request.IsInstalled
    if ($Request.IsObject -and ($Status -eq 'NoApplicableUpgrade' -or $Status -eq 'NoApplicableInstallers' -and -not $isMissing)) {
        $Cmdlet.WriteVerbose("${Target}: $($Fault.Message) ($($Fault.Code))")
        return
    }
    Write-EngineError $Cmdlet $Fault $Target
}

function Resolve-OptionPath {
    # Paths in the options as the engine can use them.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)][hashtable] $Option)

    if (-not ($Option.Log -or $Option.Location)) { return }
    $engine = Connect-Engine $Cmdlet
    if ($Option.Log) { $Option.Log = Resolve-NativePath $engine $Option.Log $Cmdlet }
    if ($Option.Location) { $Option.Location = Resolve-MachinePath $engine $Option.Location $Cmdlet }
}

function Get-TimeLimit {
    # The time limit of one command, over all its packages, and how long it waits for another change to end.
    param([Parameter(Mandatory)]$Bound)

    @{
        Clock           = [Diagnostics.Stopwatch]::StartNew()
        Seconds         = if ($Bound.ContainsKey('TimeoutSeconds')) { $Bound['TimeoutSeconds'] } else { 0 }
        LockWaitSeconds = if ($Bound.ContainsKey('LockWaitSeconds')) { $Bound['LockWaitSeconds'] } else { $null }
    }
}

function Test-TimeOver {
    # Whether the command's time is over, so that no further package is begun. Then the error is written.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)][hashtable] $Limit, $Label)

    if (-not $Limit.Seconds -or $Limit.Clock.Elapsed.TotalSeconds -lt $Limit.Seconds) { return $false }
    Write-EngineError $Cmdlet @{
        Symbol = 'Timeout'; Category = 'OperationTimeout'; Code = '0x800705B4'
        Message = "The time limit of $($Limit.Seconds) s is over: $Label was not begun."
    } $Label
    $true
}
