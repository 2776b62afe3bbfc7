"""Files kept with opportunities: read from the disk and saved to it again, never opened or run."""

import hashlib
import mimetypes
import os
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from peewee import fn

from crm import clock
from crm.db.query_builder import bind
from crm.db.schema import Attachment, AttachmentContent, Opportunity
from crm.db.store import Store, moment_text, new_uid
from crm.errors import CrmError, Invalid, NotFound
from crm.file_names import clean_name
from crm.formats.safe_file import replacing
from crm.progress import Cancelled, IsCancelled, Pace, Progress, never, silent

MOST = 25_000_000
"""Bytes of one file: a bid with its letters has room, and the backups of every day stay small."""

_AT_ONCE = 1 << 18
_ROWS = Attachment.select(
    Attachment.id,
    Attachment.opportunity,
    Attachment.name,
    Attachment.media_type,
    Attachment.size,
    Attachment.created_at.alias("added_at"),
    AttachmentContent.sha256,
).join(AttachmentContent, on=AttachmentContent.id == Attachment.content)
FILES = _ROWS.where(Attachment.opportunity == bind("opportunity")).order_by(Attachment.id.desc())
FILE = _ROWS.where(Attachment.id == bind("file"))
CONTENT_OF = Attachment.select(Attachment.content).where(Attachment.id == bind("file"))
CONTENT = AttachmentContent.select(AttachmentContent.id).where(AttachmentContent.sha256 == bind("sha256"))
ADD_CONTENT = AttachmentContent.insert(sha256=bind("sha256"), content=fn.zeroblob(bind("size")))
SAME_FILE = Attachment.select(Attachment.id).where(
    Attachment.opportunity == bind("opportunity"),
    Attachment.name == bind("name"),
    Attachment.content == bind("content"),
)
TITLE = Opportunity.select(Opportunity.title).where(Opportunity.id == bind("opportunity"))


class FileRow(msgspec.Struct, frozen=True):
    """A file of an opportunity; `size` in bytes, `added_at` UTC, `sha256` that of its bytes."""

    id: int
    opportunity_id: int
    name: str
    media_type: str
    size: int
    added_at: datetime
    sha256: str


class FilesAdded(msgspec.Struct, frozen=True):
    """What became of files that were to be added: the names of those kept, and the sentence of each refusal."""

    names: tuple[str, ...]
    refused: tuple[str, ...]


