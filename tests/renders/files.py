"""The files that pages are painted of: empty, a sample network, and that with very long or right-to-left names."""

from pathlib import Path

from msgspec.structs import replace

from crm.opportunities import OpportunityDraft, PartyDraft
from crm.sample import make_sample
from crm.workspace import Workspace

LONG_GIVEN = "Wolfgangamadeusmaximilianalexander Bartholomew Theophilus"
LONG_FAMILY = "Featherstonehaugh-Cholmondeley-Wolfeschlegelsteinhausenbergerdorff"
LONG_NAME = "The Lancashire and South Cumbria Collaborative for Digitallyenabledpersonalisedpreventivemedicine and Care"
HEBREW_GIVEN, HEBREW_FAMILY, ARABIC_NAME = "נועה", "בן־דוד", "مجموعة الابتكار الصحي"


def write(content: str, path: Path) -> None:
    """Write the file of a content at a path and close it."""
    workspace = Workspace.create(path)
    try:
        if content != "empty":
            make_sample(workspace.store, contacts=60, interactions=100)
            steer(workspace)
        if content == "long":
            rename(workspace, LONG_GIVEN, LONG_FAMILY, LONG_NAME)
        elif content == "right to left":
            rename(workspace, HEBREW_GIVEN, HEBREW_FAMILY, ARABIC_NAME)
    finally:
        workspace.close()


def steer(workspace: Workspace) -> None:
    """Put opportunities of every kind on the board: of many parties, with a gap, closed."""
    lead, other = (each.id for each in workspace.organisations.page(limit=2))
    parties = (
        PartyDraft("lead", lead),
        PartyDraft("partner", other, share=30, letter="requested"),
        PartyDraft("funder"),
    )
    for number, stage in enumerate(workspace.pipelines.get(None).stages):
        draft = OpportunityDraft(f"Imaging pilot {number}", stage.id, 180_000_00 * number, parties=parties)
        workspace.opportunities.create(draft)


def rename(workspace: Workspace, given: str, family: str, name: str) -> None:
    """Give everybody and everything these names."""
    with workspace.store.action("Rename all"):
        for contact in workspace.contacts.page(limit=100):
            workspace.contacts.edit(contact.id, given_name=given, family_name=family, former_name=False)
        for organisation in workspace.organisations.page(limit=100):
            workspace.organisations.edit(organisation.id, name=f"{name} {organisation.id}")
        for opportunity in workspace.opportunities.rows():
            workspace.opportunities.edit(opportunity.id, title=f"{name} {opportunity.id}")
        for introduction in workspace.introductions.rows():
            draft = replace(introduction.draft(), reason=f"{name} {introduction.id}")
            workspace.introductions.edit(introduction.id, draft)
        for view in workspace.views.all():
            workspace.views.rename(view.id, f"{name} {view.id}")
