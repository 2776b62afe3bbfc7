"""What is being typed survives until it is saved or thrown away."""

from pathlib import Path

from crm.db.schema import Draft
from crm.workspace import Workspace


def test_a_draft_is_there_after_a_restart(tmp_path: Path) -> None:
    first = Workspace.create(tmp_path / "a.desk")
    first.drafts.save("log", {"text": "met Łukasz", "people": [1, 2]})
    first.drafts.save("log", {"text": "met Łukasz about beds", "people": [1]})
    first.close()
    second = Workspace.open(tmp_path / "a.desk")
    assert second.drafts.load("log") == {"text": "met Łukasz about beds", "people": [1]}
    second.close()


def test_a_discarded_draft_is_gone_and_the_others_stay(workspace: Workspace) -> None:
    workspace.drafts.save("log", {"text": "a"})
    workspace.drafts.save("contact:7", {"text": "b"})
    workspace.drafts.discard("log")
    workspace.drafts.discard("never kept")
    assert workspace.drafts.load("log") is None
    assert [(draft.key, draft.content) for draft in workspace.drafts.all()] == [("contact:7", {"text": "b"})]


def test_a_draft_that_cannot_be_read_is_as_good_as_none(workspace: Workspace) -> None:
    workspace.drafts.save("log", {"text": "a"})
    workspace.store.write_unlogged(Draft.update(content="{half"))
    assert workspace.drafts.load("log") is None
    assert workspace.drafts.all() == []


def test_in_a_read_only_file_nothing_is_kept_and_the_person_is_told(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "a.desk").close()
    reader = Workspace.open(tmp_path / "a.desk", read_only=True)
    notice = reader.drafts.save("log", {"text": "a"})
    assert notice is not None
    assert "not kept" in notice.text
    reader.drafts.discard("log")
    assert reader.drafts.all() == []
    reader.close()


def test_the_trash_and_undo_do_not_touch_drafts(workspace: Workspace) -> None:
    workspace.drafts.save("log", {"text": "a"})
    with workspace.store.action("Add a tag"):
        workspace.store.execute("INSERT INTO tag (name) VALUES ('x')")
    workspace.undo()
    assert workspace.drafts.load("log") == {"text": "a"}
