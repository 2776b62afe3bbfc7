"""What the sample network steers: opportunities by pipeline, each with its value and who it takes.

A line: title, value in thousands of pounds (None: not known), the sectors of its parties with their roles, and how it
stands: a number of open stages gone through (from 1), or how it ended.
"""

import msgspec

INDUSTRY, ACADEMIA, PUBLIC, INVESTOR, FOUNDER = "Industry", "Academia", "Public sector", "Investor", "Entrepreneur"


class Case(msgspec.Struct, frozen=True):
    """An opportunity of the sample: `reached` open stages, then the stage that ends it, if any, and why."""

    pipeline: str
    title: str
    thousands: int | None
    parties: tuple[tuple[str, str], ...]
    reached: int
    end: str = ""
    reason: str = ""
    gap: str = ""


_JOINT = (("lead", INDUSTRY), ("partner", ACADEMIA), ("adopter", PUBLIC))
_BID = (("lead", ACADEMIA), ("partner", INDUSTRY), ("partner", PUBLIC), ("supporter", PUBLIC))
_ROUND = (("lead", FOUNDER), ("funder", INVESTOR))
_PILOT = (("lead", FOUNDER), ("adopter", PUBLIC))
_JOINING = (("lead", INDUSTRY),)

CASES: tuple[Case, ...] = (
    Case("Collaboration", "Imaging pilot: two-trust study", 180, _JOINT, 2),
    Case("Collaboration", "Falls sensor in care homes", 65, _JOINT, 1, gap="adopter"),
    Case("Collaboration", "Reusable gown trial, second site", 40, (("lead", PUBLIC), ("partner", INDUSTRY)), 3),
    Case("Collaboration", "Synthetic data sandbox", 90, (("lead", PUBLIC), ("partner", ACADEMIA)), 2, gap="partner"),
    Case("Collaboration", "Point-of-care sepsis test", 210, _JOINT, 4),
    Case("Collaboration", "Ward-round robot trial", 120, (("lead", INDUSTRY), ("adopter", PUBLIC)), 1),
    Case("Collaboration", "Shared usability lab", 75, (("lead", ACADEMIA), ("partner", INDUSTRY)), 4, "Won"),
    Case("Collaboration", "Remote wound imaging", 45, _JOINT, 3, "Lost", "The trust chose a supplier it has already."),
    Case("Collaboration", "Voice notes for community nurses", None, _JOINT, 1),
    Case("Funding bid", "Frailty innovation bid", 480, _BID, 3, gap="supporter"),
    Case("Funding bid", "Regional imaging network", 2_400, _BID, 4),
    Case("Funding bid", "Antimicrobial stewardship call", 650, _BID, 2, gap="adopter"),
    Case("Funding bid", "Digital mental health accelerator", 320, _BID, 1),
    Case("Funding bid", "Clinical AI assurance hub", 1_150, _BID, 4, "Won"),
    Case("Funding bid", "Net zero theatres", 275, _BID, 4, "Lost", "Scored 71; the line was at 74."),
    Case("Funding bid", "Rural diagnostics demonstrator", 540, _BID, 2, "Parked", "The call moved to next spring."),
    Case("Investment", "Seed round for a wearable", 750, _ROUND, 2),
    Case("Investment", "Diagnostics shortlist for a fund", 1_200, _ROUND, 1),
    Case("Investment", "Series A, robotics", 3_500, _ROUND, 3),
    Case("Investment", "Bridge loan before certification", 150, _ROUND, 4, "Won"),
    Case("Investment", "Angel syndicate for a sleep app", 200, _ROUND, 2, "Lost", "Too early for this syndicate."),
    Case("Adoption", "Virtual ward platform", 310, _PILOT, 3),
    Case("Adoption", "Care-home vitals hub", 150, _PILOT, 2, gap="adopter"),
    Case("Adoption", "Rehab exoskeleton evaluation", 75, (("lead", INDUSTRY), ("adopter", PUBLIC)), 1),
    Case("Adoption", "Theatre scheduling tool", 95, _PILOT, 4, "Won"),
    Case("Adoption", "Frailty sensor kit", 60, _PILOT, 3, "Lost", "The pilot showed too many false alarms."),
    Case("Recruiting a partner", "A contract manufacturer joins", 25, _JOINING, 3),
    Case("Recruiting a partner", "A teaching hospital joins", 25, (("lead", PUBLIC),), 2),
    Case("Recruiting a partner", "A second investor network", 15, (("lead", INVESTOR),), 1),
    Case("Recruiting a partner", "The robotics institute joins", 25, (("lead", ACADEMIA),), 4, "Won"),
)

STEPS = (
    "Ring about the draft agreement",
    "Send the consortium the timetable",
    "Ask for the letter of support",
    "Agree who writes which part",
    "Find a date with the clinical lead",
    "Send the term sheet on",
    "Ask procurement about the framework",
    "Bring the data protection leads together",
)
NOTES = (
    "Met at a huddle; both sides want it before the summer.",
    "The clinical lead is keen, the budget holder is not named yet.",
    "Depends on the information governance sign-off.",
    "",
)
