"""Run work in a process of its own and kill it before, or in the middle of, the Nth call that changes a file.

On Linux alone, with Python alone: the process is traced as a debugger would (ptrace), by the process that started it.
"""

import ctypes
import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crm.db.kills.calls import CALLS, Shape, stop_before_each

SAID = "said"
"""The kind of what a victim tells: no call of its file's, but in order with them."""

_TRACE_ME, _CONTINUE, _SET_OPTIONS, _EVENT_OF, _CALL_INFO = 0, 7, 0x4200, 0x4201, 0x420E
_AT_FORK, _AT_VFORK, _AT_CLONE, _AT_FILTER, _DIES_WITH_US = 1 << 1, 1 << 2, 1 << 3, 1 << 7, 1 << 20
_FILTER_STOP = 7
_ALL_THREADS = 0x40000000  # __WALL
_HERE = -100  # AT_FDCWD


class CannotTrace(Exception):
    """The system lets no process watch its child's system calls, so that nothing can be killed at one."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changes a file: its kind, the file by its path in the folder watched, whether it can be torn."""

    kind: str
    name: str
    can_be_torn: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """Where to kill: before the call of this number, or with half of its bytes written."""

    number: int
    is_torn: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a victim: the calls it made, those it was stopped at left out, and whether it was killed.

    `failure` is a traceback.
    """

    calls: tuple[Call, ...]
    was_killed: bool
    failure: str = ""

    @property
    def said(self) -> list[str]:
        """Return what the victim told before it ended, in its order."""
        return [call.name for call in self.calls if call.kind == SAID]


class _Info(ctypes.Structure):
    """The kernel's `struct ptrace_syscall_info`, at a stop of a filter."""

    _fields_ = [
        ("op", ctypes.c_ubyte),
        ("pad", ctypes.c_ubyte * 3),
        ("arch", ctypes.c_uint),
        ("ip", ctypes.c_ulonglong),
        ("sp", ctypes.c_ulonglong),
        ("number", ctypes.c_ulonglong),
        ("arguments", ctypes.c_ulonglong * 6),
        ("data", ctypes.c_uint),
    ]


def run(work: Callable[..., None], arguments: tuple[Any, ...], root: Path, at: Point | None) -> Run:
    """Do `work(*arguments, say)` in a child process and watch the calls that change files under `root`.

    The child is killed `at` the point given, or works to its end. Raises CannotTrace.
    """
    reading, writing = os.pipe()
    victim = os.fork()
    if victim == 0:
        _be_victim(work, arguments, writing)
    os.close(writing)
    try:
        return _Tracer(victim, root.resolve(), at).watch(reading)
    finally:
        os.close(reading)


def _be_victim(work: Callable[..., None], arguments: tuple[Any, ...], writing: int) -> None:
    """Be watched, work, and end without a word to what the parent was doing."""
    failed = 1
    try:
        if _libc().ptrace(_TRACE_ME, 0, None, None) != 0:
            os._exit(_REFUSED)
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            stop_before_each()
        except OSError:
            os._exit(_REFUSED)
        try:
            work(*arguments, lambda word: os.write(writing, f"{word}\n".encode()))
            failed = 0
        except BaseException:
            os.write(writing, b"\0" + traceback.format_exc().encode())
    finally:
        os._exit(failed)


_REFUSED = 77


def _libc() -> Any:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    return libc


