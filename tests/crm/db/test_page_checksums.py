"""What is known of the pages of a file, while it is read bit by bit and written to between."""

import zlib

import pytest

from crm.db.page_checksums import Pages

PAGE = 512
FILE = b"".join(bytes([number]) * PAGE for number in range(10))


def page(number: int) -> bytes:
    return FILE[number * PAGE : (number + 1) * PAGE]


@pytest.fixture(params=[True, False], ids=["kept", "summed"])
def pages(request: pytest.FixtureRequest) -> Pages:
    """A file of which the first four pages were read, and the eighth was noted before."""
    found = Pages(len(FILE), PAGE, are_kept=request.param)
    found.note(7, page(7))
    found.read_on(FILE[: 4 * PAGE])
    return found


def learn(pages: Pages, news: dict[int, bytes], size: int) -> None:
    pages.learn({number: zlib.crc32(new) for number, new in news.items()}, news, size)


def test_what_was_noted_or_read_is_held_to_and_the_rest_is_taken_for_right(pages: Pages) -> None:
    assert list(pages.known()) == [0, 1, 2, 3, 7]
    assert all(pages.is_right(number, page(number)) for number in range(10))
    other = b"x" * PAGE
    assert [number for number in range(10) if pages.is_right(number, other)] == [4, 5, 6, 8, 9]
    assert not pages.is_right(10, other)
    assert not pages.is_whole
    assert pages.kept is None


def test_what_is_learned_between_is_right_and_reading_goes_on_where_it_was(pages: Pages) -> None:
    new = {1: b"a" * PAGE, 5: b"b" * PAGE, 10: b"c" * PAGE}
    learn(pages, new, 11 * PAGE)
    now = b"".join(new.get(number, page(number)) for number in range(11))
    for number, is_known in ((1, True), (5, True), (10, True), (6, False)):
        assert pages.is_right(number, new.get(number, page(number)))
        assert pages.is_right(number, b"x" * PAGE) is not is_known
    pages.read_on(now[pages.read_to :])
    assert pages.is_whole
    assert not any(pages.is_right(number, b"x" * PAGE) for number in range(12))
    assert all(pages.is_right(number, now[number * PAGE :][:PAGE]) for number in range(11))
    assert pages.kept == (now if pages.are_kept else None)


def test_a_file_known_whole_stays_so_as_it_grows_and_shrinks(pages: Pages) -> None:
    pages.read_on(FILE[pages.read_to :])
    learn(pages, {10: b"c" * PAGE, 11: b"d" * PAGE}, 12 * PAGE)
    assert pages.is_whole
    assert pages.kept == (FILE + b"c" * PAGE + b"d" * PAGE if pages.are_kept else None)
    learn(pages, {0: b"e" * PAGE}, 3 * PAGE)
    assert pages.is_whole
    assert pages.kept == (b"e" * PAGE + FILE[PAGE : 3 * PAGE] if pages.are_kept else None)
    assert not pages.is_right(3, page(3))


def test_a_file_cut_to_less_than_was_read_is_known_as_far_as_it_goes(pages: Pages) -> None:
    learn(pages, {}, 2 * PAGE)
    assert pages.is_whole
    assert list(pages.known()) == [0, 1]
    assert pages.kept == (FILE[: 2 * PAGE] if pages.are_kept else None)
