"""What the readers of files hand on: plain, frozen rows with what could not be read beside them."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import msgspec
from msgspec.structs import asdict

from crm.errors import CrmError

Kind = Literal["person", "organisation"]

_KEPT_REMARKS = 1_000
_PLAIN = ("organisation", "department", "title", "birthday", "notes", "kind", "line")


class UnreadableFile(CrmError):
    """A file that cannot be read as what was hoped for; `reason` says what it looks like and what to do."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = Path(path), reason
        super().__init__(f"“{self.path.name}” was not read: {reason} Nothing was changed.")


class ReadName(msgspec.Struct, frozen=True):
    """A person's name in its parts; `display` is the whole name as the file shows it, `pronouns` those beside it."""

    prefix: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    suffix: str = ""
    nickname: str = ""
    display: str = ""
    pronouns: str = ""

    def __bool__(self) -> bool:
        return bool(self.given or self.family or self.middle or self.nickname)


class ReadEmail(msgspec.Struct, frozen=True):
    """An address, with its type in lower case: work, home, other or the label of its own.

    `state` is ok, bounced or former: the last two are never written to.
    """

    value: str
    type: str = "other"
    primary: bool = False
    state: str = "ok"


class ReadPhone(msgspec.Struct, frozen=True):
    """A number: `value` is E.164, or what was typed where nothing can be dialled; type mobile, work, home, fax, ..."""

    value: str
    type: str = "other"
    extension: str = ""
    typed: str = ""


class ReadAddress(msgspec.Struct, frozen=True):
    """A postal address in its parts; `formatted` is the whole of it where the file does not hold the parts."""

    type: str = "other"
    street: str = ""
    extended: str = ""
    po_box: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    formatted: str = ""


class ReadUrl(msgspec.Struct, frozen=True):
    """A web address or profile link; never fetched."""

    value: str
    type: str = "other"


class ReadJob(msgspec.Struct, frozen=True):
    """An affiliation: a role at an organisation, and for how long (partial dates, "" where nobody knows)."""

    organisation: str
    role: str = ""
    department: str = ""
    kind: str = "employee"
    started: str = ""
    ended: str = ""
    is_lead: bool = False
    is_current: bool = True
    is_primary: bool = False


class ReadContact(msgspec.Struct, frozen=True):
    """One person or organisation of a file; `line` is where it begins, `extra` holds what has no field of its own.

    Birthday is ISO, of reduced precision, or `--MM-DD` without a year. `organisation`, `department` and `title` are the
    main affiliation; `jobs` are all of them where a file tells more: the main one is primary.
    """

    name: ReadName = ReadName()
    emails: tuple[ReadEmail, ...] = ()
    phones: tuple[ReadPhone, ...] = ()
    organisation: str = ""
    department: str = ""
    title: str = ""
    addresses: tuple[ReadAddress, ...] = ()
    urls: tuple[ReadUrl, ...] = ()
    birthday: str = ""
    notes: str = ""
    tags: tuple[str, ...] = ()
    jobs: tuple[ReadJob, ...] = ()
    extra: dict[str, Any] = msgspec.field(default_factory=dict)
    kind: Kind = "person"
    uid: str = ""
    line: int = 0

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "ReadContact":
        """Return the contact that `as_json` wrote."""
        extra = dict(plain["extra"])
        return cls(
            **{key: plain[key] for key in _PLAIN},
            name=ReadName(**plain["name"]),
            emails=tuple(ReadEmail(**each) for each in plain["emails"]),
            phones=tuple(ReadPhone(**each) for each in plain["phones"]),
            addresses=tuple(ReadAddress(**each) for each in plain["addresses"]),
            urls=tuple(ReadUrl(**each) for each in plain["urls"]),
            tags=tuple(plain["tags"]),
            jobs=tuple(ReadJob(**each) for each in plain.get("jobs", ())),
            uid=str(extra.pop("uid", "")),
            extra=extra,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the contact as plain JSON values, its uid beside the other outside identifiers in `extra`."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        plain["addresses"] = [
            {part: text for part, text in address.items() if text and (part, text) != ("type", "other")}
            for address in plain["addresses"]
        ]
        if not plain["jobs"]:
            del plain["jobs"]
        uid = plain.pop("uid")
        if uid:
            plain["extra"] = {"uid": uid, **plain["extra"]}
        return plain