class _Tracer:
    def __init__(self, victim: int, root: Path, at: Point | None) -> None:
        self._victim, self._root, self._at = victim, f"{root}{os.sep}", at
        self._libc = _libc()
        self._calls: list[Call] = []
        self._made = 0
        self._pipe = ""

    def watch(self, reading: int) -> Run:
        """Let the victim run until it ends or is killed."""
        _, status = os.waitpid(self._victim, 0)
        if not os.WIFSTOPPED(status):
            raise CannotTrace("the system refuses to let a process watch its child")
        options = _AT_FORK | _AT_VFORK | _AT_CLONE | _AT_FILTER | _DIES_WITH_US
        self._ask(_SET_OPTIONS, self._victim, 0, options)
        self._pipe = os.readlink(f"/proc/self/fd/{reading}")
        was_killed, ended = self._follow()
        told = b""
        while piece := os.read(reading, 1 << 16):
            told += piece
        if ended == _REFUSED << 8:
            raise CannotTrace("the system takes no filter of system calls")
        words, _, failure = told.partition(b"\0")
        said = iter([*words.decode().splitlines(), "failed"])
        calls = tuple(Call(SAID, next(said)) if call.kind == SAID else call for call in self._calls)
        if ended and not was_killed and not failure:
            failure = f"the victim ended with the status {ended}".encode()
        return Run(calls, was_killed, failure.decode())

    def _follow(self) -> tuple[bool, int]:
        """Return whether the victim was killed by us, and the status with which it ended."""
        was_killed, pid, passed_on = False, self._victim, 0
        while True:
            self._ask(_CONTINUE, pid, 0, passed_on, may_be_gone=True)
            pid, status = os.waitpid(-1, _ALL_THREADS)
            while not os.WIFSTOPPED(status):
                if pid == self._victim:
                    return was_killed, status
                pid, status = os.waitpid(-1, _ALL_THREADS)
            sent = os.WSTOPSIG(status)
            passed_on = 0 if sent in (signal.SIGTRAP, signal.SIGSTOP) else sent
            if status >> 16 == _FILTER_STOP and not was_killed and self._is_the_end(pid):
                for each in {pid, self._victim}:  # it may be a child of the victim's that is stopped
                    os.kill(each, signal.SIGKILL)
                was_killed = True

    def _is_the_end(self, pid: int) -> bool:
        """Note the call a process is about to make; return whether it is the one not to be made."""
        info = _Info()
        self._ask(_CALL_INFO, pid, ctypes.sizeof(info), ctypes.addressof(info))
        shape = CALLS[os.uname().machine][int(info.number)]
        path = self._path(pid, shape, info.arguments)
        if path == self._pipe:
            self._calls.append(Call(SAID, ""))
            return False
        if not path.startswith(self._root) or _changes_nothing(path, shape, info.arguments):
            return False
        if self._at is not None and self._made == self._at.number:
            if self._at.is_torn and shape.torn:
                _write_half(pid, shape, info.arguments)
            return True
        self._made += 1
        self._calls.append(Call(shape.kind, path.removeprefix(self._root), bool(shape.torn)))
        return False

    def _path(self, pid: int, shape: Shape, arguments: Any) -> str:
        if shape.says.startswith("fd"):
            number = ctypes.c_int(arguments[int(shape.says[2:])]).value
            return os.readlink(f"/proc/{pid}/fd/{number}")
        if shape.says == "path":
            return os.path.join(os.readlink(f"/proc/{pid}/cwd"), _text(pid, arguments[0]))
        folder = ctypes.c_int(arguments[0]).value
        return os.path.join(
            os.readlink(f"/proc/{pid}/cwd" if folder == _HERE else f"/proc/{pid}/fd/{folder}"), _text(pid, arguments[1])
        )

    def _ask(self, request: int, pid: int, address: int, data: int, *, may_be_gone: bool = False) -> None:
        if self._libc.ptrace(request, pid, address, data) < 0 and not may_be_gone:
            raise CannotTrace(f"the system refuses to watch a child: {os.strerror(ctypes.get_errno())}")


def _changes_nothing(path: str, shape: Shape, arguments: Any) -> bool:
    if shape.kind == "create":
        assert shape.flags is not None
        return not arguments[shape.flags] & os.O_TRUNC and os.path.lexists(path)
    return shape.kind == "unlink" and not os.path.lexists(path)


def _text(pid: int, address: int) -> str:
    """Return the path that stands in a process's memory."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        found = b""
        while b"\0" not in found:
            memory.seek(address + len(found))
            found += memory.read(4096 - (address + len(found)) % 4096)  # never over the end of a page
        return os.fsdecode(found.partition(b"\0")[0])


def _write_half(pid: int, shape: Shape, arguments: Any) -> None:
    """Do the first half of a write that will not be done."""
    number, address, size, position = (int(each) for each in arguments[:4])
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        memory.seek(address)
        content = memory.read(size // 2)
    if shape.torn == "here":
        told = Path(f"/proc/{pid}/fdinfo/{number}").read_text()
        position = int(told.split("pos:")[1].split()[0])
    descriptor = os.open(f"/proc/{pid}/fd/{number}", os.O_WRONLY)
    try:
        os.pwrite(descriptor, content, position)
    finally:
        os.close(descriptor)
