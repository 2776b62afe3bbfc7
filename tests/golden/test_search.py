"""What a search finds, in which order, why, and how many; and the names that typing offers."""

from crm.workspace import Workspace
from tests.golden.frozen import Answers

_QUERIES = """
zoe|zo|zozo|carver|zoe carver|carver zoe|zoë|o'neill|oneill bronte|seán|sean|o’brien|obrien|żółkiewska|zolkiewska
ravi|shah ravi|nolan|cormac|anna z|dąbrowski|dabrowski|ayse|çelik|mary cole|gwen ellis|ellis-price|castle
acme|acme medical|ami|acme scan|acme imaging ltd|university|univ dee|nhs trust|trust nhs|st elphin's|dee robotics
07700 900456|+447700900456|900456|0151 496|07700|01632 960402|z.carver@acme.example|acme.example|@|zoe.old@ami.example
07654321|X27|CH1 1AB|l1 1aa|liverpool|bolton|preston
scanner|scanner pilot|wards|bed|"ward pilot"|ethics|protocol|slides|funding|advisory board|likes coffee
imaging|#imaging|mentor|speaker|diagnostics|genomics|former: trust|former: zoe
huddle|huddle 42|huddle 41|summer clinic|regulatory|clinic 43
sensor|bed sensor|chest images|reading room|two-trust|wards to test|series a|ward access|tea
professor|chief scientist|founder|nurse lead|director|a|e|s t|zzz|!!|"|  |o'|-|*|ann* OR bob|name:zoe|éàü
"""
_KINDS = (
    "contact", "organisation", "interaction", "follow_up", "huddle", "opportunity", "introduction", "need_offer",
)  # fmt: skip
_OFFERED = ("zo", "zoe", "mary", "acme", "dee", "st", "o'", "żół", "trust", "anna l", "carver z", "i")


def test_a_search_finds_what_it_found(desk: Workspace, answers: Answers) -> None:
    made: dict[str, object] = {}
    for query in (each for line in _QUERIES.strip("\n").splitlines() for each in line.split("|")):
        made[f"“{query}”"] = desk.search.find(query, 12)
        made[f"number of “{query}”"] = " ".join(f"{kind} {count}" for kind, count in desk.search.count(query).items())
    for query in ("zoe", "trust", "castle", "imag"):
        made[f"parties of “{query}”"] = desk.search.parties(query, 8)
        for kind in _KINDS:
            made[f"{kind} of “{query}”"] = [(hit.id, hit.title) for hit in desk.search.find(query, 30, (kind,))]
    answers.check("search", made)


def test_typing_offers_the_same_names(desk: Workspace, answers: Answers) -> None:
    names = desk.entries.names()
    made: dict[str, object] = {}
    for words in _OFFERED:
        made[f"people “{words}”"] = names.people(words)
        made[f"people “{words}” at 1"] = names.people(words, 1)
        made[f"people starting “{words}”"] = names.people_starting(words)
        made[f"organisations “{words}”"] = names.organisations(words)
        made[f"organisations starting “{words}”"] = names.organisations_starting(words)
        made[f"tags “{words}”"] = names.tags(words)
        made[f"tags beginning “{words}”"] = desk.tags.beginning(words)
        made[f"in the trash “{words}”"] = [
            *desk.trash.named("contact", words),
            *desk.trash.named("organisation", words),
        ]
        made[f"organisations meant “{words}”"] = [desk.organisations.match(words), desk.organisations.named(words)]
    for domain in ("acme.example", "ami.example", "mail.ami.example", "nhs.net", "thornbridge.example", "gmail.com"):
        made[f"of {domain}"] = [desk.organisations.of_domain(domain), desk.organisations.match("", f"x@{domain}")]
    answers.check("names", made)
