"""The invented organisations of the sample network, sixty of them by hand, and the words that make up more."""

import msgspec

CHESHIRE, MANCHESTER, LANCASHIRE, LIVERPOOL, OUTSIDE = (
    "Cheshire and Warrington",
    "Greater Manchester",
    "Lancashire",
    "Liverpool City Region",
    "Outside the area",
)
INDUSTRY, ACADEMIA, PUBLIC, INVESTOR, ENTREPRENEUR = (
    "Industry",
    "Academia",
    "Public sector",
    "Investor",
    "Entrepreneur",
)
MEDTECH, DIGITAL, DIAGNOSTICS, PHARMA, PRECISION, IMAGING, DATA, AGEING, INFECTION, MIND = range(10)
"""Themes by their position."""

NHS_SHARED = "nhsmail.example"


class OrganisationFact(msgspec.Struct, frozen=True):
    """One invented organisation; `weight` says how many of the people are there, `themes` are positions."""

    name: str
    sector: str
    sub_region: str
    town: str
    outward: str
    domain: str
    weight: int
    themes: tuple[int, ...]
    about: str
    short_name: str = ""
    aliases: tuple[tuple[str, str], ...] = ()
    parent: str = ""


_F = OrganisationFact

FACTS: tuple[OrganisationFact, ...] = (
    _F("Sandstone Ridge Science Campus", PUBLIC, CHESHIRE, "Daresbury", "WA4", "sandstoneridge.example", 9, (0, 1, 6),
       "Hosts the cluster. Laboratories, offices and the lecture theatre where the huddles are held.",
       "Sandstone Ridge", (("Ridgeway Research Park", "former"),)),
    _F("University of Thornbridge", ACADEMIA, MANCHESTER, "Manchester", "M13", "thornbridge.example", 12, (2, 4, 6),
       "The other founding partner: medical school, engineering, and a busy knowledge exchange office.",
       "Thornbridge", (("UoT", "acronym"),)),
    _F("Thornbridge School of Medicine", ACADEMIA, MANCHESTER, "Manchester", "M13", "med.thornbridge.example", 6,
       (4, 2), "Clinical academics and the trials unit.", "", (), "University of Thornbridge"),
    _F("Irwell Valley University Hospitals NHS Foundation Trust", PUBLIC, MANCHESTER, "Salford", "M6",
       "irwellvalley.nhs.example", 12, (1, 2, 5), "Two acute sites and a test-bed ward for connected devices.",
       "Irwell Valley", (("IVUH", "acronym"), ("Salford and Swinton Hospitals", "former"))),
    _F("Mersey Reach University Hospitals NHS Foundation Trust", PUBLIC, LIVERPOOL, "Liverpool", "L7",
       "merseyreach.nhs.example", 12, (0, 5, 8), "Largest trust in the network; innovation team of five.",
       "Mersey Reach", (("MRUH", "acronym"), ("Edge Lane Hospitals", "former"))),
    _F("Ribble and Wyre Hospitals NHS Foundation Trust", PUBLIC, LANCASHIRE, "Preston", "PR2",
       "ribblewyre.nhs.example", 9, (7, 1), "Acute and community services; keen on virtual wards.",
       "Ribble and Wyre", (("RWH", "acronym"),)),
    _F("Weaver Vale Community Health NHS Trust", PUBLIC, CHESHIRE, "Northwich", "CW9", "weavervale.nhs.example", 6,
       (7, 0), "Community nursing, podiatry and wound clinics.", "Weaver Vale"),
    _F("Pennine Edge Mental Health NHS Foundation Trust", PUBLIC, MANCHESTER, "Oldham", "OL1",
       "pennineedge.nhs.example", 6, (9, 1), "Mental health and learning disability services.", "Pennine Edge"),
    _F("Lune Bay Health and Care Partnership", PUBLIC, LANCASHIRE, "Lancaster", "LA1", "lunebay.nhs.example", 5,
       (7, 6), "Plans services for the north of the county; holds the innovation fund.", "Lune Bay",
       (("Morecambe Sands Commissioning Group", "former"),)),
    _F("Mersey Gateway Integrated Care Board", PUBLIC, LIVERPOOL, "Runcorn", "WA7", "merseygateway.nhs.example", 5,
       (1, 7), "Commissioner for the city region and Halton.", "Mersey Gateway", (("MGICB", "acronym"),)),
    _F("St Elphin's Hospital NHS Trust", PUBLIC, CHESHIRE, "Warrington", "WA5", "stelphins.nhs.example", 6, (2, 5),
       "District general hospital; strong pathology department.", "St Elphin's", (("Warrington Borough Hospital",
       "former"),)),
    _F("Kinder Scout Primary Care Federation", PUBLIC, MANCHESTER, "Stockport", "SK1", "kinderscout.nhs.example", 4,
       (1, 7), "Thirty-one practices sharing a research nurse team."),
    _F("Calder Metropolitan University", ACADEMIA, LANCASHIRE, "Burnley", "BB11", "caldermet.example", 7, (0, 1),
       "Applied engineering, nursing, and a prototype workshop open to small firms.", "Calder Met", (("CMU",
       "acronym"), ("Calder Polytechnic", "former"))),
    _F("University of the Dee", ACADEMIA, CHESHIRE, "Chester", "CH1", "dee.example", 6, (7, 9),
       "Health sciences and an ageing research centre.", "Dee", (("Dee College", "former"),)),
    _F("Exchange Dock University", ACADEMIA, LIVERPOOL, "Liverpool", "L3", "exchangedock.example", 7, (8, 3),
       "Infection biology and a pilot line for sterile formulation.", "Exchange Dock"),
    _F("Ribblesdale Institute of Technology", ACADEMIA, LANCASHIRE, "Blackburn", "BB2", "ribblesdale.example", 4,
       (0, 5), "Higher apprenticeships in medical engineering.", "", (("RIT", "acronym"),)),
    _F("Centre for Regional Health Data", ACADEMIA, LIVERPOOL, "Liverpool", "L7", "crhd.exchangedock.example", 4, (6,),
       "Trusted research environment for the region's linked records.", "CRHD", (("Data North West", "former"),),
       "Exchange Dock University"),
    _F("Lumen Biosensors Ltd", INDUSTRY, CHESHIRE, "Daresbury", "WA4", "lumenbio.example", 6, (0, 2),
       "Wearable sensors for wounds and swelling; spun out of Thornbridge.", "Lumen", (("Thornbridge Optics",
       "former"),)),
    _F("Pennant Diagnostics plc", INDUSTRY, MANCHESTER, "Manchester", "M1", "pennantdx.example", 6, (2, 8),
       "Point-of-care tests for kidney injury and sepsis.", "Pennant", (("Pennant Assays", "former"),)),
    _F("Northlight Imaging Ltd", INDUSTRY, LIVERPOOL, "Liverpool", "L24", "northlight.example", 5, (5, 6),
       "Low-dose X-ray detectors and reading software.", "Northlight"),
    _F("Orrell Orthotics Ltd", INDUSTRY, MANCHESTER, "Wigan", "WN5", "orrellorthotics.example", 4, (0, 7),
       "Printed insoles and spinal braces, made to a scan."),
    _F("Saltworks Pharma Services", INDUSTRY, CHESHIRE, "Winsford", "CW7", "saltworkspharma.example", 5, (3,),
       "Contract manufacture of small clinical batches.", "Saltworks"),
    _F("Tarn Digital Health Ltd", INDUSTRY, LANCASHIRE, "Lancaster", "LA1", "tarndigital.example", 5, (1, 7),
       "Remote monitoring for heart failure and virtual wards.", "Tarn", (("Tarn Telecare", "former"),)),
    _F("Weft and Warp Medical Textiles", INDUSTRY, LANCASHIRE, "Nelson", "BB9", "weftandwarp.example", 4, (0,),
       "Compression and antimicrobial fabrics from an old mill.", "Weft and Warp"),
    _F("Halton Lab Automation", INDUSTRY, LIVERPOOL, "Widnes", "WA8", "haltonlab.example", 4, (2,),
       "Robotic sample handling for pathology."),
    _F("Aldergate Software", INDUSTRY, MANCHESTER, "Manchester", "M4", "aldergate.example", 4, (1, 6),
       "Interoperability engine and clinical safety case tools."),
    _F("Bowland Biologics", INDUSTRY, LANCASHIRE, "Clitheroe", "BB7", "bowlandbio.example", 4, (3, 8),
       "Phage therapies for chest infection."),
    _F("Cross Bay Instruments", INDUSTRY, LANCASHIRE, "Ulverston", "LA12", "crossbay.example", 3, (5, 0),
       "Precision optics and endoscope repair."),
    _F("Delamere Hearing", INDUSTRY, CHESHIRE, "Frodsham", "WA6", "delamerehearing.example", 3, (0, 7),
       "Hearing aids that are fitted by a community nurse."),
    _F("Eccles Street Robotics", INDUSTRY, MANCHESTER, "Salford", "M50", "ecclesstreet.example", 4, (0,),
       "Exoskeletons for stroke rehabilitation."),
    _F("Fylde Sterile Packaging", INDUSTRY, LANCASHIRE, "Lytham", "FY8", "fyldesterile.example", 3, (0, 3),
       "Packaging and validation for device makers."),
    _F("Gowy Molecular", INDUSTRY, CHESHIRE, "Chester", "CH2", "gowymolecular.example", 4, (4, 2),
       "Pharmacogenetic panels for primary care."),
    _F("Hilbre Point Analytics", INDUSTRY, LIVERPOOL, "Birkenhead", "CH41", "hilbrepoint.example", 4, (6,),
       "Demand forecasting for emergency departments."),
    _F("Jubilee Drive Prosthetics", INDUSTRY, LIVERPOOL, "Liverpool", "L6", "jubileedrive.example", 3, (0,),
       "Children's prosthetic hands."),
    _F("Kestrel Vaccines UK", INDUSTRY, LIVERPOOL, "Speke", "L24", "kestrelvaccines.example", 4, (3, 8),
       "Fill and finish, with two clinical lots a year."),
    _F("Amberley Health Technologies", INDUSTRY, OUTSIDE, "Leeds", "LS1", "amberley.example", 4, (1, 0),
       "National device group, buys small firms.", "Amberley"),
    _F("Nordlys Medical A/S", INDUSTRY, OUTSIDE, "Aarhus", "", "nordlys.example", 3, (0, 5),
       "Danish maker of light therapy; looking for a British trial site.", "Nordlys"),
    _F("Redcliffe Regulatory Partners", INDUSTRY, OUTSIDE, "Bristol", "BS1", "redcliffe-reg.example", 3, (0, 3),
       "Regulatory and quality consultants."),
    _F("Gritstone Edge Ventures", INVESTOR, MANCHESTER, "Manchester", "M2", "gritstone.example", 5, (2, 4),
       "Seed and first rounds in life science, £250k to £3m.", "Gritstone"),
    _F("Mersey Angels Network", INVESTOR, LIVERPOOL, "Liverpool", "L2", "merseyangels.example", 5, (0, 1),
       "Eighty private investors; pitch evening every other month.", "Mersey Angels"),
    _F("Bluebell Impact Capital", INVESTOR, MANCHESTER, "Manchester", "M3", "bluebellimpact.example", 3, (9, 7),
       "Social return funds; community and mental health.", "Bluebell"),
    _F("Red Rose Growth Fund", INVESTOR, LANCASHIRE, "Preston", "PR1", "redrosegrowth.example", 4, (0, 1),
       "Regional debt and equity for small firms.", "Red Rose"),
    _F("Cheshire Plain Investments", INVESTOR, CHESHIRE, "Knutsford", "WA16", "cheshireplain.example", 3, (3,),
       "Family office with a pharmacy background."),
    _F("Harbour Light Partners", INVESTOR, OUTSIDE, "London", "EC2A", "harbourlight.example", 3, (4, 6),
       "Later rounds; has a scout for the north."),
    _F("Wade & Okoro Foundation", INVESTOR, LIVERPOOL, "Liverpool", "L1", "wadeokoro.example", 2, (9, 7),
       "Grants for patient-led innovation.", "Wade & Okoro"),
    _F("Mothwing Health", ENTREPRENEUR, MANCHESTER, "Manchester", "M15", "mothwing.example", 3, (9, 1),
       "Sleep coaching app for night-shift staff."),
    _F("Quillcare", ENTREPRENEUR, LIVERPOOL, "Liverpool", "L8", "quillcare.example", 3, (1,),
       "Dictation that writes discharge letters."),
    _F("Stepwise Falls", ENTREPRENEUR, CHESHIRE, "Macclesfield", "SK11", "stepwisefalls.example", 2, (7, 0),
       "A floor sensor that calls before the fall."),
    _F("Saltmarsh Swabs", ENTREPRENEUR, LANCASHIRE, "Fleetwood", "FY7", "saltmarshswabs.example", 2, (8, 2),
       "Seaweed-based swab media."),
    _F("Tidewheel Therapeutics", ENTREPRENEUR, LIVERPOOL, "Wallasey", "CH44", "tidewheel.example", 3, (3, 4),
       "Two people and a peptide."),
    _F("Bobbin Mill Devices", ENTREPRENEUR, LANCASHIRE, "Colne", "BB8", "bobbinmill.example", 2, (0,),
       "Suture training pads."),
    _F("Cloud and Clover", ENTREPRENEUR, MANCHESTER, "Bury", "BL9", "cloudandclover.example", 2, (1, 9),
       "Peer support for new parents."),
    _F("Third Stone Diagnostics", ENTREPRENEUR, CHESHIRE, "Crewe", "CW1", "thirdstone.example", 2, (2,),
       "Kidney stone risk from a home test."),
    _F("Royal College of Bedside Medicine", PUBLIC, OUTSIDE, "London", "WC1N", "rcbm.example", 4, (4, 2),
       "Draws consultants of the region into research.", "RCBM", (("RCBM", "acronym"),)),
    _F("Borough of Mersey Bank Council", PUBLIC, LIVERPOOL, "Huyton", "L36", "merseybank.gov.example", 3, (7,),
       "Public health and adult social care.", "Mersey Bank"),
    _F("Greater Irwell Combined Authority", PUBLIC, MANCHESTER, "Manchester", "M1", "greaterirwell.gov.example", 4,
       (6, 0), "Holds the regional growth fund.", "Greater Irwell"),
    _F("Northern Skills for Health", PUBLIC, LANCASHIRE, "Preston", "PR1", "nskills.example", 3, (1, 7),
       "Training levy and placements."),
    _F("Voices in Care", PUBLIC, MANCHESTER, "Rochdale", "OL16", "voicesincare.example", 3, (9, 7),
       "Charity of patients and carers who advise on studies."),
    _F("Health Innovation Four Counties", PUBLIC, OUTSIDE, "Leeds", "LS2", "hi4c.example", 4, (1, 0),
       "The neighbouring region's innovation agency.", "HI4C", (("HI4C", "acronym"),)),
    _F("Office for Device Trials", PUBLIC, OUTSIDE, "Stockton", "TS18", "odt.gov.example", 3, (0, 4),
       "National office that helps firms find sites.", "ODT", (("ODT", "acronym"),)),
)  # fmt: skip

