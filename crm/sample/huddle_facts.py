"""What is pitched at the huddles of the sample network, where they are held, and what hands say.

Slots: {org} the presenter's organisation, {other} another one, {theme} a field, {n} a small number, {k} thousands of
pounds, {month}.
"""

VENUES = ("Vanguard House, Daresbury", "Ridge Hall, Lancaster", "The Oglesby Room, Liverpool", "Citylabs, Manchester")

PITCHES: tuple[tuple[str, str], ...] = (
    ("news", "First {n} patients on the {theme} study"),
    ("news", "What the pilot with {other} showed"),
    ("news", "{org} opens its simulation suite"),
    ("news", "Our device is on the framework"),
    ("news", "A new lead for {theme}"),
    ("news", "Readmissions down: the draft report"),
    ("news", "Synthetic extract of {n} wards is ready"),
    ("news", "The reusable gown trial in numbers"),
    ("news", "Seven months of virtual ward beds"),
    ("news", "Back from the trade visit"),
    ("ask", "A test bed for {theme}, six weeks"),
    ("ask", "Two reference customers, please"),
    ("ask", "A clinical safety officer, one day a month"),
    ("ask", "Patients for a panel on {theme}"),
    ("ask", "A second site for the sepsis study"),
    ("ask", "{n} care homes for a falls sensor"),
    ("ask", "Somebody who has sold to a trust"),
    ("ask", "A moulder for a hundred units"),
    ("ask", "Clinicians to read a hazard log"),
    ("ask", "Half a health economist"),
    ("offer", "Trust data sandbox"),
    ("offer", "Clean room on the second shift"),
    ("offer", "Bench space for two from {month}"),
    ("offer", "Twelve weeks of a data student"),
    ("offer", "Free usability hour with carers"),
    ("offer", "An analyser that stands idle on Fridays"),
    ("offer", "Mentors for first-time founders"),
    ("offer", "{n} places on the hands-on course"),
    ("offer", "Samples for validation, with consent"),
    ("offer", "Templates that passed DTAC"),
    ("opportunity", "Innovation fund, stage two: £{k}k"),
    ("opportunity", "Bid with {other}, due in {month}"),
    ("opportunity", "Procurement round for {theme}"),
    ("opportunity", "Mission to Copenhagen in {month}"),
    ("opportunity", "Seed round of £{k}k, a third committed"),
    ("opportunity", "Challenge prize for {theme}"),
    ("opportunity", "Framework opens for new suppliers"),
    ("opportunity", "Fellowships for clinicians"),
)

REGULATORY = (
    ("news", "What changed in the guidance on software"),
    ("news", "Clinical safety cases: three that passed"),
    ("ask", "Who has been through the notified body?"),
    ("news", "Post-market plans in plain words"),
    ("offer", "A reader for your intended purpose"),
    ("opportunity", "Airlock places for {theme}"),
)

HAND_NOTES: dict[str, tuple[str, ...]] = {
    "interested": ("", "", "Send me the slides.", "For our {theme} group.", "After {month}, please."),
    "can help": (
        "We have a nurse with the time.",
        "Did the same last year.",
        "Can lend the kit.",
        "Knows the right desk.",
    ),
    "wants an introduction": ("To their clinical lead.", "To whoever holds the data.", "Before the bid closes.", ""),
    "question": ("Who is the controller?", "Does it need wireless?", "What does it cost in year two?"),
}
HAND_STEPS = {
    "interested": "Send {who} the slides of “{topic}”",
    "can help": "Put {who} in touch about “{topic}”",
    "wants an introduction": "Introduce {who}: “{topic}”",
    "question": "Get {who} an answer on “{topic}”",
}
