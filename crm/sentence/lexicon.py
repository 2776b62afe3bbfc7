"""The words the grammar knows: verbs and the kind they mean, links between parts, follow-up words, what is no name."""

import enum
import re

import msgspec

from crm.sentence.model import Kind


class Tense(enum.Enum):
    """Whether a verb speaks of what was, of either, or of what is to come."""

    PAST = enum.auto()
    OPEN = enum.auto()
    AHEAD = enum.auto()


class Verb(msgspec.Struct, frozen=True):
    """What a verb or its noun says about the entry."""

    kind: Kind
    tense: Tense
    direction: str = ""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WITH = r"(?:\s+(?:with|w/))?"
_ADJECTIVE = (
    r"(?P<how>(?:(?:quick|short|brief|good|great|long|first|second|intro|introductory|initial|follow[\s-]?up)\s+)+)?"
)
_VERBS: tuple[tuple[Verb, str], ...] = (
    (Verb(Kind.VIDEO_CALL, Tense.PAST), rf"(?:zoomed|video[\s-]?called|skyped|facetimed|teamsed){_WITH}"),
    (
        Verb(Kind.VIDEO_CALL, Tense.OPEN),
        rf"(?:(?:video|zoom|teams|skype|google\s+meet|webex)[\s-]?(?:call|meeting|chat)|zoom|teams(?=\s+with)|google\s+meet|webex)"
        rf"{_WITH}(?:\s+to)?",
    ),
    (Verb(Kind.EMAIL, Tense.PAST, "in"), r"(?:had|got|received)\s+(?:an\s+)?e-?mail\s+from"),
    (Verb(Kind.EMAIL, Tense.OPEN, "in"), r"e-?mail\s+from"),
    (Verb(Kind.EMAIL, Tense.PAST, "out"), r"(?:e-?mailed|wrote\s+to|wrote|replied\s+to|sent\s+(?:an\s+)?e-?mail\s+to)"),
    (Verb(Kind.EMAIL, Tense.OPEN, "out"), r"e-?mail(?:\s+(?:to|with))?"),
    (Verb(Kind.MESSAGE, Tense.PAST, "in"), r"heard\s+from"),
    (Verb(Kind.MESSAGE, Tense.OPEN, "in"), r"(?:message|text|whatsapp|dm)\s+from"),
    (Verb(Kind.MESSAGE, Tense.PAST, "out"), r"(?:messaged|texted|whatsapped|dm['’]?d|pinged)"),
    (Verb(Kind.MESSAGE, Tense.OPEN, "out"), r"(?:message|text|whatsapp|dm)(?:\s+(?:to|with))?"),
    (Verb(Kind.CALL, Tense.PAST, "in"), r"(?:had|got|took)\s+(?:a\s+)?(?:phone\s+)?call\s+from"),
    (Verb(Kind.CALL, Tense.OPEN, "in"), r"(?:phone\s+)?call\s+from"),
    (Verb(Kind.CALL, Tense.PAST), r"(?:spoke|talked|chatted|spoken)\s+(?:to|with)"),
    (Verb(Kind.CALL, Tense.PAST, "out"), r"(?:called|phoned|telephoned|rang)"),
    (Verb(Kind.CALL, Tense.OPEN), r"(?:(?:(?:phone|tele)[\s-]?)?call|telecon)\s+(?:with|w/)"),
    (Verb(Kind.CALL, Tense.OPEN, "out"), r"(?:(?:(?:phone|tele)[\s-]?)?call|telecon|phone|ring)(?:\s+to)?"),
    (Verb(Kind.VISIT, Tense.PAST), r"(?:visited|toured)"),
    (Verb(Kind.VISIT, Tense.OPEN), r"(?:site\s+)?visit(?:\s+(?:to|with))?"),
    (Verb(Kind.NOTE, Tense.PAST), r"noted(?:\s+that)?"),
    (Verb(Kind.NOTE, Tense.OPEN), r"note(?:\s+(?:on|for|that))?"),
    (
        Verb(Kind.MEETING, Tense.PAST),
        r"(?:met\s+up\s+with|met\s+with|met|saw|bumped\s+into|ran\s+into|caught\s+up\s+with|sat\s+down\s+with|hosted)",
    ),
    (Verb(Kind.MEETING, Tense.AHEAD), r"(?:meet\s+up\s+with|meet\s+with|meet|see)"),
    (
        Verb(Kind.MEETING, Tense.OPEN),
        r"(?:(?:a\s+)?(?:coffee|tea|lunch|breakfast|dinner|drinks?|chat|catch[\s-]?up|1:1|1-1|one[\s-]to[\s-]one)\s+(?:with|w/)"
        rf"|(?:meeting|mtg){_WITH})",
    ),
)
_LEAD = r"(?:(?:i|we|i['’]ve|we['’]ve|just)\s+)*"
_PLAN = (
    r"(?P<plan>(?:plan(?:ned|ning)?|book(?:ed)?|schedule[d]?|arrange[d]?|will|(?:am|are|is|i['’]m|we['’]re)\s+going\s+to)\s+"
    r"(?:to\s+)?)?"
)
_HAD = r"(?:(?P<had>had)\s+)?(?:(?:an?|another|our|the)\s+)?"
_VERB = re.compile(
    rf"{_LEAD}{_PLAN}{_HAD}{_ADJECTIVE}(?:"
    + "|".join(f"(?P<v{number}>{pattern})" for number, (_, pattern) in enumerate(_VERBS))
    + r")(?![\w'’@-]|[./][\w])",
    re.IGNORECASE,
)
# Past verbs that may follow the one they speak of ("Jane Roe rang re funding").
PAST_VERBS = _set(
    """
    met saw called phoned telephoned rang emailed wrote messaged texted whatsapped visited zoomed skyped spoke
    pinged
    """
)


