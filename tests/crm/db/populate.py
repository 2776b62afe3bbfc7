"""A file with every kind of row in it: the fixture of the tests of migrations, backups, damage and kills."""

import hashlib

from crm.db import schema
from crm.db.store import Store, new_uid

NOW = "2026-05-04T09:00:00Z"


def populate(store: Store, people: int = 30) -> None:
    """Write organisations, people and their history, some in the trash, with every logged table in use."""
    with store.action("Begin"):
        tags = [store.insert(schema.Tag, name=f"tag {n}") for n in range(3)]
        store.insert(schema.SavedView, page="contacts", name="Mine", spec="{}")
        store.insert(schema.Setting, key="text_size", value="110")
        batch = store.insert(
            schema.ImportBatch, file_name="people.csv", format="csv", sha256="0" * 64, imported_at=NOW, counts="{}"
        )
    organisations = [_organisation(store, n, tags[n % 3]) for n in range(max(2, people // 5))]
    for n in range(people):
        _person(store, n, organisations[n % len(organisations)], tags[n % 3], batch)
    for n in range(max(1, people // 5)):
        pitch = _huddle(store, n, 1 + n % people, organisations[0])
        _opportunity(store, n, 1 + n % people, organisations[n % len(organisations)], pitch)
        _introduction(store, n, (1 + n % people, 1 + (n + 1) % people), pitch)
    with store.action("Put a person in the trash"):
        store.execute("UPDATE contact SET deleted_at = ? WHERE id = (SELECT max(id) FROM contact)", (NOW,))


def _organisation(store: Store, n: int, tag: int) -> int:
    with store.action(f"Add organisation {n}"):
        made = store.insert(
            schema.Organisation,
            uid=new_uid(),
            name=f"Trust Nº {n}",
            sector_id=1 + n % 5,
            sub_region_id=1 + n % 4,
            parent_id=1 if n else None,
            created_at=NOW,
        )
        store.insert(schema.OrganisationAlias, organisation_id=made, name=f"T{n}", kind="acronym")
        store.insert(schema.OrganisationDomain, organisation_id=made, domain=f"trust{n}.example")
        store.insert(schema.OrganisationTheme, organisation_id=made, theme_id=1 + n % 5)
        store.insert(schema.OrganisationTag, organisation_id=made, tag_id=tag)
        store.insert(schema.Partnership, organisation_id=made, status="partner", started_on="2021-02")
    return made


def _person(store: Store, n: int, organisation: int, tag: int, batch: int) -> None:
    with store.action(f"Add person {n}"):
        made = store.insert(
            schema.Contact, uid=new_uid(), given_name=f"Siân {n}", family_name=f"Łukasz-{n}", created_at=NOW
        )
        store.insert(schema.ContactAlias, contact_id=made, name=f"Jones {n}")
        store.insert(schema.ContactEmail, contact_id=made, value=f"sian{n}@trust.example", is_primary=1)
        store.insert(schema.ContactPhone, contact_id=made, typed=f"01632 960{n % 1000:03}", e164=f"+441632960{n:03}")
        store.insert(schema.ContactAddress, contact_id=made, town="Warrington")
        store.insert(schema.ContactTheme, contact_id=made, theme_id=1 + n % 5)
        store.insert(schema.ContactTag, contact_id=made, tag_id=tag)
        store.insert(schema.Affiliation, contact_id=made, organisation_id=organisation, role="Director", is_primary=1)
        store.insert(schema.ImportRow, batch_id=batch, line=n, outcome="asked", content="{}", contact_id=made)
    with store.action(f"Log meeting {n}"):
        log_meeting(store, made, organisation, f"Meeting {n}", tag)


def _huddle(store: Store, n: int, contact: int, organisation: int) -> int:
    with store.action(f"Hold huddle {n}"):
        series = store.insert(schema.Series, name=f"Series {n}")
        huddle = store.insert(
            schema.Huddle, uid=new_uid(), series_id=series, title=f"Huddle {n}", starts_at=NOW, ends_at=NOW,
            created_at=NOW, number=1,
        )  # fmt: skip
        came = store.insert(
            schema.Attendance, huddle_id=huddle, contact_id=contact, organisation_id=organisation, starts_at=NOW,
            registration="registered", presence="attended",
        )  # fmt: skip
        store.insert(schema.AttendanceSession, attendance_id=came, joined_at=NOW, left_at=NOW)
        pitch = store.insert(
            schema.Pitch, uid=new_uid(), huddle_id=huddle, topic=f"Pitch {n}", contact_id=contact, created_at=NOW
        )
        store.insert(schema.Hand, pitch_id=pitch, contact_id=contact, kind="can help", created_at=NOW)
        store.insert(schema.CloseOut, huddle_id=huddle, step="thank", done_at=NOW)
        store.insert(schema.Consent, contact_id=contact, purpose_id=1, act="granted", at=NOW, huddle_id=huddle)
    return pitch


def _opportunity(store: Store, n: int, contact: int, organisation: int, pitch: int) -> None:
    """Write an opportunity that was lost, opened again and lost again, with a file; another goes to the trash."""
    with store.action(f"Add opportunity {n}"):
        made, other = (
            store.insert(schema.Opportunity, uid=new_uid(), title=title, stage_id=1, pitch_id=pitch, created_at=NOW)
            for title in (f"Opportunity {n}", f"Other {n}")
        )
        store.insert(
            schema.OpportunityParty, opportunity_id=made, organisation_id=organisation, contact_id=contact, role="lead"
        )
        store.insert(schema.OpportunityTheme, opportunity_id=made, theme_id=1 + n % 5)
        store.update(schema.FollowUp, 1 + n, opportunity_id=made)
        content = bytes((n + place) % 256 for place in range(10_000))
        kept = store.insert(schema.AttachmentContent, sha256=hashlib.sha256(content).hexdigest(), content=content)
        store.insert(
            schema.Attachment, uid=new_uid(), opportunity_id=made, content_id=kept, name=f"Letter {n}.pdf",
            media_type="application/pdf", size=len(content), created_at=NOW,
        )  # fmt: skip
    for stage, reason in ((6, "No budget"), (2, ""), (7, "No time")):
        with store.action(f"Move opportunity {n}"):
            store.update(schema.Opportunity, made, stage_id=stage, lost_reason=reason)
    with store.action(f"Put opportunity {n} in the trash"):
        store.update(schema.Opportunity, other, deleted_at=NOW)


def _introduction(store: Store, n: int, contacts: tuple[int, int], pitch: int) -> None:
    with store.action(f"Introduce {n}"):
        made = store.insert(
            schema.Introduction, uid=new_uid(), reason=f"Reason {n}", pitch_id=pitch, made_on="2026-05-04",
            created_at=NOW,
        )  # fmt: skip
        for contact in contacts:
            store.insert(
                schema.IntroductionParty, introduction_id=made, contact_id=contact, consent="yes", consent_at=NOW
            )
        store.insert(schema.Outcome, introduction_id=made, step="met", reached_on="2026-05-20", created_at=NOW)
        store.insert(schema.Relationship, contact_id=contacts[0], other_id=contacts[1], created_at=NOW)
        need, offer = (
            store.insert(
                schema.NeedOffer, uid=new_uid(), kind=kind, category="data", title=f"Wards {n}", contact_id=contact,
                created_at=NOW,
            )
            for kind, contact in zip(("need", "offer"), contacts, strict=True)
        )  # fmt: skip
        store.insert(schema.NeedOfferTheme, need_offer_id=need, theme_id=1 + n % 5)
        store.insert(
            schema.MatchDecision, need_id=need, offer_id=offer, decision="accepted", introduction_id=made, at=NOW
        )


def log_meeting(store: Store, contact: int, organisation: int | None, subject: str, tag: int | None = None) -> int:
    """Write a meeting with its follow-up, inside an action; return its id."""
    met = store.insert(
        schema.Interaction, uid=new_uid(), kind="meeting", subject=subject, notes="Said " * 20, happened_at=NOW,
        created_at=NOW,
    )  # fmt: skip
    store.insert(
        schema.Participant, interaction_id=met, contact_id=contact, organisation_id=organisation, happened_at=NOW
    )
    if tag is not None:
        store.insert(schema.InteractionTag, interaction_id=met, tag_id=tag)
    store.insert(
        schema.FollowUp, uid=new_uid(), title=f"After {subject}", due_on="2026-06-01", contact_id=contact,
        interaction_id=met, created_at=NOW,
    )  # fmt: skip
    return met
