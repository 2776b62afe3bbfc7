"""The query of the pairs of a need and an offer that may fit, with what each scores, built of parts by name."""

from typing import Any

from peewee import JOIN, SQL, Select, Value, fn

from crm.db.derived.models import ContactSummary
from crm.db.expressions import word
from crm.db.query_builder import at_most, bind
from crm.db.schema import (
    Affiliation,
    Attendance,
    Introduction,
    IntroductionParty,
    MatchDecision,
    NeedOffer,
    NeedOfferTheme,
    Organisation,
)

_THEME, _CATEGORY, _PLACE, _MATURITY, _HUDDLE = 20, 30, 15, 10, 15

_AT_HUDDLE = (Attendance.huddle == bind("huddle")) & (
    (Attendance.registration == "registered") | (Attendance.presence == word("attended"))
)
_THERE_FOR_IT = (
    Attendance.select(Attendance.contact)
    .where(_AT_HUDDLE, Attendance.organisation == NeedOffer.organisation)
    .order_by(Attendance.id)
    .limit(1)
)
_LEAD = (
    Affiliation.select(Affiliation.contact)
    .where(Affiliation.organisation == NeedOffer.organisation, Affiliation.is_lead)
    .limit(1)
)
_ITS_OR_THEIRS = fn.coalesce(NeedOffer.organisation, ContactSummary.organisation_id)
_entry = (
    NeedOffer.select(
        NeedOffer.id.alias("id"),
        NeedOffer.kind.alias("kind"),
        NeedOffer.category.alias("category"),
        _ITS_OR_THEIRS.alias("organisation"),
        fn.coalesce(NeedOffer.sub_region, Organisation.sub_region).alias("place"),
        fn.coalesce(NeedOffer.maturity_from, 1).alias("least"),
        fn.coalesce(NeedOffer.maturity_to, 9).alias("most"),
        (NeedOffer.maturity_from.is_null(False) | NeedOffer.maturity_to.is_null(False)).alias("told"),
        fn.coalesce(NeedOffer.contact, _THERE_FOR_IT, _LEAD).alias("who"),
    )
    .join(ContactSummary, JOIN.LEFT_OUTER, on=(ContactSummary.contact_id == NeedOffer.contact))
    .join(Organisation, JOIN.LEFT_OUTER, on=(Organisation.id == _ITS_OR_THEIRS))
    .where(
        NeedOffer.closed_at.is_null(),
        NeedOffer.deleted_at.is_null(),
        NeedOffer.expires_on.is_null() | (NeedOffer.expires_on >= bind("today")),
    )
    .cte("entry", materialized=True)
)
"""What is open, with whose it is, where, how mature, and who would be introduced."""
_COLUMNS = ("id", "kind", "category", "organisation", "place", "least", "most", "told", "who")
_comes = fn.EXISTS(Attendance.select(SQL("1")).where(_AT_HUDDLE, Attendance.contact == _entry.c.who)).alias("comes")
_here = Select([_entry], [*(getattr(_entry.c, column) for column in _COLUMNS), _comes]).cte("here", materialized=True)


def _of_kind(kind: str, name: str, only: str) -> Any:
    columns = [getattr(_here.c, column) for column in (*_COLUMNS, "comes")]
    of_it = bind(only).is_null() | (_here.c.id == bind(only))
    return Select([_here], columns).where(_here.c.kind == kind, of_it).cte(name, materialized=True)


