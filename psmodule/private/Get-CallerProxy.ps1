function Get-CallerProxy {
    # The caller's proxy variables: the engine outlives changes of them.
    $proxy = @{}
    foreach ($pair in @{ Http = 'HTTP_PROXY'; Https = 'HTTPS_PROXY'; No = 'NO_PROXY' }.GetEnumerator()) {
        foreach ($name in $pair.Value.ToLowerInvariant(), $pair.Value) {
            $value = [Environment]::GetEnvironmentVariable($name)
            if ($value) { $proxy[$pair.Key] = $value; break }
        }
    }
    $proxy
}
