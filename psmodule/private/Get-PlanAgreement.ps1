function Get-PlanAgreement {
    # The agreements of a plan and of the plans inside it, each as one text: whose, its label and its address.
    param([Parameter(Mandatory)] $Plan)

    foreach ($agreement in $Plan.Agreements) {
        if ($agreement) { "$($Plan.Id): $(@($agreement.Label, $agreement.Url | Where-Object { $_ }) -join ' ')" }
    }
    foreach ($dependency in $Plan.Dependencies) { if ($dependency) { Get-PlanAgreement $dependency } }
}
