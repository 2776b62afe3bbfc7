"""Interactions with their participants, and follow-ups."""

from peewee import SQL, Check, IntegerField, TextField

from crm.db.schema.allowed import INTERACTION_KINDS, INTERACTION_STATUSES
from crm.db.schema.base import Table, day, flag, moment, number, one_of, owned_by, refers_to, text
from crm.db.schema.huddles import Huddle, Pitch
from crm.db.schema.introductions import Introduction
from crm.db.schema.organisations import Organisation
from crm.db.schema.people import Contact
from crm.db.schema.pipelines import Opportunity
from crm.db.schema.reference import Tag


class Interaction(Table):
    """Something that happened, or a planned meeting.

    `happened_at` is UTC; where only the day is known `has_time` is 0 and the moment is noon in Europe/London.
    """

    uid = TextField(unique=True)
    kind = TextField()
    direction = text()
    subject = text()
    notes = text()
    happened_at = TextField(index=True)
    has_time = flag()
    duration_minutes = IntegerField(null=True)
    place = text()
    status = TextField(default="held", constraints=[SQL("DEFAULT 'held'")])
    created_at = moment(null=False)
    deleted_at = moment()
    huddle = refers_to(Huddle, index=False)

    class Meta:
        constraints = [
            one_of("kind", *INTERACTION_KINDS),
            one_of("direction", "", "in", "out"),
            one_of("status", *INTERACTION_STATUSES),
        ]


Interaction.add_index(
    Interaction.index(Interaction.huddle, name="interaction_huddle").where(SQL("huddle_id IS NOT NULL"))
)


class Participant(Table):
    """A contact, or an organisation alone, in an interaction, with the organisation they stood for that day.

    `happened_at` repeats the interaction's moment (a trigger keeps it), so that a history is one index scan.
    """

    interaction = owned_by(Interaction)
    contact = refers_to(Contact, index=False)
    organisation = refers_to(Organisation, index=False)
    happened_at = TextField()

    class Meta:
        constraints = [Check("contact_id IS NOT NULL OR organisation_id IS NOT NULL")]
        indexes = ((("contact", "happened_at"), False), (("organisation", "happened_at"), False))


Participant.add_index(
    Participant.index(Participant.interaction, Participant.contact, unique=True, name="participant_person").where(
        SQL("contact_id IS NOT NULL")
    )
)
Participant.add_index(
    Participant.index(
        Participant.interaction, Participant.organisation, unique=True, name="participant_organisation"
    ).where(SQL("contact_id IS NULL"))
)


class InteractionTag(Table):
    interaction = owned_by(Interaction, index=False)
    tag = owned_by(Tag)

    class Meta:
        indexes = ((("interaction", "tag"), True),)


class FollowUp(Table):
    """Something to do by a date, owed by us or owed to us, about any of a contact, organisation, interaction,
    huddle, pitch, opportunity, introduction.
    """

    uid = TextField(unique=True)
    title = TextField()
    notes = text()
    owed_by = TextField(default="us", constraints=[SQL("DEFAULT 'us'")])
    due_on = day()
    due_time = TextField(null=True)
    snoozed_until = day()
    repeat = text()
    repeat_from = TextField(default="due", constraints=[SQL("DEFAULT 'due'")])
    priority = number()
    done_at = moment()
    dropped_at = moment()
    result = text()
    contact = refers_to(Contact)
    organisation = refers_to(Organisation)
    interaction = refers_to(Interaction)
    created_at = moment(null=False)
    deleted_at = moment()
    huddle = refers_to(Huddle, index=False)
    pitch = refers_to(Pitch, index=False)
    opportunity = refers_to(Opportunity, index=False)
    introduction = refers_to(Introduction, index=False)
    follows = refers_to("self", index=False)

    class Meta:
        constraints = [
            one_of("owed_by", "us", "them"),
            one_of("repeat_from", "due", "completion"),
            Check("priority BETWEEN -1 AND 1"),
            Check("trim(title) <> ''"),
            Check("done_at IS NULL OR dropped_at IS NULL"),
        ]


FollowUp.add_index(
    FollowUp.index(FollowUp.due_on, name="follow_up_open").where(
        SQL("done_at IS NULL AND dropped_at IS NULL AND deleted_at IS NULL")
    )
)
FollowUp.add_index(FollowUp.index(FollowUp.huddle, name="follow_up_huddle").where(SQL("huddle_id IS NOT NULL")))
FollowUp.add_index(FollowUp.index(FollowUp.pitch, name="follow_up_pitch").where(SQL("pitch_id IS NOT NULL")))
FollowUp.add_index(
    FollowUp.index(FollowUp.opportunity, name="follow_up_opportunity").where(SQL("opportunity_id IS NOT NULL"))
)
FollowUp.add_index(
    FollowUp.index(FollowUp.introduction, name="follow_up_introduction").where(SQL("introduction_id IS NOT NULL"))
)
FollowUp.add_index(FollowUp.index(FollowUp.follows, name="follow_up_follows").where(SQL("follows_id IS NOT NULL")))