_asked = _of_kind("need", "asked", "need")
_offered = _of_kind("offer", "offered", "offer")
_themed = (
    NeedOfferTheme.select(NeedOfferTheme.theme, _offered.c.id)
    .from_(_offered)
    .join(NeedOfferTheme, JOIN.CROSS)
    .where(NeedOfferTheme.need_offer == _offered.c.id)
    .cte("themed", materialized=True)
)
_shared = (
    NeedOfferTheme.select(_asked.c.id.alias("need"), _themed.c.id.alias("offer"), fn.count(SQL("*")).alias("themes"))
    .from_(_asked)
    .join(NeedOfferTheme, JOIN.CROSS)
    .join(_themed, JOIN.CROSS)
    .where(NeedOfferTheme.need_offer == _asked.c.id, _themed.c.theme_id == NeedOfferTheme.theme)
    .group_by(_asked.c.id, _themed.c.id)
    .cte("shared", materialized=True)
)
_FIT = (
    (_asked.c.organisation.is_null() | (_asked.c.organisation != fn.coalesce(_offered.c.organisation, -1))),
    (_offered.c.who.is_null() | (fn.coalesce(_asked.c.who, -1) != _offered.c.who)),
    _asked.c.least <= _offered.c.most,
    _offered.c.least <= _asked.c.most,
    ~bind("only") | (_asked.c.comes & _offered.c.comes),
)
_FACTS = (
    fn.coalesce(_asked.c.place == _offered.c.place, 0).alias("near"),
    (_asked.c.told & _offered.c.told).alias("ripe"),
    (_asked.c.comes & _offered.c.comes).alias("meet"),
    _asked.c.who.alias("asks"),
    _offered.c.who.alias("gives"),
)
_SHARES_A_THEME = fn.EXISTS(
    Select([_shared], [SQL("1")]).where(_shared.c.need == _asked.c.id, _shared.c.offer == _offered.c.id)
)
_OF_CATEGORY = (
    Select(
        [_asked],
        [
            _asked.c.id.alias("need"),
            _offered.c.id.alias("offer"),
            Value(0).alias("themes"),
            Value(_CATEGORY).alias("alike"),
            *_FACTS,
        ],
    )
    .join(_offered, on=(_offered.c.category == _asked.c.category))
    .where(*_FIT, ~_SHARES_A_THEME)
)
_OF_THEMES = (
    Select(
        [_shared],
        [
            _asked.c.id,
            _offered.c.id,
            _shared.c.themes,
            (_asked.c.category == _offered.c.category) * _CATEGORY,
            *_FACTS,
        ],
    )
    .join(_asked, on=(_asked.c.id == _shared.c.need))
    .join(_offered, on=(_offered.c.id == _shared.c.offer))
    .where(*_FIT)
)
_pair = (_OF_CATEGORY + _OF_THEMES).cte("pair")
_SCORE = (
    fn.min(_pair.c.themes, 3) * _THEME
    + _pair.c.alike
    + _pair.c.near * _PLACE
    + _pair.c.ripe * _MATURITY
    + _pair.c.meet * _HUDDLE
).alias("score")
_DECIDED = MatchDecision.select(SQL("1")).where(
    MatchDecision.need == _pair.c.need, MatchDecision.offer == _pair.c.offer
)
_best = (
    Select(
        [_pair],
        [*(getattr(_pair.c, column) for column in ("need", "offer", "near", "ripe", "meet", "asks", "gives")), _SCORE],
    )
    .where(~fn.EXISTS(_DECIDED))
    .order_by(_SCORE.desc(), _pair.c.need, _pair.c.offer)
    .limit(at_most("limit"))
    .cte("best")
)
_Other = IntroductionParty.alias()
_INTRODUCED = (
    IntroductionParty.select(SQL("1"))
    .join(
        _Other,
        on=((_Other.introduction == IntroductionParty.introduction) & (_Other.contact == _best.c.gives)),
    )
    .join(
        Introduction,
        on=((Introduction.id == IntroductionParty.introduction) & Introduction.deleted_at.is_null()),
    )
    .where(IntroductionParty.contact == _best.c.asks)
)
PAIRS = Select(
    [_best],
    [
        *(getattr(_best.c, column) for column in ("need", "offer", "near", "ripe", "meet", "asks", "gives", "score")),
        fn.EXISTS(_INTRODUCED).alias("introduced"),
    ],
).with_cte(_entry, _here, _asked, _offered, _themed, _shared, _pair, _best)
"""The best of which nothing was decided: of one `need` or `offer`, or of all; with `only`, both come to `huddle`."""
