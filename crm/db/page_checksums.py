"""What is known of the pages of a file: a checksum of each, and the bytes themselves where they are kept.

It is learned bit by bit. A page of which nothing is known yet is taken for right, for there is nothing to hold it to.
"""

import zlib
from array import array
from collections.abc import Iterator, Mapping

_UNKNOWN = -1


class Pages:
    """The pages of one file of `size` bytes, of which nothing is known at first."""

    def __init__(self, size: int, page: int, *, are_kept: bool) -> None:
        self.size, self.page, self.are_kept = size, page, are_kept
        self.read_to = 0
        self._kept = bytearray()
        self._sums = array("q", [_UNKNOWN]) * self.count

    @property
    def count(self) -> int:
        """Return how many pages there are."""
        return -(-self.size // self.page)

    @property
    def is_whole(self) -> bool:
        """Return whether all of them are known."""
        return self.read_to >= self.size

    @property
    def kept(self) -> bytearray | None:
        """Return the bytes of the file, None unless all of them are kept."""
        return self._kept if self.are_kept and self.is_whole else None

    def known(self) -> Iterator[int]:
        """Yield the numbers of those of which something is known."""
        return (
            number for number, known in enumerate(self._sums) if known != _UNKNOWN or number * self.page < self.read_to
        )

    def is_right(self, number: int, page: bytes) -> bool:
        """Return whether a page is what is known of it, if anything; one past the end is not."""
        at = number * self.page
        if at < len(self._kept):
            return self._kept[at : at + self.page] == page
        return number < len(self._sums) and self._sums[number] in (_UNKNOWN, zlib.crc32(page))

    def note(self, number: int, page: bytes) -> None:
        """Take a page for right."""
        self._sums[number] = zlib.crc32(page)

    def read_on(self, block: bytes) -> None:
        """Take what follows on `read_to` for right: whole pages, or the end."""
        if self.are_kept:
            self._kept += block
        else:
            view, sums, first = memoryview(block), self._sums, self.read_to // self.page
            for number, at in enumerate(range(0, len(block), self.page), first):
                if sums[number] == _UNKNOWN:
                    sums[number] = zlib.crc32(view[at : at + self.page])
        self.read_to += len(block)

    def learn(self, sums: Mapping[int, int], kept: Mapping[int, bytes], size: int) -> None:
        """Take pages for right of a file that has so many bytes now: by their sums, with the bytes where they are kept.

        Those that are new are among them.
        """
        was_whole, self.size = self.is_whole, size
        del self._sums[self.count :]
        self._sums.extend([_UNKNOWN] * (self.count - len(self._sums)))
        self.read_to = size if was_whole else min(self.read_to, size)
        for number, known in sums.items():
            self._sums[number] = known
        if self.are_kept:
            del self._kept[size:]
            self._kept.extend(bytes(self.read_to - len(self._kept)))
            for number, page in kept.items():
                if (at := number * self.page) < self.read_to:
                    self._kept[at : at + self.page] = page
