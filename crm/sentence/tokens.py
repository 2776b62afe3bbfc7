"""The words and marks of a sentence, with their places in the text."""

import enum
import re
from collections.abc import Collection

import msgspec

from crm import text as plain_text
from crm.dates import MONTHS
from crm.sentence import lexicon

_TOKEN = re.compile(
    r"""
    (?P<tag>(?<![\w#&])\#(?:"[^"\n]*[^\W_][^"\n]*"|(?=[\w-]*[^\W\d_])\w[\w&/-]*(?<![-/&])))
    |(?P<word>[^\W_](?:[\w'’.&/+@-]|(?<=[0-9]):(?=[0-9]))*(?<![.'’&/+@-])|[^\W_])
    |(?P<line>\n)
    |(?P<mark>[^\s])
    """,
    re.VERBOSE,
)
_SHORT_MONTHS = frozenset(("sept", *(month.lower() for month in MONTHS)))
_DIGIT_FOLLOWS = re.compile(r"\s*[0-9]")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")  # @JaneRoe


class TokenKind(enum.Enum):
    """What a token is made of."""

    WORD = enum.auto()
    MARK = enum.auto()
    TAG = enum.auto()
    LINE = enum.auto()


_KINDS = {"word": TokenKind.WORD, "mark": TokenKind.MARK, "tag": TokenKind.TAG, "line": TokenKind.LINE}


class Token(msgspec.Struct):
    """A word, mark, tag or line end; `folded` is its folded words with spaces, `plain` that the user made it text."""

    kind: TokenKind
    start: int
    end: int
    text: str
    folded: str = ""
    plain: bool = False
    stops: bool = False

    @property
    def is_word(self) -> bool:
        """A word that may mean something: not turned back into text by the user."""
        return self.kind is TokenKind.WORD and not self.plain


def tokenise(text: str, literal: Collection[tuple[int, int]]) -> list[Token]:
    """Return the tokens of `text`; those that touch a `literal` range are plain, a sentence's last mark `stops`."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = Token(_KINDS[match.lastgroup or "mark"], match.start(), match.end(), match[0])
        if token.kind is TokenKind.WORD:
            handle = bool(tokens) and tokens[-1].text == "@" and tokens[-1].end == token.start
            token.folded = " ".join(plain_text.words(_CAPITAL_INSIDE.sub(" ", token.text) if handle else token.text))
        elif token.kind is TokenKind.MARK:
            token.stops = _stops(text, token, tokens[-1] if tokens else None)
        token.plain = any(start < token.end and token.start < end for start, end in literal)
        tokens.append(token)
    return tokens


def _stops(text: str, token: Token, before: Token | None) -> bool:
    if token.text not in ".!?" or text[token.end : token.end + 1].strip():
        return False
    if token.text == "." and before is not None and before.end == token.start:
        if before.text.lower() in _SHORT_MONTHS and _DIGIT_FOLLOWS.match(text, token.end):
            return False  # "Aug. 25"
        return len(before.text) > 1 and before.text.lower() not in lexicon.SHORTENED
    return True


def tag_name(token: Token) -> str:
    """Return the tag without its `#` and quotes."""
    return token.text[1:].strip('"').strip()


def covered(tokens: list[Token], index: int, end: int) -> int | None:
    """Return the index behind the tokens from `index` on that lie before character `end`; None if `end` cuts one in two
    or the user made one of them plain text.
    """
    while index < len(tokens) and tokens[index].start < end:
        if tokens[index].end > end or tokens[index].plain:
            return None
        index += 1
    return index
