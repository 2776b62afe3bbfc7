"""A board of 2,000 cards: read, filtered, a card moved; beside one plain query of the same rows, and a row written."""

from functools import partial

from crm.followups import FollowUpDraft
from crm.opportunities import OpportunityDraft, OpportunityFilter, PartyDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.benchmarks import board_window
from tests.benchmarks.material import Material
from tests.benchmarks.measuring import Ceiling, Figure, compared, in_turns, timed
from tests.benchmarks.saving import Raw

CARDS, PARTIES, ORGANISATIONS = 2_000, 3, 60
OPEN, MOVE = Ceiling(at_most=0.05), Ceiling(at_most=0.05)


def figures(material: Material, size: int, rounds: int) -> list[Figure]:
    """Return the figures of one pipeline with 2,000 opportunities of three parties each; two of three have a step."""
    path = material.folder / "board.desk"
    path.unlink(missing_ok=True)  # of the run before, which moved its cards
    workspace = Workspace.create(path)
    raw = Raw(material.folder / "raw-board.db")
    try:
        stages = [stage.id for stage in workspace.pipelines.get(None).stages]
        _fill(workspace, stages)
        service, pipeline = workspace.opportunities, workspace.pipelines.get(None).id
        plain = partial(workspace.store.rows, "SELECT * FROM opportunity ORDER BY stage_id, position")
        board = compared(partial(service.rows, OpportunityFilter(pipeline)), plain, rounds)
        found = compared(partial(service.rows, OpportunityFilter(pipeline, "card 17")), plain, rounds)
        turn = iter(service.rows(OpportunityFilter(pipeline)))

        def move() -> float:
            row = next(turn)
            to = stages[(stages.index(row.stage_id) + 1) % len(stages)]
            return timed(lambda: service.move(row.id, to, 0))

        moved = in_turns(move, lambda: timed(raw.row), rounds)
        funnel = compared(partial(service.forecasts.funnel, pipeline), plain, rounds)
    finally:
        workspace.close()
        raw.close()
    seen = board_window.figures(workspace.path, CARDS, rounds)
    return [
        Figure(f"board of {CARDS:,} cards read", size, *board, OPEN),
        Figure("the same by a text", size, *found, OPEN),
        Figure("a card moved to the top of another column", size, *moved, MOVE),
        Figure("the funnel of its moves", size, *funnel, OPEN),
        *seen,
    ]


def _fill(workspace: Workspace, stages: list[int]) -> None:
    with workspace.store.action("Fill the board"):
        places = [workspace.organisations.create(OrganisationDraft(f"Place {n}")) for n in range(ORGANISATIONS)]
        for number in range(CARDS):
            parties = tuple(
                PartyDraft("partner" if each else "lead", places[(number * 7 + each) % ORGANISATIONS])
                for each in range(PARTIES)
            )
            draft = OpportunityDraft(
                f"Card {number}", stages[number % len(stages)], value_pence=number * 1_000_00, parties=parties
            )
            made = workspace.opportunities.create(draft)
            if number % 3:
                workspace.followups.add(FollowUpDraft(f"Step {number}", opportunity_id=made))
