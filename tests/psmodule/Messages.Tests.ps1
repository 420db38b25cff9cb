#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    $folder = Join-Path $Repository 'psmodule'
    $messages = Import-PowerShellDataFile (Join-Path $folder 'en-US/WinGetPy.Messages.psd1')
    $trees = @{}
    foreach ($file in Get-ChildItem (Join-Path $folder 'private'), (Join-Path $folder 'cmdlets') -Filter *.ps1) {
        $trees[$file.Name] = [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$null)
    }
    # What is built of a word of the engine: the actions of plans, and its ids of remedies.
    $builtNames = '^(Action|Remedy)[A-Z]'

    function Find-Node {
        # The nodes of a kind in all files, as @{ File; Node }.
        param([type] $Kind)

        foreach ($name in $trees.Keys) { foreach ($node in $trees[$name].FindAll({ $args[0] -is $Kind }, $true)) { @{ File = $name; Node = $node } } }
    }

    function Get-MessageCall {
        # The calls of Get-Message: File, Name (null where it is a variable) and Count of the values.
        foreach ($found in Find-Node ([Management.Automation.Language.CommandAst])) {
            if ($found.Node.GetCommandName() -ne 'Get-Message') { continue }
            $arguments = @($found.Node.CommandElements | Select-Object -Skip 1)
            $name = if ($arguments[0] -is [Management.Automation.Language.StringConstantExpressionAst]) { $arguments[0].Value }
            @{ File = $found.File; Name = $name; Count = $arguments.Count - 1; Text = $found.Node.Extent.Text }
        }
    }

    function Get-Place {
        # How many values the places {0}, {1}, ... of a sentence take.
        param([string] $Text)

        $numbers = [regex]::Matches($Text.Replace('{{', ''), '\{(\d+)') | ForEach-Object { [int]$_.Groups[1].Value }
        if ($null -eq $numbers) { 0 } else { ($numbers | Measure-Object -Maximum).Maximum + 1 }
    }

    function Find-Sentence {
        # Texts of a file that a person would read: words with a space between them outside of expressions, a reason of a suppressed rule left out.
        param($Tree)

        foreach ($node in $Tree.FindAll({ $args[0] -is [Management.Automation.Language.StringConstantExpressionAst] -or $args[0] -is [Management.Automation.Language.ExpandableStringExpressionAst] }, $true)) {
            if ($node.Parent -is [Management.Automation.Language.NamedAttributeArgumentAst] -and $node.Parent.ArgumentName -eq 'Justification') { continue }
            $text = $node.Value
            if ($node -is [Management.Automation.Language.ExpandableStringExpressionAst]) {
                foreach ($inner in $node.NestedExpressions) { $text = $text.Replace($inner.Extent.Text, '0') }
            }
            if ($text -match '[A-Za-z0]{2,},? [a-z]|0 [a-z]{2,}|[a-z]{2,} 0|[A-Za-z]{2,}:? 0|[a-z]\?$') { $text }
        }
        # A word alone is a sentence where it is shown as one.
        foreach ($node in $Tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            if ($node.GetCommandName() -notin 'Write-Warning', 'Write-Verbose', 'Write-Information', 'Write-Error', 'Confirm-Change', 'Write-InputError', 'Initialize-EngineFault') { continue }
            $elements = @($node.CommandElements)
            for ($place = 1; $place -lt $elements.Count; $place++) {
                $before = $elements[$place - 1]
                if ($before -is [Management.Automation.Language.CommandParameterAst] -and $before.ParameterName -notin 'Message', 'Remedy', 'MessageData') { continue }
                if ($elements[$place] -is [Management.Automation.Language.StringConstantExpressionAst] -and $elements[$place].StringConstantType -ne 'BareWord') { $elements[$place].Value }
            }
        }
        foreach ($node in $Tree.FindAll({ $args[0] -is [Management.Automation.Language.InvokeMemberExpressionAst] }, $true)) {
            if ($node.Member.Value -notin 'WriteVerbose', 'WriteWarning', 'ShouldProcess') { continue }
            foreach ($argument in $node.Arguments) { if ($argument -is [Management.Automation.Language.StringConstantExpressionAst]) { $argument.Value } }
        }
    }

    # What reads like a sentence and is code: scripts that are compiled, and what the interpreter is started with.
    $code = @{ 'ConvertTo-ObjectScript.ps1' = 'param\(|foreach \(|^0 = '; 'Open-Engine.ps1' = '^(import|del|from|found|sys\.)' }
}

