"""What a saved view of the pipeline shows, in the words of every saved view."""

from typing import Any

from crm.filters import Condition, Filter
from crm.opportunities.records import OpportunityFilter

PAGE = "pipeline"
"""What a saved view of opportunities has for its page."""
_IDS = {"pipeline": "pipeline_id", "sector": "sector_id", "sub_region": "sub_region_id"}
_IDS |= {"organisation": "organisation_id", "contact": "contact_id"}
_FLAGS = ("stale", "no_next_step", "closed")


def to_view(shown: OpportunityFilter) -> Filter:
    """Return a filter of opportunities as a saved view keeps it; `ids` are not kept."""
    found = [(key, getattr(shown, field)) for key, field in _IDS.items()]
    parts = [Condition(key, (value,)) for key, value in found if value is not None]
    parts += [Condition(flag) for flag in _FLAGS if getattr(shown, flag)]
    return Filter(shown.text, parts=tuple(parts))


def of_view(shown: Filter) -> OpportunityFilter:
    """Return the filter of opportunities that a saved view keeps; what it does not know is left out."""
    conditions = {part.field: part.values for part in shown.parts if isinstance(part, Condition)}
    found = {field: next(iter(conditions.get(key, ())), None) for key, field in _IDS.items()}
    facts: dict[str, Any] = {field: value for field, value in found.items() if isinstance(value, int)}
    facts |= {flag: flag in conditions for flag in _FLAGS}
    return OpportunityFilter(text=shown.text, **facts)
