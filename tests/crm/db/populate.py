"""A file with every kind of row in it: the fixture of the tests of migrations, backups, damage and kills."""

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
