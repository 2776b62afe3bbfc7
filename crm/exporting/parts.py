"""What a contact or an organisation has several of: SQL that gives each record a JSON list, in one query for all."""

from crm.db.derived.summaries import PRIMARY
from crm.db.today import is_current

_MAIN = PRIMARY.format(contact="s.contact_id")

WITH_EXTENSION = "coalesce(e164, typed) || iif(extension = '', '', ' ext. ' || extension)"
"""The number of a row of contact_phone."""

EMAILS = """(SELECT json_group_array(json_array(value, kind, is_primary, state) ORDER BY is_primary DESC, id)
    FROM contact_email WHERE contact_id = s.contact_id)"""
PHONES = """(SELECT json_group_array(json_array(coalesce(e164, typed), kind, extension, typed) ORDER BY id)
    FROM contact_phone WHERE contact_id = s.contact_id)"""
ADDRESSES = """(SELECT json_group_array(json_array(kind, street, town, region, postcode, country) ORDER BY id)
    FROM contact_address WHERE contact_id = s.contact_id)"""
NAMES = """(SELECT json_group_array(json_array(name, kind) ORDER BY id) FROM contact_alias
    WHERE contact_id = s.contact_id)"""
AFFILIATIONS = f"""(SELECT json_group_array(json_array(o.name, a.role, a.department, a.kind, coalesce(a.started, ''),
        coalesce(a.ended, ''), a.is_lead, {is_current("a")}, a.id IS {_MAIN})
        ORDER BY a.id IS {_MAIN} DESC, {is_current("a")} DESC, a.id)
    FROM affiliation a JOIN organisation o ON o.id = a.organisation_id AND o.deleted_at IS NULL
    WHERE a.contact_id = s.contact_id)"""
"""The affiliation that a contact stands for first, then other current ones, then former ones."""

PARENT = "(SELECT name FROM organisation WHERE id = x.parent_id AND deleted_at IS NULL)"
ALIASES = """(SELECT json_group_array(json_object('name', name, 'kind', kind, 'until', until) ORDER BY id)
    FROM organisation_alias WHERE organisation_id = s.organisation_id)"""
DOMAINS = """(SELECT json_group_array(json_object('domain', domain, 'shared', iif(shared, 'yes', '')) ORDER BY id)
    FROM organisation_domain WHERE organisation_id = s.organisation_id)"""
PARTNERSHIPS = """(SELECT json_group_array(json_object('status', status, 'started_on', started_on, 'ended_on', ended_on,
        'agreement', agreement, 'note', note) ORDER BY ended_on IS NOT NULL, id)
    FROM partnership WHERE organisation_id = s.organisation_id)"""


def labels(kind: str, subject: str) -> str:
    """Return the SQL of the names of the tags or themes (`kind`) of a contact or an organisation (`subject`)."""
    return (
        f"(SELECT json_group_array(t.name ORDER BY t.name) FROM {subject}_{kind} l JOIN {kind} t "
        f"ON t.id = l.{kind}_id WHERE l.{subject}_id = s.{subject}_id)"
    )