class VerbFound(msgspec.Struct, frozen=True):
    """A verb read at a place: where it ends, what it says, whether it plans, and a word on how ("quick call")."""

    end: int
    verb: Verb
    planned: bool
    how: tuple[int, int] | None


def verb_at(text: str, start: int) -> VerbFound | None:
    """Read the verb that begins at character `start`."""
    match = _VERB.match(text, start)
    if match is None:
        return None
    name = match.lastgroup or ""
    verb = _VERBS[int(name[1:])][0]
    if match["plan"]:
        verb = Verb(verb.kind, Tense.AHEAD, verb.direction)
    elif match["had"] and verb.tense is Tense.OPEN:
        verb = Verb(verb.kind, Tense.PAST, verb.direction)
    how = (match.start("how"), match.end(name)) if match["how"] else None
    return VerbFound(match.end(), verb, bool(match["plan"]), how)


TOPIC = re.compile(
    r"(?:(?:re|regarding|concerning|about|discussed|discussing|to\s+(?:discuss|talk\s+about))\b:?|re:)", re.I
)
TOPIC_WORDS = frozenset(("re", "about", "regarding", "concerning"))
TOPIC_STARTS = TOPIC_WORDS | {"discussed", "discussing", "to"}

_AFTER_NAME = _set("and & + plus at f fu fup f/u f/up follow follow-up followup remind waiting awaiting")


def verb_of(text: str, *, past: bool = False) -> int:
    """Return where the verb that a text begins with ends, 0 without one; with `past` only one of what was."""
    found = verb_at(text, 0)
    return found.end if found and (found.verb.tense is Tense.PAST or not past) else 0


def goes_on_after_name(text: str) -> bool:
    """Whether a text begins as a sentence goes on behind a name, and as no name does: "re beds", "and ...", "f 2w"."""
    topic = TOPIC.match(text)
    if topic and text[topic.end() : topic.end() + 1].isspace():
        return True
    return text.split(" ", 1)[0].lower() in _AFTER_NAME


LISTING = frozenset(("and", "&", "+", ",", "plus"))
PERSON_LINKS = frozenset(("with", "to"))
ORGANISATION_LINKS = frozenset(("at", "from", "of"))

