"""What people of the sample network do, by the kind of organisation, with the title that often goes with it."""

ROLES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "hospital": (
        ("Consultant Cardiologist", "Dr", "Cardiology"),
        ("Consultant Nephrologist", "Dr", "Renal medicine"),
        ("Consultant Radiologist", "Dr", "Imaging"),
        ("Consultant in Elderly Care", "Dr", "Frailty"),
        ("Consultant Microbiologist", "Dr", "Pathology"),
        ("Clinical Lead, Virtual Wards", "Dr", "Community services"),
        ("Chief Nursing Information Officer", "", "Digital"),
        ("Lead Nurse, Tissue Viability", "", "Community nursing"),
        ("Matron", "", "Surgery"),
        ("Research Nurse", "", "Research and innovation"),
        ("Head of Innovation", "", "Research and innovation"),
        ("Director of Digital", "", "Digital"),
        ("Deputy Medical Director", "Prof", "Executive office"),
        ("Head of Procurement", "", "Finance"),
        ("Research Governance Manager", "", "Research and innovation"),
        ("Principal Biomedical Scientist", "", "Pathology"),
        ("Physiotherapy Lead", "", "Therapies"),
        ("Medical Engineering Manager", "", "Estates"),
        ("Transformation Manager", "", "Strategy"),
        ("Pharmacist, Clinical Trials", "", "Pharmacy"),
    ),
    "public": (
        ("Programme Manager", "", ""),
        ("Head of Partnerships", "", ""),
        ("Chief Executive", "", ""),
        ("Director of Strategy", "", ""),
        ("Innovation Lead", "", "Health and care"),
        ("Policy Adviser", "", ""),
        ("Public Health Consultant", "Dr", "Public health"),
        ("Engagement Officer", "", ""),
        ("Commissioning Manager", "", "Community"),
        ("Business Development Manager", "", ""),
        ("Facilities Manager", "", "Estates"),
    ),
    "academia": (
        ("Professor of Biomedical Engineering", "Prof", "Engineering"),
        ("Professor of Digital Health", "Prof", "Health sciences"),
        ("Senior Lecturer", "Dr", "Life sciences"),
        ("Research Fellow", "Dr", "Medical school"),
        ("Reader in Infection Biology", "Dr", "Life sciences"),
        ("Knowledge Exchange Manager", "", "Research office"),
        ("Head of Commercialisation", "", "Research office"),
        ("Trials Unit Director", "Prof", "Medical school"),
        ("Health Economist", "Dr", "Health sciences"),
        ("Research Software Engineer", "", "Computing"),
        ("Industrial Placements Officer", "", "Student services"),
        ("Technical Manager", "", "Workshop"),
    ),
    "industry": (
        ("Chief Executive", "", ""),
        ("Chief Technology Officer", "Dr", ""),
        ("Head of Regulatory Affairs", "", "Quality"),
        ("Clinical Affairs Manager", "", "Clinical"),
        ("Product Manager", "", "Product"),
        ("UK Sales Lead", "", "Sales"),
        ("Head of Partnerships", "", ""),
        ("Finance Director", "", "Finance"),
        ("Operations Manager", "", "Operations"),
        ("Senior Scientist", "Dr", "Research and development"),
        ("Quality Engineer", "", "Quality"),
        ("Data Scientist", "", "Research and development"),
        ("Medical Director", "Dr", "Clinical"),
    ),
    "investor": (
        ("Partner", "", ""),
        ("Investment Director", "", ""),
        ("Investment Associate", "", ""),
        ("Venture Partner", "Dr", ""),
        ("Network Manager", "", ""),
        ("Portfolio Manager", "", ""),
    ),
    "entrepreneur": (
        ("Founder", "", ""),
        ("Co-founder", "Dr", ""),
        ("Head of Product", "", ""),
        ("Clinical Adviser", "Dr", ""),
    ),
}  # fmt: skip

SIDE_ROLES = (
    ("Non-executive Director", "board"),
    ("Adviser", "adviser"),
    ("Honorary Senior Lecturer", "honorary"),
    ("Visiting Professor", "honorary"),
    ("Angel investor", "investor"),
    ("Trustee", "board"),
    ("Clinical Adviser", "adviser"),
)


def setting(sector: str, name: str) -> str:
    """Return which of `ROLES` fits an organisation."""
    if sector == "Public sector":
        return "hospital" if "NHS" in name or "Primary Care" in name or "College" in name else "public"
    return sector.split()[0].lower()