_STEMS = (
    "Abbeystead Allithwaite Anglezarke Arnside Astley Barrowford Beetham Belmont Billinge Blacko Bollin Bramhall"
    " Brindle Burscough Cadishead Carnforth Caton Chipping Claughton Croston Darwen Denton Disley Dunham Eccleston"
    " Edgworth Elswick Farndon Feniscowles Formby Foulridge Galgate Garstang Glasson Goosnargh Greasby Hambleton"
    " Hapton Haslingden Helsby Heskin Hightown Hoghton Holcombe Hornby Irlam Kelsall Kirkham Langho Leyland Longridge"
    " Lymm Malpas Marple Mawdesley Mellor Mobberley Neston Oughtrington Parbold Pilling Poulton Prestbury Quernmore"
    " Rainford Ramsden Rivington Rufford Sabden Samlesbury Silverdale Slaidburn Stretton Tarleton Tattenhall Tottington"
    " Trawden Upholland Utkinton Waddington Walmersley Wharton Whitegate Worsthorne Wrea Yealand"
)
STEMS = _STEMS.split()

MORE_KINDS = (
    (INDUSTRY, 44, ("Medical Ltd", "Diagnostics Ltd", "Digital", "Biosystems", "Imaging", "Robotics", "Life Sciences",
                    "Pharma", "Devices", "Analytics", "Care Technologies", "Instruments", "Therapeutics")),
    (PUBLIC, 24, ("Hospitals NHS Trust", "Community NHS Trust", "Primary Care Network", "Borough Council", "Hospice",
                  "Health Partnership", "Carers' Association")),
    (ACADEMIA, 12, ("University", "College", "Institute of Health", "Research Centre")),
    (ENTREPRENEUR, 12, ("Labs", "Studio", "Works", "Ventures CIC")),
    (INVESTOR, 8, ("Capital", "Angels", "Growth Fund", "Investments")),
)  # fmt: skip
"""(sector, share in a hundred, endings) from which further organisations are made."""

TOWNS = (
    (CHESHIRE, "Warrington", "WA1"), (CHESHIRE, "Congleton", "CW12"), (CHESHIRE, "Ellesmere Port", "CH65"),
    (MANCHESTER, "Bolton", "BL1"), (MANCHESTER, "Trafford", "M33"), (MANCHESTER, "Ashton", "OL6"),
    (LANCASHIRE, "Blackpool", "FY1"), (LANCASHIRE, "Chorley", "PR7"), (LANCASHIRE, "Accrington", "BB5"),
    (LIVERPOOL, "Southport", "PR8"), (LIVERPOOL, "St Helens", "WA10"), (LIVERPOOL, "Bootle", "L20"),
    (OUTSIDE, "Sheffield", "S1"), (OUTSIDE, "York", "YO1"),
)  # fmt: skip

PARTNERSHIP_NOTES = (
    "Signed at the autumn assembly.",
    "Came through the clinical advisory board.",
    "Renewed after a review with their new director.",
    "Joined after pitching at a huddle.",
    "",
    "",
)
