function Complete-PolicyName {
    # Names of policies that begin with the word.
    param([AllowEmptyString()][string] $WordToComplete)

    $ask = @{ Name = "$(Get-CompletionWord $WordToComplete)*" }
    foreach ($policy in (Get-Completion 'policy/get' $ask Policy)) { Format-Completion $policy.Name $policy.Effect }
}
