"""The one-line entry: "Met Jane Roe at Acme re imaging pilot yesterday #imaging follow up in 2 weeks".

`parse` reads a sentence, asking the caller's `Names` who is known; `complete` offers what may be meant while typing;
`without` turns a part back into plain text. Nothing is guessed silently and no word is lost.
"""

from crm.sentence.completion import Completion, CompletionKind, complete
from crm.sentence.lexicon import goes_on_after_name, verb_of
from crm.sentence.model import Entry, FollowUp, Hint, Kind, Span, SpanKind, Who, as_planned
from crm.sentence.names import MOST_HITS, ListNames, NameHit, Names
from crm.sentence.parsing import Literal, moved, parse, without
from crm.sentence.resolve import proper

__all__ = [
    "MOST_HITS",
    "Completion",
    "CompletionKind",
    "Entry",
    "FollowUp",
    "Hint",
    "Kind",
    "ListNames",
    "Literal",
    "NameHit",
    "Names",
    "Span",
    "SpanKind",
    "Who",
    "as_planned",
    "complete",
    "goes_on_after_name",
    "moved",
    "parse",
    "proper",
    "verb_of",
    "without",
]
