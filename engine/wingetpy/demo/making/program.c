/* A very small Windows program that says its name and version. Built without a C runtime, so that it is a few kilobytes. */
#include <windows.h>

static const char text[] = NAME " " VERSION "\r\n";

void start(void)
{
    DWORD written;
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), text, sizeof text - 1, &written, NULL);
    ExitProcess(0);
}