# Words inside the names of organisations that end the name of a person.
JOINERS = frozenset(("and", "&", "of", "for", "the", "in", "on", "de", "y", "et"))
PARTICLES = _set("de la le du del della der den van von bin ibn al el st da dos di ap ter ten")
TITLES = _set("mr mrs ms miss mx dr prof professor sir dame lord lady rev revd reverend cllr")

# Words that end a name: what follows them is something else.
STOPS = PAST_VERBS | _set(
    """
    with w re regarding concerning about discussed discussing at from to for in on by who that this these those then
    over after before during via because so but not if when where while as is was were are be been has have had will
    would could should can wants wanted said says asked agreed the a an our my your their his her its us me them him
    he she it they we i you of or no and plus
    """
)
# A date after one of these belongs to the words around it: "re the 21 May session", "plans for Friday".
HOLDS_DATE = _set("the a our my their his her this for of since until from to between by before after and")
# After these a full stop ends no sentence.
SHORTENED = _set("dr mr mrs ms prof rev revd cllr st vs no eg ie e.g i.e etc approx ltd inc co dept")
# Words after a verb that name nobody.
NO_NAMES = _set(
    """
    people team teams colleagues staff everyone everybody folks someone somebody board group members committee both
    all several many some few various home work lunch dinner breakfast coffee office site conference event huddle
    two three four five six seven eight nine ten new yes ok okay today now again back up down out off there here
    online together informally great good very more also just deadline launch workshop webinar
    """
)
ORGANISATION_WORDS = _set(
    """
    ltd limited plc llp cic trust university college hospital hospitals council board nhs institute foundation
    school charity ventures capital partners labs laboratories therapeutics diagnostics imaging company group
    association alliance network authority agency centre center society federation icb ics department ministry bank
    clinic practice
    """
)
ACRONYMS = _set("nhs nihr icb ics llp cic uk mri ai ucl")

OWED_BY_THEM = re.compile(
    r"(?:they\s+owe(?:\s+(?:us|me))?|(?:(?:she|he)\s+)?owes?\s+(?:us|me)|waiting\s+(?:for|on)|awaiting)\b", re.I
)
OWED_BY_US = re.compile(
    r"(?:(?:we|i)\s+owe(?:\s+(?:them|him|her))?|owe\s+(?:them|him|her)|remind\s+me(?:\s+to)?|follow[\s-]?up)\b", re.I
)
# What was promised and what comes next: a follow-up where a day is said, else words like any.
PROMISED_BY_THEM = re.compile(r"(?:she|he|they)\s+(?:(?:has|have)\s+)?promised(?:\s+(?:us|me))?(?!\s+to\b)\b", re.I)
PROMISED_BY_US = re.compile(
    r"(?:(?:i|we)\s+(?:have\s+)?promised(?:\s+(?:them|him|her))?(?!\s+to\b)|promised\s+(?:them|him|her))\b"
    r"|(?:next\s+(?:steps?|actions?)|actions?(?:\s+for\s+(?:me|us))?|to[\s-]?do)\s*:",
    re.I,
)
FOLLOW_UP_SHORT = re.compile(r"(?:f/u|f/up|fup|fu|f)(?![\w/'’-])", re.I)
FOLLOW_UP_STARTS = _set(
    "they she he owe owes waiting awaiting we i remind follow followup fu fup f promised next action actions to todo"
)
DEADLINE = "deadline"
IS_LAST = re.compile(r"\s+(?:is|was|on|by)$", re.IGNORECASE)
DOING = _set("call phone ring email meet meeting visit chat coffee message text see write")
DUE_LINKS = frozenset(("by", "on", "in", "before", "until", "due", "for", "around", "at"))