class Files:
    """Adds, names, saves and removes the files of opportunities.

    The bytes stand once, under their hash, and stay: a file removed comes back with undo.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, opportunity_id: int) -> list[FileRow]:
        """Return the files of an opportunity, the newest first."""
        return self._store.all(FILES, into=FileRow, opportunity=opportunity_id)

    def get(self, file_id: int) -> FileRow:
        """Return one file; raises NotFound."""
        found = self._store.first(FILE, into=FileRow, file=file_id)
        if found is None:
            raise NotFound("file", file_id)
        return found

    def add(self, opportunity_id: int, path: Path, progress: Progress = silent, cancelled: IsCancelled = never) -> int:
        """Keep a file of the disk with an opportunity; return its id. Long for a large one: run it on the worker.

        Raises NotFound, Invalid (file) for what is no file, too large or there already, CrmError where it cannot be
        read, Cancelled; nothing is kept then.
        """
        title, name = self._title(opportunity_id), clean_name(path.name)
        try:
            with _opened(path, name) as source:
                size = os.fstat(source.fileno()).st_size
                if size > MOST:
                    raise Invalid("file", f"“{name}” has {size / 1e6:,.1f} MB; at most {MOST // 1_000_000} MB fit.")
                pace = Pace(progress, cancelled, 2 * size)
                sha256 = _digest(_pieces(source, pace))
                source.seek(0)
                with self._store.action(f"Add the file “{name}” to “{title}”"):
                    content = self._content(source, size, sha256, pace)
                    self._refuse_twice(opportunity_id, name, content)
                    return self._store.insert(
                        Attachment,
                        uid=new_uid(),
                        opportunity_id=opportunity_id,
                        content_id=content,
                        name=name,
                        media_type=mimetypes.MimeTypes().guess_type(name)[0] or "",
                        size=size,
                        created_at=moment_text(clock.now()),
                    )
        except OSError as error:
            raise CrmError(f"“{name}” could not be read. Nothing was added; check the file and try again.") from error

    def add_all(
        self,
        opportunity_id: int,
        paths: Sequence[Path],
        progress: Progress = silent,
        cancelled: IsCancelled = never,
    ) -> FilesAdded:
        """Keep those files of the disk that can be kept, as one action, on the worker as `add`.

        Raises NotFound, Cancelled; nothing is kept then.
        """
        what = f"the file “{clean_name(paths[0].name)}”" if len(paths) == 1 else f"{len(paths)} files"
        added, refused = list[str](), list[str]()
        with self._store.action(f"Add {what} to “{self._title(opportunity_id)}”"):
            for path in paths:
                try:
                    added.append(self.get(self.add(opportunity_id, path, progress, cancelled)).name)
                except Cancelled:
                    raise
                except CrmError as error:
                    refused.append(str(error))
        return FilesAdded(tuple(added), tuple(refused))

    def rename(self, file_id: int, name: str) -> None:
        """Call a file otherwise; an ending left out stays as it was. Raises Invalid (name), NotFound."""
        held = self.get(file_id)
        if not name.strip():
            raise Invalid("name", "Give the file a name.")
        given, ending = clean_name(name), Path(held.name).suffix
        if ending and not Path(given).suffix:
            given = clean_name(given + ending)
        with self._store.action(f"Rename the file “{held.name}”: “{given}”"):
            self._store.update(Attachment, file_id, name=given)

    def remove(self, file_id: int) -> None:
        """Take a file out of its opportunity; undo brings it back. Raises NotFound."""
        held = self.get(file_id)
        with self._store.action(f"Remove the file “{held.name}” from “{self._title(held.opportunity_id)}”"):
            self._store.delete(Attachment, file_id)

    def save_to(self, file_id: int, target: Path, progress: Progress = silent, cancelled: IsCancelled = never) -> Path:
        """Write a copy of a file, whole or not at all; return where it stands. On the worker for a large one.

        Raises NotFound, DiskFull, CannotWrite, Cancelled, CrmError where its bytes are not what they were.
        """
        held = self.get(file_id)
        pace = Pace(progress, cancelled, held.size)
        digest, done = hashlib.sha256(), 0
        with replacing(target) as handle, self._store.reading() as connection:
            content = self._store.value(CONTENT_OF, file=file_id)
            with connection.open_blob("attachment_content", "content", content, True) as blob:
                while piece := blob.read(_AT_ONCE):
                    digest.update(piece)
                    handle.write(piece)
                    done += len(piece)
                    pace.at(done)
            if digest.hexdigest() != held.sha256:
                raise CrmError(
                    f"“{held.name}” is damaged: it is not what was added. No copy was written; take it from a backup."
                )
        return target

    # -- inside

    def _content(self, source: BinaryIO, size: int, sha256: str, pace: Pace) -> int:
        """Return the id of the bytes with a hash; written here where they are new."""
        found = self._store.value(CONTENT, sha256=sha256)
        if found is not None:
            return int(found)
        made = self._store.run(ADD_CONTENT, sha256=sha256, size=size).lastrowid
        if size:
            with self._store.connection().open_blob("attachment_content", "content", made) as blob:
                if _digest(_written(blob, _pieces(source, pace, size), size)) != sha256:
                    raise CrmError("The file was changed while it was read. Nothing was added; try again.")
        return int(made)

    def _refuse_twice(self, opportunity_id: int, name: str, content: int) -> None:
        if self._store.value(SAME_FILE, opportunity=opportunity_id, name=name, content=content) is not None:
            raise Invalid("file", f"“{name}” is there already, with the same content.")

    def _title(self, opportunity_id: int) -> str:
        title = self._store.value(TITLE, opportunity=opportunity_id)
        if title is None:
            raise NotFound("opportunity", opportunity_id)
        return str(title)


def _opened(path: Path, name: str) -> BinaryIO:
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would never end
        raise Invalid("file", f"“{name}” is no file. A folder can be added as a zip archive.")
    return path.open("rb")


def _pieces(source: BinaryIO, pace: Pace, before: int = 0) -> Iterator[bytes]:
    """Yield a file piece by piece; `before` bytes of the work were done earlier."""
    while piece := source.read(_AT_ONCE):
        yield piece
        before += len(piece)
        pace.at(before)


def _written(blob: Any, pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Write pieces where they belong, no more than `size` bytes, and pass them on."""
    for piece in pieces:
        size -= len(piece)
        if size >= 0:
            blob.write(piece)
        yield piece


def _digest(pieces: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
