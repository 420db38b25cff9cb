@echo off
rem The interpreter that the module would start: WINGETPY_PYTHON, one beside the module, a registered one, the launcher, PATH.
setlocal EnableExtensions DisableDelayedExpansion
set "start=%~dp0start.py"
set "module=%~dp0.."
set "python=%WINGETPY_PYTHON%"
set "unfit="
if defined python goto found
for %%p in ("%module%\python\python.exe" "%module%\.venv\Scripts\python.exe" "%module%\venv\Scripts\python.exe" "%module%\..\.venv\Scripts\python.exe" "%module%\..\venv\Scripts\python.exe") do call :take "%%~p"
if defined python goto found
for %%k in (HKLM HKCU) do for /f "tokens=2,*" %%a in ('reg query %%k\Software\Python /s /v ExecutablePath 2^>nul') do if "%%a"=="REG_SZ" call :take "%%b"
if defined python goto found
py.exe -3 -I "%start%" --fits >nul 2>&1 <nul && goto launcher
rem The Store's Python has private copies of the registry and of AppData: it does not serve.
for %%n in (python.exe python3.exe) do if not defined python %%n -I -c "import sys; sys.exit('WindowsApps' in sys.executable)" >nul 2>&1 <nul && %%n -I "%start%" --fits >nul 2>&1 <nul && set "python=%%n"
if not defined python set "python=%unfit%"
if defined python goto found
echo {"error": "There is no Python. Install 3.11 or newer for all users, or name one by WINGETPY_PYTHON."}>&2
exit /b 1

:launcher
py.exe -3 -I -X utf8 "%start%" %*
exit /b %errorlevel%

:found
"%python%" -I -X utf8 "%start%" %*
exit /b %errorlevel%

:take
rem The first one that is there, is not the Store's, and can run the engine; unfit is one that cannot, and says why.
if defined python exit /b 0
set "candidate=%~1"
if not "%candidate:\WindowsApps\=%"=="%candidate%" exit /b 0
if not exist "%candidate%" exit /b 0
"%candidate%" -I "%start%" --fits >nul 2>&1 <nul && set "python=%candidate%"
if not defined python if not defined unfit set "unfit=%candidate%"
exit /b 0
