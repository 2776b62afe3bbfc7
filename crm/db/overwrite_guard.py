"""Are the bytes of an open file those that we left? A sync service may write over them and leave name and number alone.

The system tells size and moment of the last write in 2 us; only where they are not as noted is the file read, page by
page. With a log it changes by checkpoints alone, whoever makes them: a page may become what the log says of it, and
nothing else. Without one, each commit of ours counts itself in the header, and nobody else's may come between. A moment
that was set with no byte changed (`touch`, a backup program) is noted and passed over.

As it opens, a file is known by its header and `SAMPLED` pages, for that must take no time. The rest is read once
somebody asks for it, as a window does that was painted, or a change that is no short run's: bit by bit, in a thread of
its own that leaves the disk and the interpreter to others for most of the time. Until that is through, a page of which
nothing is known is taken for right when the file proves written to; and what was written over cannot be saved.

Of files up to `KEPT` bytes the bytes are kept, so that what was written over can still be saved; of larger ones a
checksum of each page. Larger files without a log stay known by their sample, for all of them may change with each
commit.

The descriptor is opened before the library's first and closed after its last: closed in between, it would drop the
library's locks. The log is read by its name, for the library holds no lock on it.
"""

import os
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from crm.db import files
from crm.db.page_checksums import Pages

KEPT = 16_000_000
SAMPLED = 64
SHORT_S = 1.0
"""What opens a file and is done so soon never has all of it read."""

_BLOCK = 1 << 20
_STEP, _PAUSE_S, _REST = 1 << 18, 0.001, 4
"""How much is read at a time in the background, and how long it rests after: this long, and so many times as long."""

_TICK_NS = 20_000_000
"""Two writes so close may bear the same moment: systems count it in ticks of up to 16 ms."""

_LOG_HEAD, _FRAME_HEAD = 32, 24


