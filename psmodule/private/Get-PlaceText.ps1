function Get-PlaceText {
    # Where an interpreter or an engine was found, in words: text as it is, or a sentence's name and values. Most starts need no
    # words, and the file of sentences is not read for them.
    param([Parameter(Mandatory)] $Place)

    if ($Place -is [array]) { Get-Message @Place } else { $Place }
}
