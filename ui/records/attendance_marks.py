"""How attendance is marked: one mark for each code of the grid."""

from crm.attendance.grid_records import (
    ABSENT,
    APOLOGIES,
    ATTENDED,
    DECLINED,
    INVITED,
    NO_SHOW,
    NOT_INVITED,
    PITCHED,
    REGISTERED,
    WAITLISTED,
)
from ui.kit.marks import DOT, Mark

MARKS: dict[str, Mark] = {
    ATTENDED: Mark("check", "ok_soft", "ok", "ok"),
    PITCHED: Mark("mic", "accent", "on_accent"),
    APOLOGIES: Mark("minus", "hover", "text2", "border"),
    NO_SHOW: Mark("x", "danger_soft", "danger", "danger"),
    ABSENT: Mark("x", "hover", "text2", "border"),
    REGISTERED: Mark("circle", "accent_soft", "accent"),
    WAITLISTED: Mark("clock", "warn_soft", "warn"),
    INVITED: Mark("mail"),
    DECLINED: Mark("minus"),
    NOT_INVITED: DOT,
}
"""What was before we knew somebody has none: it stays empty."""