Describe 'The sentences of the module' {
    It 'are in one file, where every name that the code uses exists, and takes the values that it is given' {
        $calls = @(Get-MessageCall)
        $calls.Count | Should -BeGreaterThan 100
        @($calls | Where-Object { $_.Name -and -not $messages.ContainsKey($_.Name) } | ForEach-Object { $_.Text }) | Should -BeNullOrEmpty
        @($calls | Where-Object { $_.Name -and $_.Count -ne (Get-Place $messages[$_.Name]) } | ForEach-Object { $_.Text }) | Should -BeNullOrEmpty
    }

    It 'are all used' {
        $said = @(Find-Node ([Management.Automation.Language.StringConstantExpressionAst]) | ForEach-Object { $_.Node.Value }) + 'FullLanguageNeeded'
        @($messages.Keys | Where-Object { $_ -notmatch $builtNames -and $said -notcontains $_ }) | Should -BeNullOrEmpty
    }

    It 'that ask for a change exist' {
        $names = @(Find-Node ([Management.Automation.Language.CommandParameterAst]) | Where-Object { $_.Node.ParameterName -eq 'Action' } | ForEach-Object {
                $elements = @($_.Node.Parent.CommandElements)
                $next = $elements[$elements.IndexOf($_.Node) + 1]
                if ($next -is [Management.Automation.Language.StringConstantExpressionAst]) { $next.Value }
            })
        $names.Count | Should -BeGreaterThan 8
        @($names | Where-Object { -not $messages.ContainsKey($_) -or (Get-Place $messages[$_]) -ne 1 }) | Should -BeNullOrEmpty
    }

    It 'are nowhere else' {
        $found = foreach ($name in $trees.Keys) {
            foreach ($text in Find-Sentence $trees[$name]) { if (-not $code[$name] -or $text -notmatch $code[$name]) { "${name}: $text" } }
        }
        $found | Should -BeNullOrEmpty
    }

    It 'would be found in code: <_>' -ForEach @(
        "Write-Warning 'It is full.'", 'throw "No $thing there"', "`$Cmdlet.WriteVerbose('done')", "Write-InputError `$Cmdlet 'Nothing' 'Go'", "function f { param([ValidateScript({ throw 'not a number' })] `$a) }"
    ) {
        Find-Sentence ([Management.Automation.Language.Parser]::ParseInput($_, [ref]$null, [ref]$null)) | Should -Not -BeNullOrEmpty
    }
}

