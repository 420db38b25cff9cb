# Ending the engine: closing its input is enough, it ends by itself.

function Stop-Engine {
    # Ends this runspace's engine, when the module is removed.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '',
        Justification = 'Private: ends the helper process of this session.')]
    param()

    if ($script:Opening) { Close-Opening }
    if ($script:Engine) {
        Close-Engine $script:Engine
        $script:Engine = $null
    }
}
