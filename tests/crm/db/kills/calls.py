"""The system calls that change files, and a filter that lets the kernel stop a process before these and no others.

Every other call runs at full speed, so that files of any size can be worked on.
"""

import ctypes
import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """One system call: what it does, where it says to which file, and which argument must have flags to matter.

    `says` is `fd0` or `fd2` (an open file), `path` or `at` (a folder, then a path in it). `torn` is `here` or
    `position` where half of it can be done: the bytes then are the second argument, their number the third.
    """

    kind: str
    says: str
    flags: int | None = None
    torn: str = ""


CALLS: dict[str, dict[int, Shape]] = {
    "x86_64": {
        1: Shape("write", "fd0", torn="here"),
        2: Shape("create", "path", flags=1),  # open
        18: Shape("write", "fd0", torn="position"),  # pwrite64
        20: Shape("write", "fd0"),  # writev
        40: Shape("write", "fd0"),  # sendfile
        74: Shape("sync", "fd0"),
        75: Shape("sync", "fd0"),  # fdatasync
        76: Shape("cut", "path"),  # truncate
        77: Shape("cut", "fd0"),
        82: Shape("rename", "path"),
        83: Shape("folder", "path"),
        84: Shape("unlink", "path"),  # rmdir
        86: Shape("link", "path"),
        87: Shape("unlink", "path"),
        257: Shape("create", "at", flags=2),  # openat
        258: Shape("folder", "at"),
        263: Shape("unlink", "at"),
        264: Shape("rename", "at"),
        265: Shape("link", "at"),
        285: Shape("cut", "fd0"),  # fallocate
        296: Shape("write", "fd0"),  # pwritev
        316: Shape("rename", "at"),  # renameat2
        326: Shape("write", "fd2"),  # copy_file_range
    },
    "aarch64": {
        34: Shape("folder", "at"),
        35: Shape("unlink", "at"),
        37: Shape("link", "at"),
        38: Shape("rename", "at"),
        45: Shape("cut", "path"),
        46: Shape("cut", "fd0"),
        47: Shape("cut", "fd0"),
        56: Shape("create", "at", flags=2),
        64: Shape("write", "fd0", torn="here"),
        66: Shape("write", "fd0"),
        68: Shape("write", "fd0", torn="position"),
        70: Shape("write", "fd0"),
        71: Shape("write", "fd0"),
        82: Shape("sync", "fd0"),
        83: Shape("sync", "fd0"),
        276: Shape("rename", "at"),
        285: Shape("write", "fd2"),
    },
}
"""By machine and number, as the kernel counts them there."""

_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_LOAD, _IS, _HAS, _ANSWER = 0x20, 0x15, 0x45, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JSET|K, BPF_RET|K
_ALLOW, _TRACE = 0x7FFF0000, 0x7FF00000
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # where they stand in struct seccomp_data
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


class _Step(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step))]


def stop_before_each() -> None:
    """Let this process, and what it starts, stop before every such call; its tracer must be there. Raises OSError."""
    machine = os.uname().machine
    steps = [(_LOAD, 0, 0, _MACHINE), (_IS, 1, 0, _ARCHITECTURE[machine]), (_ANSWER, 0, 0, _ALLOW)]
    steps.append((_LOAD, 0, 0, _NUMBER))
    for number, shape in CALLS[machine].items():
        if shape.flags is None:
            steps += [(_IS, 0, 1, number), (_ANSWER, 0, 0, _TRACE)]
        else:
            argument = _ARGUMENTS + 8 * shape.flags
            asked = (_HAS, 0, 1, os.O_CREAT | os.O_TRUNC)
            steps += [
                (_IS, 0, 4, number),
                (_LOAD, 0, 0, argument),
                asked,
                (_ANSWER, 0, 0, _TRACE),
                (_ANSWER, 0, 0, _ALLOW),
            ]
    steps.append((_ANSWER, 0, 0, _ALLOW))
    program = _Program(len(steps), (_Step * len(steps))(*(_Step(*step) for step in steps)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the system takes no filter of system calls")
