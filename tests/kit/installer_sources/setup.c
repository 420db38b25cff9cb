/* An installer for tests that does what its switches say (case does not count):
 *
 *   /log FILE        append the raw command line to FILE, in UTF-8
 *   /dir D           install folder (default %LOCALAPPDATA%\Programs\NAME)
 *   /name N /version V /publisher P /key K      the Apps & Features entry (K is the name of its key)
 *   /machine /view32 its place: HKLM instead of HKCU, the 32-bit view instead of the 64-bit one
 *   /value N=TEXT    one more value of the entry, after the others (TEXT empty: the value is not written)
 *   /then ARGUMENTS  what the entry's uninstall command is given besides /uninstall
 *   /exit N          exit code, decimal or 0x, 32 bits        /nothing       only the exit code
 *   /wait MS         wait first                               /hang          never end
 *   /until FILE      wait first until FILE exists
 *   /leave MS        let a child wait and install, end at once
 *   /hanging-child   start a child that never ends, and never end either
 *   /print MB        that many megabytes on standard output   /question      read an answer from standard input
 *   /box             ask in a window                          /fill DIR      write into DIR until the disk is full: exit 112
 *   /repair          write repaired.txt into the folder       /uninstall     remove the files and the entry (setup.ini knows which)
 *
 * Everything else is ignored, as installers do with what they do not know: /quiet, /S.
 * An installed copy is uninstall.exe in the folder. */
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0601
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define TEXT_SIZE 4096
#define UNINSTALL L"Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\"
#define MOST_VALUES 16
typedef wchar_t Text[TEXT_SIZE];

static Text self, folder, name = L"Trial Setup", version = L"1.0", publisher = L"Contoso", key, uninstall_arguments;
static const wchar_t *values[MOST_VALUES];
static int value_count, for_machine, view32;

static int same(const wchar_t *a, const wchar_t *b) { return !_wcsicmp(a, b); }
static HKEY hive(void) { return for_machine ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER; }
static REGSAM view(void) { return view32 ? KEY_WOW64_32KEY : KEY_WOW64_64KEY; }

static void set_text(HKEY entry, const wchar_t *value, const wchar_t *text) {
    RegSetValueExW(entry, value, 0, REG_SZ, (const BYTE *)text, (DWORD)((wcslen(text) + 1) * sizeof *text));
}

static void in_folder(Text out, const wchar_t *file) { _snwprintf(out, TEXT_SIZE - 1, L"%ls\\%ls", folder, file); }

static int write_file(const wchar_t *file, const wchar_t *mode, const wchar_t *text) {
    char utf8[3 * TEXT_SIZE];
    int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof utf8, 0, 0);
    FILE *out = _wfopen(file, mode);
    if (!out || size <= 0) return 0;
    size_t written = fwrite(utf8, 1, size - 1, out);
    return fclose(out) == 0 && written == (size_t)size - 1;
}

static void make_folders(void) {
    Text part;
    for (size_t i = 0; folder[i]; i++) {
        part[i] = folder[i];
        part[i + 1] = 0;
        if (i > 2 && (folder[i + 1] == L'\\' || !folder[i + 1])) CreateDirectoryW(part, 0);
    }
}

static int start(const wchar_t *arguments, int wait) {
    Text command;
    STARTUPINFOW how = {.cb = sizeof how};
    PROCESS_INFORMATION process;
    _snwprintf(command, TEXT_SIZE - 1, L"\"%ls\" %ls", self, arguments);
    if (!CreateProcessW(0, command, 0, 0, FALSE, 0, 0, 0, &how, &process)) return 0;
    if (wait) WaitForSingleObject(process.hProcess, INFINITE);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return 1;
}