Describe 'Another language' {
    BeforeAll {
        $copy = Join-Path $TestDrive 'WinGetPy'
        Copy-Item -Recurse $folder $copy
        $german = New-Item -ItemType Directory (Join-Path $copy 'de')
        Set-Content (Join-Path $german 'WinGetPy.Messages.psd1') @'
@{
    NoPackageNamed    = 'Kein Paket wurde genannt.'
    RemedyNamePackage = 'Mit -Id nennen.'
    NoOptions         = '{7} passt nicht.'
    RemedyUndoAnyway  = 'Mit -Force zu {Version}.'
}
'@
        $broken = New-Item -ItemType Directory (Join-Path $copy 'fr')
        Set-Content (Join-Path $broken 'WinGetPy.Messages.psd1') '@{ NoPackageNamed = '

        function Get-Said {
            # What a shell of this language says to a script block's text.
            param([string] $Culture, [string] $Script)

            & (Get-Process -Id $PID).Path -NoProfile -Command "[Threading.Thread]::CurrentThread.CurrentUICulture = '$Culture'; Import-Module '$copy/WinGetPy.psd1'; $Script"
        }
    }

    It 'is not read where nothing is said: a start and an answer are quicker so' {
        Use-FakeEngine 'rows=2'
        Get-Said de '$null = Get-WinGetVersion; $null = Get-WinGetPackage; $null = Find-WinGetPackage a; & (Get-Module WinGetPy) { "$($null -eq $script:English) $($null -eq $script:Translation)" }; Install-WinGetPackage -Id a -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | Select-Object -First 1 | ForEach-Object { "$_" }' |
            Should -Be @('True True', 'a 2.0: the source is fake')
    }

    It 'is used where the shell has it, for its country, too' {
        $said = Get-Said de-AT 'try { Install-WinGetPackage } catch { $_.Exception.Message }'
        $said | Should -BeLike 'Kein Paket wurde genannt. Mit -Id nennen. (0x8A150002)'
        Get-Said de 'try { Install-WinGetPackage } catch { $_.Exception.Message }' | Should -Be $said
    }

    It 'has its own words for what to do about an error, with the values of the engine' {
        Get-Said de '& (Get-Module WinGetPy) { Get-RemedyText ([pscustomobject]@{ RemedyId = "UndoAnyway"; RemedyValues = [pscustomobject]@{ Version = "1.0" } }) }' | Should -Be 'Mit -Force zu 1.0.'
    }

    It 'falls back to English for a sentence that it has not, or whose values do not fit' {
        Get-Said de '& (Get-Module WinGetPy) { Get-Message NoUpdates }' | Should -Be $messages.NoUpdates
        Get-Said de '& (Get-Module WinGetPy) { Get-Message NoOptions Repair; $global:Error.Count }' | Should -Be @(($messages.NoOptions -f 'Repair'), '0')
    }

    It 'falls back to English where there is no file of it' {
        Get-Said ja-JP 'try { Install-WinGetPackage } catch { $_.Exception.Message }' | Should -BeLike "$($messages.NoPackageNamed)*"
    }

    It 'is left out, with one warning, where its file is broken' {
        $said = @(Get-Said fr-FR '& (Get-Module WinGetPy) { Get-Message NoPackageNamed; Get-Message NoUpdates; $global:Error.Count } 3>&1 | ForEach-Object { "$_" -replace "\s+", " " }')
        $said.Count | Should -Be 4
        $said[0] | Should -BeLike 'The sentences for fr-FR cannot be read*'
        $said[1..3] | Should -Be @($messages.NoPackageNamed, $messages.NoUpdates, '0')
    }

    It 'is left out where its file is no table of texts, and runs nothing: <_>' -ForEach @(
        "@{ NoPackageNamed = @{ a = 1 }; NoUpdates = 'x', 'y' }", "@('a', 'b')", "'text'", '5', '', "@{ NoPackageNamed = 'a' }, @{ NoUpdates = 'b' }",
        "@{ NoPackageNamed = `$(New-Item -Force '{0}/ran') }", "New-Item -Force '{0}/ran'; @{ NoPackageNamed = 'x' }", "[IO.File]::WriteAllText('{0}/ran', 'x')"
    ) {
        $hostile = New-Item -ItemType Directory -Force (Join-Path $copy 'it')
        Set-Content (Join-Path $hostile 'WinGetPy.Messages.psd1') $_.Replace('{0}', $TestDrive)
        Get-Said it-IT '& (Get-Module WinGetPy) { Get-Message NoPackageNamed; Get-Message NoUpdates; $global:Error.Count } 3>$null' | Should -Be @($messages.NoPackageNamed, $messages.NoUpdates, '0')
        Join-Path $TestDrive 'ran' | Should -Not -Exist
    }

    It 'can change within a session' {
        Get-Said en-US '$say = { & (Get-Module WinGetPy) { Get-Message NoPackageNamed } }; & $say; [Threading.Thread]::CurrentThread.CurrentUICulture = "de-DE"; & $say; [Threading.Thread]::CurrentThread.CurrentUICulture = "en-GB"; & $say' |
            Should -Be @($messages.NoPackageNamed, 'Kein Paket wurde genannt.', $messages.NoPackageNamed)
    }

    It 'is read with the first sentence, not by the import' {
        Get-Said de-DE '& (Get-Module WinGetPy) { "$script:Translation$script:English" }' | Should -Be ''
    }

    It 'is that of the refusal where the language mode is constrained' {
        Add-Content (Join-Path $copy 'de/WinGetPy.Messages.psd1') ''
        (Get-Content (Join-Path $copy 'de/WinGetPy.Messages.psd1') -Raw) -replace '^@\{', "@{`n    FullLanguageNeeded = 'Nicht in {0}.'" | Set-Content (Join-Path $copy 'de/WinGetPy.Messages.psd1')
        foreach ($pair in @('de-DE', 'Nicht in ConstrainedLanguage.'), @('ja-JP', 'WinGetPy needs FullLanguage*signed or allowed*')) {
            $said = & (Get-Process -Id $PID).Path -NoProfile -Command "[Threading.Thread]::CurrentThread.CurrentUICulture = '$($pair[0])'; `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; try { Import-Module '$copy/WinGetPy.psd1' } catch { `$_.Exception.Message }"
            $said | Should -BeLike $pair[1]
        }
    }
}

AfterAll { Clear-TestEnvironment }
