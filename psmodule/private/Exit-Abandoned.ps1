function Exit-Abandoned {
    # After a `break` or `continue` further down left the pipeline: so does this command. To be called outside of any loop.
    param([Parameter(Mandatory)] $Call)

    if ($Call.Abandoned -eq 'Continue') { continue }
    if ($Call.Abandoned) { break }
}