static DWORD install(void) {
    Text file, text, entry_name;
    HKEY entry;
    make_folders();
    in_folder(file, L"program.txt");
    if (!write_file(file, L"wb", version)) return ERROR_INSTALL_FAILURE;
    in_folder(file, L"uninstall.exe");
    if (!CopyFileW(self, file, FALSE)) return ERROR_INSTALL_FAILURE;
    in_folder(file, L"setup.ini");
    WritePrivateProfileStringW(L"entry", L"key", key, file);
    WritePrivateProfileStringW(L"entry", L"machine", for_machine ? L"1" : L"0", file);
    WritePrivateProfileStringW(L"entry", L"view32", view32 ? L"1" : L"0", file);
    _snwprintf(entry_name, TEXT_SIZE - 1, L"%ls%ls", UNINSTALL, key);
    if (RegCreateKeyExW(hive(), entry_name, 0, 0, 0, KEY_WRITE | view(), 0, &entry, 0)) return ERROR_ACCESS_DENIED;
    set_text(entry, L"DisplayName", name);
    set_text(entry, L"DisplayVersion", version);
    set_text(entry, L"Publisher", publisher);
    set_text(entry, L"InstallLocation", folder);
    _snwprintf(text, TEXT_SIZE - 1, L"\"%ls\\uninstall.exe\" /uninstall%ls%ls", folder, *uninstall_arguments ? L" " : L"", uninstall_arguments);
    set_text(entry, L"UninstallString", text);
    _snwprintf(text, TEXT_SIZE - 1, L"\"%ls\\uninstall.exe\" /modify", folder);
    set_text(entry, L"ModifyPath", text);
    for (int i = 0; i < value_count; i++) {
        Text value;
        wcsncpy(value, values[i], TEXT_SIZE - 1);
        wchar_t *equals = wcschr(value, L'=');
        if (!equals) continue;
        *equals = 0;
        if (equals[1]) set_text(entry, value, equals + 1); else RegDeleteValueW(entry, value);
    }
    RegCloseKey(entry);
    return 0;
}

/* Take the folder of a copy that runs in it, and which entry it belongs to. */
static void find_installation(void) {
    Text file, text;
    wcscpy(folder, self);
    *wcsrchr(folder, L'\\') = 0;
    in_folder(file, L"setup.ini");
    if (GetPrivateProfileStringW(L"entry", L"key", L"", text, TEXT_SIZE, file)) wcscpy(key, text);
    for_machine = GetPrivateProfileIntW(L"entry", L"machine", 0, file);
    view32 = GetPrivateProfileIntW(L"entry", L"view32", 0, file);
}

static DWORD uninstall(void) {
    Text file, entry_name, temporary;
    const wchar_t *files[] = {L"program.txt", L"setup.ini", L"repaired.txt"};
    find_installation();
    _snwprintf(entry_name, TEXT_SIZE - 1, L"%ls%ls", UNINSTALL, key);
    if (RegDeleteKeyExW(hive(), entry_name, view(), 0)) return ERROR_UNKNOWN_PRODUCT;
    for (int i = 0; i < 3; i++) {
        in_folder(file, files[i]);
        DeleteFileW(file);
    }
    /* a running program cannot be deleted, but it can be moved */
    if (GetTempPathW(TEXT_SIZE - 64, temporary)) {
        wchar_t *end = temporary + wcslen(temporary);
        _snwprintf(end, 64, L"trial-setup-%lu-%lu.exe", GetCurrentProcessId(), GetTickCount()); /* Wine uses ids again */
        MoveFileExW(self, temporary, MOVEFILE_COPY_ALLOWED);
    }
    SetCurrentDirectoryW(L"C:\\");
    RemoveDirectoryW(folder);
    return 0;
}

static DWORD repair(void) {
    Text file;
    if (!*folder) find_installation();
    in_folder(file, L"repaired.txt");
    return write_file(file, L"wb", L"repaired") ? 0 : ERROR_INSTALL_FAILURE;
}

static DWORD fill(const wchar_t *where) {
    static char block[1 << 16];
    Text file;
    _snwprintf(file, TEXT_SIZE - 1, L"%ls\\filling.bin", where);
    FILE *out = _wfopen(file, L"wb");
    if (!out) return ERROR_PATH_NOT_FOUND;
    memset(block, 'x', sizeof block);
    while (fwrite(block, 1, sizeof block, out) == sizeof block && !fflush(out)) {}
    fclose(out);
    return ERROR_DISK_FULL;
}

static void print(int megabytes) {
    static char line[1 << 16];
    memset(line, 'x', sizeof line);
    line[sizeof line - 1] = '\n';
    setvbuf(stdout, 0, _IOFBF, sizeof line);
    for (int i = 0; i < megabytes * 16; i++) fwrite(line, 1, sizeof line, stdout);
    fflush(stdout);
}

