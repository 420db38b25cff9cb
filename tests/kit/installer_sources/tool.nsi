; An x64 installer. Its uninstaller, as all of NSIS, copies itself to the temporary folder, starts the copy and ends at once.
; -DVERSION -DOUT
Unicode true
Target amd64-unicode
SetCompressor zlib
Name "Contoso Nsis"
OutFile "${OUT}"
RequestExecutionLevel user
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\ContosoNsis"
InstallDir "$PROGRAMFILES64\Contoso Nsis"
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles
Section
  SetRegView 64
  SetOutPath "$INSTDIR"
  FileOpen $0 "$INSTDIR\tool.txt" w
  FileWrite $0 "${VERSION}"
  FileClose $0
  WriteUninstaller "$INSTDIR\uninst.exe"
  WriteRegStr HKLM "${KEY}" "DisplayName" "Contoso Nsis"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "Publisher" "Contoso Ltd."
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninst.exe"'
SectionEnd
Section Uninstall
  SetRegView 64
  Sleep 700
  Delete "$INSTDIR\tool.txt"
  Delete "$INSTDIR\uninst.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKLM "${KEY}"
SectionEnd
