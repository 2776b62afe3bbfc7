"""Which columns of which tables the sample writes."""

from crm.db.bulk import BulkWriter
from crm.db.store import Store

_COLUMNS: dict[str, tuple[str, ...]] = {
    "tag": ("id", "name", "description"),
    "organisation": ("id", "uid", "name", "short_name", "sector_id", "sub_region_id", "parent_id", "website", "phone",
                     "street",
                     "town", "postcode", "country", "about", "company_number", "ods_code", "created_at"),
    "organisation_alias": ("id", "organisation_id", "name", "kind", "until"),
    "organisation_domain": ("id", "organisation_id", "domain", "shared"),
    "organisation_theme": ("id", "organisation_id", "theme_id"),
    "organisation_tag": ("id", "organisation_id", "tag_id"),
    "partnership": ("id", "organisation_id", "status", "started_on", "ended_on", "agreement", "note"),
    "contact": ("id", "uid", "title", "given_name", "family_name", "suffix", "preferred_name", "pronouns",
                "linkedin_url",
                "birthday", "about", "cadence_aim", "cadence_limit", "active", "created_at"),
    "contact_alias": ("id", "contact_id", "name", "kind"),
    "contact_email": ("id", "contact_id", "value", "kind", "is_primary", "state"),
    "contact_phone": ("id", "contact_id", "e164", "typed", "extension", "kind"),
    "contact_theme": ("id", "contact_id", "theme_id"),
    "contact_tag": ("id", "contact_id", "tag_id"),
    "affiliation": ("id", "contact_id", "organisation_id", "role", "department", "kind", "is_primary", "is_lead",
                    "started",
                    "ended", "is_current"),
    "interaction": ("id", "uid", "kind", "direction", "subject", "notes", "happened_at", "has_time", "duration_minutes",
                    "place", "status", "created_at"),
    "participant": ("id", "interaction_id", "contact_id", "organisation_id", "happened_at"),
    "interaction_tag": ("id", "interaction_id", "tag_id"),
    "series": ("id", "name", "cadence", "threshold_minutes"),
    "huddle": ("id", "uid", "series_id", "title", "starts_at", "ends_at", "format", "venue", "join_link", "capacity",
               "status", "headcount", "pitch_slots", "number", "locked_at", "created_at"),
    "attendance": ("id", "huddle_id", "contact_id", "organisation_id", "starts_at", "registration", "presence",
                   "by_lock", "checked_in_at", "minutes", "mode", "source"),
    "attendance_session": ("id", "attendance_id", "joined_at", "left_at"),
    "pitch": ("id", "uid", "huddle_id", "kind", "position", "minutes", "topic", "contact_id", "organisation_id",
              "delivered", "may_publish", "created_at"),
    "hand": ("id", "pitch_id", "contact_id", "organisation_id", "kind", "note", "settled_at", "created_at"),
    "close_out": ("id", "huddle_id", "step", "done_at"),
    "opportunity": ("id", "uid", "title", "stage_id", "position", "value_pence", "deadline", "expected_close", "source",
                    "huddle_id", "pitch_id", "notes", "created_at"),
    "opportunity_party": ("id", "opportunity_id", "organisation_id", "contact_id", "role", "share", "letter",
                          "sub_region_id"),
    "introduction": ("id", "uid", "reason", "source", "made_on", "created_at"),
    "introduction_party": ("id", "introduction_id", "contact_id", "organisation_id", "consent", "consent_at"),
    "outcome": ("id", "introduction_id", "step", "reached_on", "created_at"),
    "need_offer": ("id", "uid", "kind", "category", "title", "contact_id", "organisation_id", "maturity_from",
                   "maturity_to", "expires_on", "confidential", "created_at"),
    "need_offer_theme": ("id", "need_offer_id", "theme_id"),
    "follow_up": ("id", "uid", "title", "notes", "owed_by", "due_on", "due_time", "snoozed_until", "repeat", "priority",
                  "done_at", "dropped_at", "result", "contact_id", "organisation_id", "interaction_id", "created_at",
                  "huddle_id", "pitch_id", "opportunity_id", "introduction_id"),
}  # fmt: skip


class Writer(BulkWriter):
    """Writes the sample."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, _COLUMNS)
        self.store = store
