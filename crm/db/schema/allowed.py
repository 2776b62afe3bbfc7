"""The words that a column may hold where only some are allowed; the database checks them too."""

SECTOR_SYMBOLS = ("industry", "academia", "public", "investor", "entrepreneur", "other")
PARTNERSHIP_STATUSES = ("prospect", "engaged", "partner", "dormant", "left")
ALIAS_KINDS = ("former", "acronym", "also")
EMAIL_STATES = ("ok", "bounced", "former")
AFFILIATION_KINDS = ("employee", "founder", "honorary", "board", "adviser", "investor", "student", "other")
INTERACTION_KINDS = ("meeting", "call", "video call", "email", "visit", "message", "note")
INTERACTION_STATUSES = ("held", "planned", "cancelled")
