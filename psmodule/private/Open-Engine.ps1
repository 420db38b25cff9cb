# What the interpreter is started with. It looks for its own wingetpy if it was named (WINGETPY_PYTHON), otherwise it takes
# the engine's folder, which says itself whether its compiled parts fit (wingetpy.packaged). No double quotes in here.
$script:Bootstrap = @(
    'import sys'
    'own,path=sys.argv[1:3]'
    'del sys.argv[1:3]'
    "sys.version_info>=(3,11) or sys.exit('it is Python %d.%d, and 3.11 or newer is needed'%sys.version_info[:2])"
    "sys.maxsize>2**32 or 'PROCESSOR_ARCHITEW6432' not in __import__('os').environ or sys.exit('it is a 32-bit Python on a 64-bit Windows')"
    "found=own=='1' and __import__('importlib.util').util.find_spec('wingetpy')"
    'found or path and sys.path.insert(0,path)'
    'from wingetpy.__main__ import run'
    'sys.exit(run())'
) -join ';'

function Open-Engine {
    # Starts one interpreter and sends initialize. Nothing if it is passed over or cannot be started; Tried then says why.
    param([Parameter(Mandatory)]$Opening, [Parameter(Mandatory)][hashtable] $Candidate)

    if ($Candidate.Skip) {
        $Opening.Tried.Add("$(Get-PlaceText $Candidate.From): $($Candidate.File): $($Candidate.Skip)")
        return
    }
    $folder = $Opening.Folder
    $own = if ($Candidate.Named) { '1' } else { '0' }
    $arguments = @($Candidate.Prefix) + @('-I', '-X', 'utf8', '-c', $script:Bootstrap, $own, $folder.Path, 'serve')
    try {
        $pipes = Open-Process -FilePath $Candidate.File -Argument $arguments
    } catch {
        Clear-HandledError $_
        $Opening.Tried.Add("$(Get-PlaceText $Candidate.From): $($Candidate.File): $(Get-Message NotStartable $_.Exception.GetBaseException().Message)")
        return
    }
    $engine = Initialize-Engine $pipes $Candidate $Opening.Environment
    $hello = @{ jsonrpc = '2.0'; id = 0; method = 'initialize'; params = @{
            ProtocolVersion = $script:ProtocolVersion
            Client          = @{ Name = 'WinGetPy'; Version = [string]$MyInvocation.MyCommand.Module.Version }
            Locale          = [Globalization.CultureInfo]::CurrentUICulture.Name
        }
    }
    $null = Send-EngineMessage $engine $hello
    $engine
}