class Content:
    """What an open file holds, as it was left here; before it is noted, anything is taken for right.

    Only the thread that may write asks, but for `is_plainly_gone`: what that thread writes is no other program's.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._lock = threading.RLock()
        self._mark: tuple[int, int] | None = None
        self._is_fresh = False
        self._noted_at = 0.0
        self._head = b""
        self._pages = Pages(0, 4096, are_kept=True)
        self._is_all_asked = False
        self._reader: tuple[threading.Thread, threading.Event] | None = None
        self.has_log = False
        self.is_overwritten = False

    def hold(self) -> None:
        """Open the file, which must be before the library does; raises OSError."""
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def let_go(self, *, closes: bool = True) -> None:
        """Forget the file, whose last connection is closed; unless it `closes`, the descriptor stays open for good."""
        with self._lock:
            descriptor, self._descriptor = self._descriptor, None
            reader, self._reader = self._reader, None
            if reader is not None:
                reader[1].set()
            self._mark, self._pages, self.is_overwritten = None, Pages(0, 4096, are_kept=True), False
            if descriptor is not None and closes:
                os.close(descriptor)
        if reader is not None:
            reader[0].join()

    def note(self) -> None:
        """Take what the file holds now for right; of one that cannot be read, anything is."""
        with self._lock:
            if self._descriptor is None:
                return
            self._note()
            self._read_on()

    def note_all(self) -> None:
        """Begin to read the rest of what the file holds, in a thread of its own; so it is whenever it is noted anew."""
        with self._lock:
            self._is_all_asked = True
            self._read_on()

    def is_as_left(self, *, is_writing: bool = False, is_written: bool = False) -> bool:
        """Return whether no other program wrote over the file; once one did, it stays so. Raises OSError.

        `is_writing` is asked in the middle of a transaction, `is_written` right after its commit.
        """
        if self._descriptor is None or self._mark is None or self.is_overwritten:
            return not self.is_overwritten
        if self._is_fresh or self._stat() != self._mark:
            with self._lock:
                # Twice: another program that uses the library, as it may, can be at it at this moment.
                self.is_overwritten = not any(self._holds(is_writing, is_written) for _ in range(2))
                self._read_on()
        if is_written and not self._is_all_asked and time.monotonic() - self._noted_at > SHORT_S:
            self.note_all()
        return not self.is_overwritten

    def is_plainly_gone(self) -> bool:
        """Return whether the file does not even begin as one, in any thread; raises OSError.

        The library would remove the log of an empty file as it opens it.
        """
        with self._lock:
            if self._descriptor is None or self._mark is None:
                return False
            return self.is_overwritten or self._read(0, 16) != self._head[:16]

    def write_image(self, image: Path) -> bool:
        """Write the file as it was left into an empty one, and its log beside that; False where it can no longer be."""
        with self._lock:
            if self._mark is None or not self._pages.is_whole:
                return False
            if self._pages.kept is None and not self.has_log:
                return False
            with image.open("r+b") as writing:
                if self._pages.kept is not None:
                    writing.write(self._pages.kept)
                else:
                    logged = self._logged()[0]
                    for number, page in self._read_pages(range(self._pages.count)):
                        if number not in logged and not self._pages.is_right(number, page):
                            return False
                        writing.write(page.ljust(self._pages.page, b"\0"))
        log = files.beside(self._path, "-wal")
        if self.has_log and log.exists():
            files.copy_private(log, files.beside(image, "-wal"))
        return True

    # -- inside: what is known

    def _note(self) -> None:
        self._noted_at = time.monotonic()
        try:
            size = self._note_moment()
            self._head = self._read(0, 100)
            page = int.from_bytes(self._head[16:18], "big")
            self.has_log = self._head[18:19] == b"\x02"
            self._pages = Pages(size, 65536 if page == 1 else max(page, 512), are_kept=size <= KEPT)
            for number, found in self._read_pages(self._sample()):
                self._pages.note(number, found)
        except OSError:
            self._mark = None

    def _note_moment(self) -> int:
        size, moment = self._mark = self._stat()
        self._is_fresh = abs(time.time_ns() - moment) < _TICK_NS
        return size

    def _has_rest(self) -> bool:
        if self._descriptor is None or self._mark is None or self.is_overwritten or self._pages.is_whole:
            return False
        return self._pages.are_kept or self.has_log

    def _read_on(self) -> None:
        """See to it that the rest is read, where that is asked for; the lock is held."""
        if self._is_all_asked and self._reader is None and self._has_rest():
            ends = threading.Event()
            # The library's locks are not harmed: no descriptor is opened or closed here.
            try:
                thread = threading.Thread(target=self._read_rest, args=(ends,), name="noting the file", daemon=True)
                thread.start()
            except RuntimeError:  # the system has no thread left: the sample has to do, and what is saved is saved
                return
            self._reader = thread, ends

    def _read_rest(self, ends: threading.Event) -> None:
        while True:
            begun = time.perf_counter()
            with self._lock:
                if ends.is_set():
                    return
                if not self._read_next():
                    self._reader = None
                    return
            ends.wait(max(_PAUSE_S, _REST * (time.perf_counter() - begun)))

    def _read_next(self) -> bool:
        """Take one step, and return whether another is to follow; none does where the file was written to meanwhile.

        Whoever finds out what that was goes on then.
        """
        if not self._has_rest():
            return False
        due = min(_STEP, self._pages.size - self._pages.read_to)
        try:
            block = self._read(self._pages.read_to, due)
            if len(block) != due or self._stat() != self._mark:
                return False
        except OSError:
            return False
        self._pages.read_on(block)
        return self._has_rest()

    # -- inside: what is there

    def _stat(self) -> tuple[int, int]:
        found = os.stat(self._path)
        return found.st_size, found.st_mtime_ns

    def _read(self, at: int, size: int) -> bytes:
        """Read so many bytes, or up to the end; the lock is held, for there is one place in the file."""
        assert self._descriptor is not None
        os.lseek(self._descriptor, at, os.SEEK_SET)
        pieces = []
        while size > 0 and (piece := os.read(self._descriptor, min(size, _BLOCK))):
            pieces.append(piece)
            size -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _read_pages(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Yield pages by number from 0 on, in blocks where they follow one another."""
        size = self._pages.page
        first, block = 0, b""
        for number in numbers:
            at = (number - first) * size
            if not 0 <= at < len(block):
                follows = at == len(block) and block
                first, at = number, 0
                block = self._read(number * size, _BLOCK if follows else size)
            yield number, block[at : at + size]

    def _holds(self, is_writing: bool, is_written: bool) -> bool:
        if self.has_log:
            # Of one moment, and as it was: a checkpoint of ours came just before it was noted.
            return (self._stat() == self._mark and self._is_same()) or self._follows_log(is_written)
        head = self._read(0, 100)
        if is_writing:  # a large transaction may write pages before its commit, which counts itself last of all
            return head[:28] == self._head[:28]
        before, now = (int.from_bytes(each[24:28], "big") for each in (self._head, head))
        if is_written and head[:16] == self._head[:16] and now == (before + 1) & 0xFFFFFFFF:
            had_all = self._pages.kept is not None
            self._note()
            while had_all and self._read_next():
                pass
            return True
        return self._is_same()

    def _is_same(self) -> bool:
        """Return whether each page that is known is as it was; of a large file with a log, those that are sampled."""
        assert self._mark is not None
        if self._stat()[0] != self._mark[0]:
            return False
        kept = self._pages.kept
        if kept is None:
            is_same = all(self._pages.is_right(*each) for each in self._read_pages(self._sample()))
        else:
            is_same = all(self._read(at, _BLOCK) == kept[at : at + _BLOCK] for at in range(0, len(kept), _BLOCK))
        if is_same:
            self._note_moment()
        return is_same

    def _sample(self) -> Iterable[int]:
        return range(0, self._pages.count, -(-self._pages.count // SAMPLED) or 1)

    def _follows_log(self, is_written: bool) -> bool:
        """Return whether each page is as it was, or as the log says; what it says is known of the file then."""
        pages = self._pages
        size, moment = self._stat()
        logged, sizes = self._logged()
        many = size // pages.page
        if size % pages.page or (size < pages.size and many not in sizes):
            return False
        numbers: Iterable[int] = pages.known()
        if is_written and pages.kept is None:  # of a large file, what we wrote ourselves at this moment is enough
            numbers = sorted(number for number in logged if number < pages.count)
        sums: dict[int, int] = {}
        kept: dict[int, bytes] = {}
        for number, page in self._read_pages(chain(numbers, range(pages.count, many))):
            if number < many and not pages.is_right(number, page):
                # While somebody reads, a checkpoint leaves out what is newer than that: a hole, where the file grew.
                is_hole = number >= pages.count and not any(page)
                sums[number] = zlib.crc32(page)
                if not is_hole and sums[number] not in logged.get(number, ()):
                    return False
                if pages.are_kept:
                    kept[number] = page
        if self._stat() != (size, moment):
            return False
        pages.learn(sums, kept, size)
        self._note_moment()
        return True

    def _logged(self) -> tuple[dict[int, set[int]], set[int]]:
        """Return the checksums that committed pages have in the log, by number, and how many pages each commit left."""
        found: dict[int, set[int]] = {}
        sizes: set[int] = set()
        pending: list[tuple[int, int]] = []
        size = _FRAME_HEAD + self._pages.page
        try:
            with files.beside(self._path, "-wal").open("rb") as log:
                salt = log.read(_LOG_HEAD)[16:24]
                while len(frame := log.read(size)) == size:
                    if frame[8:16] != salt:  # of an earlier run of the log
                        break
                    pending.append((int.from_bytes(frame[:4], "big") - 1, zlib.crc32(frame[_FRAME_HEAD:])))
                    if left := int.from_bytes(frame[4:8], "big"):
                        sizes.add(left)
                        for number, checksum in pending:
                            found.setdefault(number, set()).add(checksum)
                        pending = []
        except FileNotFoundError:
            pass
        return found, sizes
