"""Both themes can be read by everybody, and a change of theme reaches what is on screen."""

import sys

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from resources import palettes
from resources.palettes import Tokens
from ui.kit import icons, theme

THEMES = [pytest.param(palettes.LIGHT, id="light"), pytest.param(palettes.DARK, id="dark")]
GROUNDS = ("window", "sidebar", "surface", "hover", "accent_soft")


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two #RRGGBB colours."""

    def luminance(value: str) -> float:
        parts = []
        for channel in QColor(value).getRgbF()[:3]:
            parts.append(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("table", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "accent", "danger", "warn", "ok"])
def test_text_reads_on_every_ground(table: Tokens, ground: str, ink: str) -> None:
    assert contrast(getattr(table, ink), getattr(table, ground)) >= 4.5


@pytest.mark.parametrize("table", THEMES)
@pytest.mark.parametrize("tone", ["danger", "warn", "ok"])
def test_a_status_reads_on_its_own_soft_ground(table: Tokens, tone: str) -> None:
    assert contrast(getattr(table, tone), getattr(table, f"{tone}_soft")) >= 4.5


@pytest.mark.parametrize("table", THEMES)
def test_text_reads_on_filled_grounds(table: Tokens) -> None:
    assert contrast(table.on_accent, table.accent) >= 4.5
    assert contrast(table.on_accent, table.accent_hover) >= 4.5
    assert contrast(table.text, table.nav_selected) >= 4.5
    assert contrast(table.text2, table.nav_selected) >= 4.5
    assert contrast(table.toast_text, table.toast) >= 4.5
    assert contrast(table.toast_accent, table.toast) >= 4.5
    assert contrast(table.text2, table.chip) >= 4.5
    for ground, ink in zip(table.heat, table.heat_text, strict=True):
        assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("table", THEMES)
def test_edges_of_controls_and_graphics_stand_out(table: Tokens) -> None:
    for ground in ("window", "surface", "sidebar"):
        assert contrast(table.border_strong, getattr(table, ground)) >= 3
    for fill in ("chart_ok", "chart_accent", "chart_warn", "chart_danger"):
        assert contrast(getattr(table, fill), table.surface) >= 3


@pytest.mark.parametrize(
    ("marks", "table"), [(palettes.SECTORS_LIGHT, palettes.LIGHT), (palettes.SECTORS_DARK, palettes.DARK)]
)
def test_sector_marks_stand_out_and_differ_in_shape(marks: dict[str, palettes.SectorStyle], table: Tokens) -> None:
    assert len({mark.shape for mark in marks.values()}) == len(marks)
    for mark in marks.values():
        soft = theme.mix(mark.color, table.surface, table.chip_mix).name()
        assert contrast(mark.color, table.surface) >= 3
        assert contrast(mark.color, soft) >= 3
        assert contrast(table.text, soft) >= 4.5


def test_a_sector_is_known_by_key_or_name_and_a_new_one_is_neutral() -> None:
    assert theme.sector_style("Public sector").shape == theme.sector_style("public").shape == "circle"
    assert theme.sector_style("Museums").shape == "ring"
    assert theme.sector_style("").shape == "ring"


def test_switching_the_theme_tells_and_recolours(qapp: QApplication, qtbot: object) -> None:
    heard: list[bool] = []

    def note() -> None:
        heard.append(theme.is_dark())

    theme.notifier.changed.connect(note)
    theme.apply("dark")
    theme.notifier.changed.disconnect(note)
    assert heard == [True]
    assert qapp.palette().base().color() == theme.color("surface") == QColor(palettes.DARK.surface)


def test_text_size_scales_fonts_and_is_held_in_its_range() -> None:
    theme.apply("light", 150)
    assert theme.font(13).pixelSize() == 20
    assert theme.px(32) == 48
    theme.apply("light", 900)
    assert theme.text_size() == 150


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError):
        theme.apply("sepia")


def test_the_style_sheet_stays_small_and_has_no_holes(qapp: QApplication) -> None:
    sheet = qapp.styleSheet()
    rules = sheet.count("{")
    assert rules == sheet.count("}")
    assert rules <= 40
    assert "{p" not in sheet.replace("{ p", "")


def test_an_unknown_icon_is_a_mistake_in_the_code() -> None:
    with pytest.raises(KeyError):
        icons.icon("unicorn")
    with pytest.raises(KeyError):
        icons.pixmap("unicorn", "text", 16, 1.0)


@pytest.mark.parametrize("name", sorted(icons.names()))
def test_every_icon_draws_in_the_colour_asked_for(name: str, qapp: QApplication) -> None:
    image = icons.pixmap(name, "#FF0000", 24, 2.0).toImage()
    seen = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    inked = [colour for colour in seen if colour.alpha() > 200]
    assert inked
    assert all(colour.red() > 240 and colour.green() < 15 for colour in inked)


def test_an_icon_held_by_an_action_follows_the_theme(qapp: QApplication) -> None:
    held = icons.icon("plus", "text", 24)

    def darkest() -> int:
        image = QImage(24, 24, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        held.paint(painter, QRect(0, 0, 24, 24))
        painter.end()
        return image.pixelColor(12, 12).lightness()

    light = darkest()
    theme.apply("dark")
    assert darkest() > light + 100


def test_setting_text_thousands_of_times_drops_no_reference_to_none(qtbot: object, qapp: QApplication) -> None:
    label, field = QLabel(), QLineEdit()
    qtbot.addWidget(label)  # type: ignore[attr-defined]
    qtbot.addWidget(field)  # type: ignore[attr-defined]
    before = sys.getrefcount(None)
    for turn in range(5000):
        label.setText(str(turn))
        field.setText(str(turn))
    assert sys.getrefcount(None) > before - 1000