# What is to be done, in a clause after the meeting: "send slides Friday", "she will ring me on Thursday".
ACTIONS = DOING - _set("meeting chat coffee") | _set(
    """
    send chase e-mail invite book introduce intro connect share forward arrange draft prepare circulate confirm check
    ask tell get give put set sort schedule organise organize propose suggest submit sign return reply respond review
    read update upload post finish complete finalise finalize ping nudge remind contact speak come let look find pass
    provide supply deliver bring add pay order invoice try catch decide register publish print
    collect fetch pick pull compile fill follow approve recruit whatsapp dm
    """
)
# "Met Ada Moor to send slides Friday" is to be done; "met Ada Moor to sign the contract Friday" is why they met.
ERRANDS = _set("send call ring phone chase email e-mail forward invite remind")
# After these a verb was a noun: "call for proposals", "book launch", "draft is due".
_NOUN_FOLLOWS = _set(
    """
    for from of is was are were has had would closes closed opens opened due launch price prices club centre notice
    mentioned went came starts started ends ended meeting session event
    """
)
_THEN = r"(?:(?:also|then|first|just|please|hopefully|probably|definitely|maybe)\s+)*"
WE_LEAD = re.compile(
    r"(?:(?:i|we)(?:['’](?:ll|m\s+(?:going\s+)?to|re\s+(?:going\s+)?to|ve\s+to|(?:m|re)(?=\s+\w+ing\b))|\s+(?:will|shall|must|should|(?:need|have|am|are)\s+to"
    r"|(?:am|are)(?:\s+going\s+to|(?=\s+\w+ing\b))|(?:promised|agreed|offered)\s+to))"
    r"|(?:she|he|they)\s+(?:asked|wants?|wanted|would\s+like)\s+(?:me|us)\s+to|asked\s+(?:me|us)\s+to"
    rf"|please|todo:?|action:?)\s+{_THEN}",
    re.IGNORECASE,
)
# Who will is not said: "will send slides" is ours in the line, in notes it may be anybody's.
BARE_LEAD = re.compile(
    rf"(?:(?:need|have|promised|agreed|offered)\s+to|must|should|will|shall|(?P<to>to))\s+{_THEN}", re.IGNORECASE
)
THEIR_LEAD = re.compile(
    r"(?P<who>she|he|they|who|[^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*)?)"
    r"(?:['’](?:ll|s\s+(?:going\s+)?to|re\s+(?:going\s+)?to|(?:s|re)(?=\s+\w+ing\b))"
    r"|\s+(?:will|shall|must|should|(?:is|are|has|have|needs?)\s+to|(?:is|are)(?:\s+going\s+to|(?=\s+\w+ing\b))"
    rf"|(?:(?:has|have)\s+)?(?:promised|agreed|offered)\s+to|(?P<to>to)))\s+(?P<touch>be\s+in\s+touch\b)?{_THEN}",
    re.IGNORECASE,
)
THEY = frozenset(("she", "he", "they", "who"))
LEADS = THEY | _set("i we need have promised agreed offered must should will shall to please todo action asked")

# Where another clause begins, who acts in it, and what has a day of its own.
CLAUSE_MARKS = frozenset((",", ";", ":", "-", "–", "—", "(", "/"))
# After these a name in the clause is that of somebody spoken of: "Bob Lee is off sick".
DOES = _set("is was are were will would has had have can could should shall must to wants wanted needs said says s who")
DOES_NOW = DOES - _set("was were had who s to said")
SUBJECTS = _set("she he they we i it there who which")
EVENTS = _set(
    """
    deadline due huddle launch conference event workshop webinar board panel leave holiday holidays back away until
    since closes opens starts ends begins expires moves joins retires leaves returns
    """
)
# What is one day or from one day on, and so never is when people met: "deadline Friday", "on leave from Monday".
TERMS = EVENTS - _set("huddle launch conference event workshop webinar board panel")


def is_doing(word: str) -> bool:
    """Whether a word is an action on its way: "sending", "sharing", "putting"."""
    root = word.removesuffix("ing")
    return root != word and not ACTIONS.isdisjoint((root, f"{root}e", root[:-1]))


def is_noun_before(word: str) -> bool:
    """Whether a word that may be a verb is a noun before `word`: "call [for] proposals"."""
    return word in _NOUN_FOLLOWS


# A day that can only be that of what was: "great chat yesterday".
LOOKS_BACK = re.compile(r"today|this\s|tonight|yest|\bago\b|\blast\b|\bpast\b|before", re.IGNORECASE)