int wmain(int count, wchar_t **given) {
    const wchar_t *log = 0, *fill_folder = 0, *awaited = 0;
    DWORD code = 0, result = 0;
    int wait = 0, leave = 0, megabytes = 0, hang = 0, hanging_child = 0, question = 0, box = 0, nothing = 0, removes = 0, repairs = 0;
    GetModuleFileNameW(0, self, TEXT_SIZE);
    for (int i = 1; i < count; i++) {
        const wchar_t *one = given[i], *next = i + 1 < count ? given[i + 1] : L"";
        if (same(one, L"/log")) log = next, i++;
        else if (same(one, L"/dir")) wcsncpy(folder, next, TEXT_SIZE - 1), i++;
        else if (same(one, L"/name")) wcsncpy(name, next, TEXT_SIZE - 1), i++;
        else if (same(one, L"/version")) wcsncpy(version, next, TEXT_SIZE - 1), i++;
        else if (same(one, L"/publisher")) wcsncpy(publisher, next, TEXT_SIZE - 1), i++;
        else if (same(one, L"/key")) wcsncpy(key, next, TEXT_SIZE - 1), i++;
        else if (same(one, L"/then")) wcsncpy(uninstall_arguments, next, TEXT_SIZE - 1), i++;
        else if (same(one, L"/value") && value_count < MOST_VALUES) values[value_count++] = next, i++;
        else if (same(one, L"/exit")) code = wcstoul(next, 0, 0), i++;
        else if (same(one, L"/wait")) wait = _wtoi(next), i++;
        else if (same(one, L"/leave")) leave = _wtoi(next), i++;
        else if (same(one, L"/print")) megabytes = _wtoi(next), i++;
        else if (same(one, L"/until")) awaited = next, i++;
        else if (same(one, L"/fill")) fill_folder = next, i++;
        else if (same(one, L"/machine")) for_machine = 1;
        else if (same(one, L"/view32")) view32 = 1;
        else if (same(one, L"/hang")) hang = 1;
        else if (same(one, L"/hanging-child")) hanging_child = 1;
        else if (same(one, L"/question")) question = 1;
        else if (same(one, L"/box")) box = 1;
        else if (same(one, L"/nothing")) nothing = 1;
        else if (same(one, L"/uninstall")) removes = 1;
        else if (same(one, L"/repair")) repairs = 1;
    }
    if (!*key) wcscpy(key, name);
    if (log) {
        Text line;
        _snwprintf(line, TEXT_SIZE - 1, L"%ls\n", GetCommandLineW());
        write_file(log, L"ab", line);
    }
    if (leave) { /* the child's arguments are these, with /wait in the place of /leave */
        Text child;
        wchar_t *switched = wcsstr(GetCommandLineW(), L"/leave"), *first = GetCommandLineW();
        if (!switched) return ERROR_BAD_ARGUMENTS;
        first = *first == L'"' ? wcschr(first + 1, L'"') + 1 : wcschr(first, L' ');
        _snwprintf(child, TEXT_SIZE - 1, L"%.*ls/wait%ls", (int)(switched - first), first, switched + wcslen(L"/leave"));
        return start(child, 0) ? (int)code : ERROR_INSTALL_FAILURE;
    }
    if (hanging_child) start(L"/hang", 1);
    if (hang) Sleep(INFINITE);
    if (wait) Sleep(wait);
    while (awaited && GetFileAttributesW(awaited) == INVALID_FILE_ATTRIBUTES) Sleep(50);
    if (megabytes) print(megabytes);
    if (question && getchar() != 'y') return ERROR_INSTALL_USEREXIT;
    if (box && MessageBoxW(0, L"Install?", name, MB_OKCANCEL) != IDOK) return ERROR_INSTALL_USEREXIT;
    if (fill_folder) return fill(fill_folder);
    if (nothing) return code;
    if (!*folder && !removes && !repairs) {
        Text local;
        GetEnvironmentVariableW(L"LOCALAPPDATA", local, TEXT_SIZE);
        _snwprintf(folder, TEXT_SIZE - 1, L"%ls\\Programs\\%ls", local, name);
    }
    result = removes ? uninstall() : repairs ? repair() : install();
    return result ? (int)result : (int)code;
}
