"""Undo and redo step by step: after each one every table is as it was before or after that action."""

from collections.abc import Callable
from datetime import date
from typing import Any

from crm.contacts import ContactDraft, Email
from crm.db.dump import logical_dump
from crm.followups import FollowUpDraft
from crm.interactions import InteractionDraft, Party
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.crm.db.test_derived import state as read_off


def state(workspace: Workspace) -> dict[str, Any]:
    """Return every logged table and all that lists and the search read."""
    return {**logical_dump(workspace.store.connection()), **read_off(workspace.store)}


def actions(workspace: Workspace) -> list[Callable[[], object]]:
    """Return twelve actions of a working day, of as many kinds."""
    acme = workspace.organisations.create(OrganisationDraft("Acme Imaging"))
    ada, bob, cara = (
        workspace.contacts.create(
            ContactDraft(given, "Moor", emails=(Email(f"{given}@moor.example"),), organisation_id=acme, tags=("old",))
        )
        for given in ("Ada", "Bob", "Cara")
    )
    weekly = workspace.followups.add(FollowUpDraft("Ring Ada", date(2026, 5, 20), repeat="FREQ=WEEKLY", contact_id=ada))
    tags = workspace.tags

    def tag(name: str) -> int:
        return next(each.id for each in tags.all() if each.name == name)

    return [
        lambda: workspace.contacts.bulk_tag([ada, bob], add=("imaging", "funder"), remove=("old",)),
        lambda: tags.rename(tag("imaging"), "Scans"),
        lambda: tags.merge(tag("funder"), tag("Scans")),
        lambda: workspace.organisations.rename(acme, "Apex Scans", "2026-05"),
        lambda: workspace.contacts.edit(ada, family_name="Moor-Hart", about="Collects maps"),
        lambda: workspace.trash.put("contact", [bob, cara]),
        lambda: workspace.trash.restore("contact", [bob]),
        lambda: workspace.followups.done([weekly], "Rang"),
        lambda: workspace.followups.undone([weekly]),
        lambda: workspace.interactions.log(InteractionDraft(date(2026, 5, 1), subject="Pilot", parties=(Party(ada),))),
        lambda: workspace.trash.put("organisation", [acme]),
        lambda: workspace.contacts.set_emails(ada, (Email("ada@hart.example", is_primary=True),)),
    ]


def test_twelve_actions_are_undone_and_done_again_one_by_one_table_by_table(workspace: Workspace) -> None:
    todo = actions(workspace)
    states = [state(workspace)]
    for act in todo:
        act()
        states.append(state(workspace))
        assert states[-1] != states[-2]
    labels = []
    for before in reversed(states[:-1]):
        labels.append(workspace.undo())
        assert state(workspace) == before
    for after, label in zip(states[1:], reversed(labels), strict=True):
        assert workspace.redo() == label
        assert state(workspace) == after
    assert None not in labels
    assert len(labels) == 12
    assert workspace.redo() is None


def test_a_new_action_ends_redoing_and_the_steps_before_it_stay(workspace: Workspace) -> None:
    todo = actions(workspace)
    for act in todo[:4]:
        act()
    kept = state(workspace)
    todo[4]()
    workspace.undo()
    workspace.tags.create("new")
    assert workspace.redo() is None
    workspace.undo()
    assert state(workspace) == kept