class Skipped(msgspec.Struct, frozen=True):
    """A row that must not become a record, and why."""

    line: int
    reason: str
    text: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class Remark(msgspec.Struct, frozen=True):
    """Something the person should know; a `problem` means that a value could not be used as it stands."""

    text: str
    line: int = 0
    problem: bool = False

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}" if self.line else self.text


class Report:
    """What a reader notices on its way: remarks and skipped rows, each kept up to a thousand and counted beyond.

    `photos` counts the pictures that rows came with: one remark tells of all of them.
    """

    def __init__(self) -> None:
        self.photos = 0
        self.remarks: list[Remark] = []
        self.skipped: list[Skipped] = []
        self.unlisted = 0

    def note(self, text: str, line: int = 0) -> None:
        """Add something worth knowing that took nothing away."""
        self._remark(Remark(text, line))

    def problem(self, text: str, line: int = 0) -> None:
        """Add a value that could not be used as it stands."""
        self._remark(Remark(text, line, problem=True))

    def skip(self, line: int, reason: str, text: str = "") -> None:
        """Add a row that must not become a record."""
        if len(self.skipped) < _KEPT_REMARKS:
            self.skipped.append(Skipped(line, reason, text[:200]))
        else:
            self.unlisted += 1

    def _remark(self, remark: Remark) -> None:
        if remark in self.remarks[-1:]:
            return
        if len(self.remarks) < _KEPT_REMARKS:
            self.remarks.append(remark)
        else:
            self.unlisted += 1

    @property
    def warnings(self) -> list[str]:
        """The remarks as sentences, with their lines."""
        texts = [str(remark) for remark in self.remarks]
        if self.photos:
            texts.append("1 photo is not kept." if self.photos == 1 else f"{self.photos:,} photos are not kept.")
        return [*texts, f"… and {self.unlisted:,} more like these."] if self.unlisted else texts

    @property
    def problems(self) -> list[str]:
        """What went wrong, row by row, as sentences: skipped rows and values that could not be used."""
        wrong: list[Remark | Skipped] = [remark for remark in self.remarks if remark.problem]
        return [str(item) for item in sorted([*wrong, *self.skipped], key=lambda item: item.line)]


class Reading:
    """A file being read: iterate for its contacts, once; `report` fills up on the way. Close it, or use `with`.

    `format` is known from the start, `encoding` and `headings` where the format has them. Iterating raises
    `UnreadableFile` where the file breaks off being what it seemed, or holds nobody.
    """

    kind = "contacts"

    def __init__(
        self,
        path: Path,
        format: str,
        contacts: Iterator[ReadContact],
        report: Report,
        *,
        encoding: str = "",
        headings: tuple[str, ...] = (),
        position: Callable[[], float] = lambda: 0.0,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.path, self.format, self.report = path, format, report
        self.encoding, self.headings = encoding, headings
        self._contacts, self._position, self._close = contacts, position, close
        self.count = 0

    def __iter__(self) -> Iterator[ReadContact]:
        for contact in self._contacts:
            self.count += 1
            yield contact
        if not self.count:
            reasons = self.report.problems
            raise UnreadableFile(self.path, f"no rows with people found{f' ({reasons[0]})' if reasons else ''}.")

    def progress(self) -> float:
        """Return the share of the file read so far, 0 to 1."""
        return min(1.0, self._position())

    def close(self) -> None:
        """Let go of the file."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class ReadFile(msgspec.Struct, frozen=True):
    """A whole file read: what it is, whom it holds, and what the person should know."""

    path: Path
    format: str
    kind: str
    contacts: tuple[ReadContact, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]
    problems: tuple[str, ...]
    encoding: str = ""

    @property
    def status(self) -> Literal["ok", "partial"]:
        """`ok` when every row was read as it stands, else `partial`."""
        return "partial" if self.problems else "ok"

    def as_json(self) -> dict[str, Any]:
        """Return the file as plain JSON values: format, kind, warnings, skipped and the rows of its kind."""
        return {
            "file": self.path.name,
            "format": self.format,
            "kind": self.kind,
            "encoding": self.encoding,
            "status": self.status,
            "warnings": list(self.warnings),
            "problems": list(self.problems),
            "skipped": [asdict(row) for row in self.skipped],
            "count": len(self.contacts),
            "contacts": [contact.as_json() for contact in self.contacts],
        }
