"""A bound to the memory of this process, for processes that read what others wrote."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes

    JOB_LIMITS = 9  # JobObjectExtendedLimitInformation
    _PROCESS_MEMORY = 0x100

    class JobLimits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = [
            ("times", ctypes.c_int64 * 2),
            ("LimitFlags", ctypes.c_uint32),
            ("sizes", ctypes.c_size_t * 2),
            ("ActiveProcessLimit", ctypes.c_uint32),
            ("Affinity", ctypes.c_size_t),
            ("classes", ctypes.c_uint32 * 2),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("memory", ctypes.c_size_t * 3),
        ]

    def bound_memory(most: int) -> bool:
        """Bound the bytes that this process may commit: what would take more is a MemoryError.

        The process is put into a job of its own, which nests in the one it is in.

        Returns:
            Whether the system took the bound.
        """
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.CreateJobObjectW.restype = ctypes.c_void_p
        kernel32.GetCurrentProcess.restype = ctypes.c_void_p
        job = ctypes.c_void_p(kernel32.CreateJobObjectW(None, None))  # open for the life of the process
        limits = JobLimits(LimitFlags=_PROCESS_MEMORY, ProcessMemoryLimit=most)
        if not kernel32.SetInformationJobObject(job, JOB_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)):
            return False
        return bool(kernel32.AssignProcessToJobObject(job, ctypes.c_void_p(kernel32.GetCurrentProcess())))

else:
    import resource

    def bound_memory(most: int) -> bool:
        """Bound the bytes of address space of this process: what would take more is a MemoryError.

        Returns:
            True: the system took the bound.
        """
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
        return True
