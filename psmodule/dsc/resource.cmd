@echo off
rem The interpreter that the module would start: WINGETPY_PYTHON, one beside the module, the registered ones, the launcher, PATH.
setlocal EnableExtensions DisableDelayedExpansion
set "start=%~dp0start.py"
set "module=%~dp0.."
if defined WINGETPY_PYTHON (set "python=%WINGETPY_PYTHON%" & goto found)
for %%p in ("%module%\python\python.exe" "%module%\.venv\Scripts\python.exe" "%module%\venv\Scripts\python.exe" "%module%\..\.venv\Scripts\python.exe" "%module%\..\venv\Scripts\python.exe") do (
    if exist "%%~p" (set "python=%%~p" & goto found)
)
for %%k in (HKLM HKCU) do (
    for /f "tokens=2,*" %%a in ('reg query %%k\Software\Python /s /v ExecutablePath 2^>nul ^| findstr /i REG_SZ') do (
        echo "%%b" | findstr /i "\\WindowsApps\\" >nul || if exist "%%b" (set "python=%%b" & goto found)
    )
)
for %%n in (py.exe) do if not "%%~$PATH:n" == "" (
    py.exe -3 -I -X utf8 "%start%" %*
    exit /b
)
for %%n in (python.exe python3.exe) do if not "%%~$PATH:n" == "" (
    echo "%%~$PATH:n" | findstr /i "\\WindowsApps\\" >nul || (set "python=%%~$PATH:n" & goto found)
)
echo {"error": "There is no Python. Install 3.11 or newer for all users, or name one by WINGETPY_PYTHON."}>&2
exit /b 1
:found
"%python%" -I -X utf8 "%start%" %*
exit /b
