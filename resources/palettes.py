"""Colours of the window: one token table for each theme, and the marks of the sectors.

Contrast, measured on window, sidebar, surface, hover and accent_soft: text at least 4.5:1, control edges and graphics
at least 3:1 in both themes. `border` is decoration only and never the sole edge of a control.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SectorStyle:
    """Mark of one sector: shape is square, diamond, circle, triangle, hexagon or ring; color is #RRGGBB."""

    shape: str
    color: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one theme as #RRGGBB; scrim and shadow as #AARRGGBB, heat and heat_text from none to most."""

    window: str
    sidebar: str
    surface: str
    hover: str
    chip: str
    border: str
    border_strong: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_soft: str
    warn: str
    warn_soft: str
    ok: str
    ok_soft: str
    chart_ok: str
    chart_accent: str
    chart_warn: str
    chart_danger: str
    chart_quiet: str
    nav_selected: str
    toast: str
    toast_text: str
    toast_accent: str
    scrim: str
    shadow: str
    heat: tuple[str, str, str, str, str, str]
    heat_text: tuple[str, str, str, str, str, str]
    avatar_mix: float
    chip_mix: float


LIGHT = Tokens(
    window="#F6F7F9",
    sidebar="#EDEFF3",
    surface="#FFFFFF",
    hover="#F1F3F6",
    chip="#E9ECF1",
    border="#E1E5EA",
    border_strong="#7C8594",
    text="#1A1F29",
    text2="#475063",
    text3="#626C7E",
    accent="#4F46E5",
    accent_hover="#4338CA",
    accent_soft="#EEEFFE",
    on_accent="#FFFFFF",
    danger="#B42318",
    danger_soft="#FDEEEC",
    warn="#8A5200",
    warn_soft="#FDF3E0",
    ok="#146C43",
    ok_soft="#E6F5EC",
    chart_ok="#2B8A5B",
    chart_accent="#6F69EC",
    chart_warn="#C0770A",
    chart_danger="#CE4A3F",
    chart_quiet="#B0ABF4",
    nav_selected="#D7D7F1",
    toast="#1F2530",
    toast_text="#F3F5F8",
    toast_accent="#B9B7FF",
    scrim="#66121620",
    shadow="#30101828",
    heat=("#F1F3F6", "#DDE3FB", "#B9C2F7", "#8E92F0", "#5F5BE6", "#3B31B8"),
    heat_text=("#1A1F29", "#1A1F29", "#1A1F29", "#1A1F29", "#FFFFFF", "#FFFFFF"),
    avatar_mix=0.16,
    chip_mix=0.10,
)

DARK = Tokens(
    window="#14171C",
    sidebar="#0F1216",
    surface="#1B1F26",
    hover="#242933",
    chip="#2C323D",
    border="#2C323D",
    border_strong="#717C8D",
    text="#E8EBF0",
    text2="#B6BECB",
    text3="#949EAE",
    accent="#8E8CFF",
    accent_hover="#A5A3FF",
    accent_soft="#282B4D",
    on_accent="#0F1216",
    danger="#FF8B80",
    danger_soft="#3B1F1F",
    warn="#F0B552",
    warn_soft="#372A12",
    ok="#62D39C",
    ok_soft="#15311F",
    chart_ok="#4DB98A",
    chart_accent="#7F7CF2",
    chart_warn="#D99A35",
    chart_danger="#E5746A",
    chart_quiet="#4A4A82",
    nav_selected="#2E3052",
    toast="#E8EBF0",
    toast_text="#1A1F29",
    toast_accent="#4338CA",
    scrim="#A6050609",
    shadow="#90000000",
    heat=("#20252E", "#2A2E55", "#3A3C80", "#5350B4", "#7A77E8", "#ABA9FF"),
    heat_text=("#E8EBF0", "#E8EBF0", "#E8EBF0", "#FFFFFF", "#0F1216", "#0F1216"),
    avatar_mix=0.24,
    chip_mix=0.14,
)

SECTORS_LIGHT = {
    "industry": SectorStyle("square", "#D65F17"),
    "academia": SectorStyle("diamond", "#4A238B"),
    "public": SectorStyle("circle", "#0A8ADB"),
    "investor": SectorStyle("triangle", "#1A6B62"),
    "entrepreneur": SectorStyle("hexagon", "#97053A"),
}
SECTORS_DARK = {
    "industry": SectorStyle("square", "#F69A55"),
    "academia": SectorStyle("diamond", "#D0B8F2"),
    "public": SectorStyle("circle", "#3480DA"),
    "investor": SectorStyle("triangle", "#70EFC6"),
    "entrepreneur": SectorStyle("hexagon", "#C4446C"),
}
OTHER_SECTOR_LIGHT = SectorStyle("ring", "#626C7E")
OTHER_SECTOR_DARK = SectorStyle("ring", "#949EAE")
