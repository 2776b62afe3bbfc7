"""Are the bytes of an open file those that we left? A sync service may write over them and leave name and number alone.

The system tells size and moment of the last write in 2 us; only where they are not as noted is the file read, page by
page. With a log it changes by checkpoints alone, whoever makes them: a page may become what the log says of it, and
nothing else. Without one, each commit of ours counts itself in the header, and nobody else's may come between. A moment
that was set with no byte changed (`touch`, a backup program) is noted and passed over.

Of files up to `KEPT` bytes the bytes are kept, so that what was written over can still be saved; of larger ones a
checksum of each page, which costs 60 ms for 100 MB when the file is opened. Larger files without a log are known by
their header and `SAMPLED` pages, for all of them may change with each commit.

The descriptor is opened before the library's first and closed after its last: closed in between, it would drop the
library's locks. The log is read by its name, for the library holds no lock on it.
"""

import os
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from crm.db import files

KEPT = 16_000_000
SAMPLED = 64

_BLOCK = 1 << 20
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
        self._reading = threading.Lock()
        self._mark: tuple[int, int] | None = None
        self._is_fresh = False
        self._head = b""
        self._page = 4096
        self._kept: bytes | None = None
        self._sums: dict[int, int] = {}
        self.has_log = False
        self.is_overwritten = False

    def hold(self) -> None:
        """Open the file, which must be before the library does; raises OSError."""
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def let_go(self, *, closes: bool = True) -> None:
        """Forget the file, whose last connection is closed; unless it `closes`, the descriptor stays open for good."""
        descriptor, self._descriptor = self._descriptor, None
        self._mark, self._kept, self._sums, self.is_overwritten = None, None, {}, False
        if descriptor is not None and closes:
            os.close(descriptor)

    def note(self) -> None:
        """Take what the file holds now for right; of one that cannot be read, anything is."""
        if self._descriptor is None:
            return
        self._mark, self._kept, self._sums = None, None, {}
        try:
            self._note(self._note_moment())
        except OSError:
            self._mark = None

    def _note(self, size: int) -> None:
        self._head = self._read(0, 100)
        page = int.from_bytes(self._head[16:18], "big")
        self._page = 65536 if page == 1 else max(page, 512)
        self.has_log = self._head[18:19] == b"\x02"
        if size <= KEPT:
            self._kept = self._read(0, size)
        else:
            self._sums = {number: zlib.crc32(page) for number, page in self._pages(self._known_numbers())}

    def is_as_left(self, *, is_writing: bool = False, is_written: bool = False) -> bool:
        """Return whether no other program wrote over the file; once one did, it stays so. Raises OSError.

        `is_writing` is asked in the middle of a transaction, `is_written` right after its commit.
        """
        if self._descriptor is None or self._mark is None or self.is_overwritten:
            return not self.is_overwritten
        if self._stat() == self._mark and not self._is_fresh:
            return True
        # Twice: another program that uses the library, as it may, can be at it at this moment.
        self.is_overwritten = not any(self._holds(is_writing, is_written) for _ in range(2))
        return not self.is_overwritten

    def is_plainly_gone(self) -> bool:
        """Return whether the file does not even begin as one, in any thread; raises OSError.

        The library would remove the log of an empty file as it opens it.
        """
        if self._descriptor is None or self._mark is None:
            return False
        return self.is_overwritten or self._read(0, 16) != self._head[:16]

    def write_image(self, image: Path) -> bool:
        """Write the file as it was left into an empty one, and its log beside that; False where it can no longer be."""
        if self._mark is None:
            return False
        with image.open("r+b") as writing:
            if self._kept is not None:
                writing.write(self._kept)
            elif not self.has_log:
                return False
            else:
                logged = self._logged()[0]
                for number, page in self._pages(range(self._mark[0] // self._page)):
                    if number not in logged and zlib.crc32(page) != self._sums.get(number):
                        return False
                    writing.write(page.ljust(self._page, b"\0"))
        log = files.beside(self._path, "-wal")
        if self.has_log and log.exists():
            files.copy_private(log, files.beside(image, "-wal"))
        return True

    # -- inside

    def _stat(self) -> tuple[int, int]:
        found = os.stat(self._path)
        return found.st_size, found.st_mtime_ns

    def _note_moment(self) -> int:
        size, moment = self._mark = self._stat()
        self._is_fresh = abs(time.time_ns() - moment) < _TICK_NS
        return size

    def _read(self, at: int, size: int) -> bytes:
        assert self._descriptor is not None
        with self._reading:
            os.lseek(self._descriptor, at, os.SEEK_SET)
            pieces = []
            while size > 0 and (piece := os.read(self._descriptor, min(size, _BLOCK))):
                pieces.append(piece)
                size -= len(piece)
        return b"".join(pieces)

    def _pages(self, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Yield pages by number from 0 on, in blocks where they follow one another."""
        per_block = _BLOCK // self._page
        first, block = 0, b""
        for number in numbers:
            at = (number - first) * self._page
            if not 0 <= at < len(block):
                follows = at == len(block) and block
                first, at = number, 0
                block = self._read(number * self._page, (per_block if follows or not number else 1) * self._page)
            yield number, block[at : at + self._page]

    def _known_numbers(self) -> Iterable[int]:
        """Return by which pages a file is known of which the bytes are not kept."""
        assert self._mark is not None
        many = self._mark[0] // self._page
        return range(many) if self.has_log else range(0, many, max(1, many // SAMPLED))

    def _holds(self, is_writing: bool, is_written: bool) -> bool:
        if self.has_log:
            return self._follows_log(is_written)
        head = self._read(0, 100)
        if is_writing:  # a large transaction may write pages before its commit, which counts itself last of all
            return head[:28] == self._head[:28]
        before, now = (int.from_bytes(each[24:28], "big") for each in (self._head, head))
        if is_written and head[:16] == self._head[:16] and now == (before + 1) & 0xFFFFFFFF:
            self.note()
            return True
        return self._is_same()

    def _is_same(self) -> bool:
        assert self._mark is not None
        if self._stat()[0] != self._mark[0]:
            return False
        if self._kept is not None:
            is_same = self._read(0, len(self._kept) + 1) == self._kept
        else:
            is_same = all(self._is_known(number, page) for number, page in self._pages(self._known_numbers()))
        if is_same:
            self._note_moment()
        return is_same

    def _follows_log(self, is_written: bool) -> bool:
        """Return whether each page is as it was, or as the log says; what it says is known of the file then."""
        assert self._mark is not None
        size, moment = self._stat()
        logged, sizes = self._logged()
        many = size // self._page
        if size % self._page or (size < self._mark[0] and many not in sizes):
            return False
        numbers: Iterable[int] = range(many)
        if is_written and self._kept is None:  # of a large file, what we wrote ourselves at this moment is enough
            numbers = sorted(number for number in logged if number < many)
        news: dict[int, bytes] = {}
        for number, page in self._pages(numbers):
            if not self._is_known(number, page):
                # While somebody reads, a checkpoint leaves out what is newer than that: a hole, where the file grew.
                is_hole = number * self._page >= self._mark[0] and not any(page)
                if not is_hole and zlib.crc32(page) not in logged.get(number, ()):
                    return False
                news[number] = page
        if self._stat() != (size, moment):
            return False
        self._learn(news, size)
        return True

    def _is_known(self, number: int, page: bytes) -> bool:
        if self._kept is None:
            return self._sums.get(number) == zlib.crc32(page)
        return self._kept[number * self._page : (number + 1) * self._page] == page

    def _learn(self, news: dict[int, bytes], size: int) -> None:
        if self._kept is None:
            self._sums.update((number, zlib.crc32(page)) for number, page in news.items())
        elif news or size != len(self._kept):
            kept = bytearray(self._kept[:size].ljust(size, b"\0"))
            for number, page in news.items():
                kept[number * self._page : (number + 1) * self._page] = page
            self._kept = bytes(kept)
        self._note_moment()

    def _logged(self) -> tuple[dict[int, set[int]], set[int]]:
        """Return the checksums that committed pages have in the log, by number, and how many pages each commit left."""
        found: dict[int, set[int]] = {}
        sizes: set[int] = set()
        pending: list[tuple[int, int]] = []
        try:
            with files.beside(self._path, "-wal").open("rb") as log:
                salt = log.read(_LOG_HEAD)[16:24]
                while len(frame := log.read(_FRAME_HEAD + self._page)) == _FRAME_HEAD + self._page:
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
