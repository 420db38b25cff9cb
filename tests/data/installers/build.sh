#!/bin/sh
# Makes the installers of this folder. Needs mingw-w64, wixl and NSIS (Debian: gcc-mingw-w64, wixl, nsis).
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
printf 'int entry(void) { return 0; }\n' > "$work/tool.c"
cat > "$work/tool.rc" <<'RC'
1 VERSIONINFO
FILEVERSION 1,2,3,0
PRODUCTVERSION 1,2,3,0
FILEOS 0x40004
FILETYPE 1
{ BLOCK "StringFileInfo" { BLOCK "040904B0" {
  VALUE "CompanyName", "Contoso Ltd."
  VALUE "ProductName", "Contoso Tool"
  VALUE "ProductVersion", "1.2.3"
  VALUE "LegalCopyright", "(c) Contoso"
} } BLOCK "VarFileInfo" { VALUE "Translation", 0x409, 0x4B0 } }
RC
for machine in x86_64 i686; do
  entry=entry; [ $machine = i686 ] && entry=_entry
  $machine-w64-mingw32-windres -O coff -o "$work/tool.res" "$work/tool.rc"
  for kind in console windows; do
    $machine-w64-mingw32-gcc -Os -s -nostdlib -m$kind -Wl,-e,$entry,--file-alignment=512,--no-insert-timestamp \
      -o "tool-$kind-$machine.exe" "$work/tool.c" "$work/tool.res"
  done
done
printf '11111 RCDATA { "rDlPtS\\315\\346\\327\\173\\013\\052" }\n' > "$work/inno.rc"
i686-w64-mingw32-windres -O coff -o "$work/inno.res" "$work/inno.rc"
i686-w64-mingw32-gcc -Os -s -nostdlib -mwindows -Wl,-e,_entry,--file-alignment=512,--no-insert-timestamp \
  -o tool-inno-i686.exe "$work/tool.c" "$work/inno.res"
cp tool-console-x86_64.exe "$work/tool.exe"
cat > "$work/tool.wxs" <<'WXS'
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="{11111111-2222-3333-4444-555555555555}" UpgradeCode="{AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE}"
           Name="Contoso Tool 1.2" Version="1.2.3" Manufacturer="Contoso Ltd." Language="1031">
    <Package InstallerVersion="200" Compressed="yes" InstallScope="perMachine"/>
    <Media Id="1" Cabinet="tool.cab" EmbedCab="yes"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Component Id="Tool" Guid="{22222222-3333-4444-5555-666666666666}"><File Id="Tool" Source="tool.exe" KeyPath="yes"/></Component>
    </Directory>
    <Feature Id="Main" Level="1"><ComponentRef Id="Tool"/></Feature>
  </Product>
</Wix>
WXS
(cd "$work" && wixl -a x64 -o tool.msi tool.wxs)
cp "$work/tool.msi" tool-x64.msi
