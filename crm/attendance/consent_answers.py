"""What somebody answered when a registration form asked whether we may write to them, in whatever words it asked."""

import re

import msgspec

from crm.formats.opt_outs import about, objection
from crm.text import clean_line, words

_YES = frozenset(
    (
        *words("yes y true 1 x on ok okay agree agreed accept accepted subscribed subscribe consent consented granted"),
        *("opt in", "opted in", "opt me in", "i do", "i agree", "i accept", "i consent", "please do", "ticked"),
        *("✓", "✔", "☑", "✅"),
    )
)
_NO = frozenset(
    (
        *words("no n false 0 off none never declined disagree withheld unticked"),
        *("i do not", "i dont", "not now", "please dont", "please do not"),
        *("✗", "✘", "☐"),
    )
)
_LEAVES = frozenset(("unsubscribed", "unsubscribe", "opted out", "opt out", "optout"))
_OBJECTS = re.compile(
    r"(?:please )?(?:"
    r"(?:do not|dont|never|stop) (?:contact|e ?mail|mail|write to|send)(?:ing)?"
    r"(?: me| us| anything| any| again| e ?mails?| mailings?| newsletters?| marketing| to)*"
    r"|(?:unsubscribe|remove)(?: me)?(?: from .{1,40})?|take me off .{1,40}|no (?:marketing|mailings?|e ?mails|contact)"
    r")(?: please| thanks| thank you)?"
)
"""The whole of an answer that forbids it, whatever was asked."""
_LISTS = frozenset(words("newsletter newsletters bulletin mailshot marketing mailinglist ebulletin enewsletter"))
_TOPIC = (
    r"(?:future|upcoming|other|further|more|news|updates?|events?|huddles?|activities|offers|opportunities|"
    r"invitations?|our work|the cluster)"
)
_MAIL = re.compile(
    "|".join(
        (
            r"\bmailing list\b|\bsubscribe\b|\bopt(?:ed)? ?in\b|\bok(?:ay)? to (?:e ?)?mail\b",
            r"\b(?:e ?mail|mailing) (?:consent|permission|opt|updates|list)\b",
            r"\bconsent to (?:us )?(?:receiv\w+ )?(?:e ?mail|mailing)\w*",
            r"\b(?:e ?)?mail(?:ing)? (?:you|me)\b|\b(?:you|me)(?: \w+){0,4} (?:by|via|through) e ?mail\b",
            r"\b(?:contact|write to|send|tell|update|inform|notify|invite)(?:ing)? (?:you|me)\b.{0,40}\b"
            + _TOPIC
            + r"\b",
            r"\bbe (?:e ?mailed|mailed)\b",
            r"\bbe (?:contacted|informed|updated|notified|invited|sent)\b.{0,40}\b(?:e ?mail|" + _TOPIC + r")\b",
            r"\breceiv(?:e|ing)\b.{0,40}\b(?:news|updates|mailings|communications|e ?mails|invitations)\b",
            r"\b(?:keep|kept|keeping|stay|staying) (?:me |you |us )?"
            r"(?:in touch|informed|updated|up to date|posted|in the loop)\b",
            r"\bhear (?:more )?(?:from|about) (?:us|our|" + _TOPIC + r")\b",
        )
    )
)
_NO_LEAVE_ASKED = frozenset(words("did have how which what where when why who"))
# What is asked about others' use of it, or of a picture, is no consent to our own letters.
_NOT_MAIL = frozenset(
    words(
        """picture pictures image images video share shared sharing sponsor sponsors third parties exhibitor exhibitors
        directory publish published slides presentation programme agenda ticket tickets receipt certificate joining
        phone text sms post whatsapp"""
    )
)
_OF_PICTURES = ("photo", "film", "record")


class MailAnswer(msgspec.Struct, frozen=True):
    """What somebody answered when they were asked whether we may write to them; `objects` says that they forbid it."""

    question: str
    answer: str
    agrees: bool
    objects: bool = False


def mail_answer(question: str, answer: str) -> MailAnswer | None:
    """Return what an answer says about being written to, or None where that was not asked, or not answered."""
    asked, given = words(question), clean_line(answer)
    plain, replied = " ".join(asked), _reply(question, answer)
    said = " ".join(words(answer))
    forbids, refuses = about(question) == "opt-out", objection(question, given)
    if _OBJECTS.fullmatch(said) or refuses or (forbids and replied):
        return MailAnswer(question, given, agrees=False, objects=True)
    if forbids:  # "Do not contact me: no" forbids nothing, and allows nothing either
        return None if replied is None else MailAnswer(question, given, agrees=False)
    if replied is None or set(asked) & _NOT_MAIL or any(word.startswith(_OF_PICTURES) for word in asked):
        return None
    if not asked or asked[0] in _NO_LEAVE_ASKED or not (set(asked) & _LISTS or _MAIL.search(plain)):
        return None
    return MailAnswer(question, given, agrees=replied, objects=said in _LEAVES)


def _reply(question: str, answer: str) -> bool | None:
    """Return whether an answer is a yes or a no; a ticked sentence comes back as the sentence itself."""
    found = words(answer)
    plain = " ".join(found) or answer.strip()
    is_short = len(found) < 25
    if plain in _NO | _LEAVES or (found[:1] == ["no"] and is_short):
        return False
    if plain in _YES or (found[:1] == ["yes"] and is_short) or found[:2] == ["i", "agree"]:
        return True
    return True if len(found) > 2 and plain == " ".join(words(question)) else None
