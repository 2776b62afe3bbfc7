"""The look of the window: colours, fonts and sizes of the theme in use.

Fusion with a palette and one small style sheet; everything else is painted by the kit from `tokens()`. Widgets that
keep nothing of the theme between paints need do nothing when it changes: the palette change repaints them.
"""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from resources import palettes
from resources.palettes import SectorStyle, Tokens

__all__ = [
    "SectorStyle",
    "Tokens",
    "apply",
    "color",
    "family",
    "font",
    "is_dark",
    "mix",
    "mode",
    "notifier",
    "px",
    "sector_style",
    "text_size",
    "tokens",
]

MODES = ("light", "dark", "system")
SMALLEST_TEXT, LARGEST_TEXT = 90, 150


class _Notifier(QObject):
    """Says that colours or sizes have changed, after they have."""

    changed = Signal()

    def follow_system(self) -> None:
        if _state.mode == "system":
            apply("system", _state.text_size)


class _State:
    mode = "light"
    dark = False
    text_size = 100
    following = False
    applied: tuple[bool, int] | None = None


_state = _State()
notifier = _Notifier()


def tokens() -> Tokens:
    """The colour table in use."""
    return palettes.DARK if _state.dark else palettes.LIGHT


def is_dark() -> bool:
    """Whether the dark colours are in use now."""
    return _state.dark


def mode() -> str:
    """What the user chose: light, dark or system."""
    return _state.mode


def text_size() -> int:
    """The text size in per cent, 90 to 150."""
    return _state.text_size


def px(size: float) -> int:
    """A design size in pixels at 100 %, scaled by the text size."""
    return round(size * _state.text_size / 100)


def color(name: str) -> QColor:
    """The colour of a token (`color("accent")`) or of a #RRGGBB text. Do not change the returned object."""
    return _color(name, _state.dark)


@lru_cache(maxsize=512)
def _color(name: str, dark: bool) -> QColor:
    table = palettes.DARK if dark else palettes.LIGHT
    return QColor(name if name.startswith("#") else getattr(table, name))


@lru_cache(maxsize=512)
def mix(foreground: str, background: str, share: float) -> QColor:
    """Opaque colour of `share` (0 to 1) of foreground over background, both #RRGGBB."""
    top, base = QColor(foreground), QColor(background)
    parts = zip((top.red(), top.green(), top.blue()), (base.red(), base.green(), base.blue()), strict=True)
    return QColor(*(round(b + (t - b) * share) for t, b in parts))


def sector_style(key: str) -> SectorStyle:
    """Mark of a sector by its key or name; any sector the user added gets the neutral ring."""
    marks = palettes.SECTORS_DARK if _state.dark else palettes.SECTORS_LIGHT
    other = palettes.OTHER_SECTOR_DARK if _state.dark else palettes.OTHER_SECTOR_LIGHT
    return marks.get(key.casefold().partition(" ")[0], other)


def font(size: float, weight: int = 400, tabular: bool = False) -> QFont:
    """Interface font at a design size in pixels (11 to 28), scaled by the text size; cached, do not change it."""
    return _font(size, weight, tabular, _state.text_size)


@lru_cache(maxsize=256)
def _font(size: float, weight: int, tabular: bool, scale: int) -> QFont:
    made = QFont(family())
    made.setPixelSize(max(1, round(size * scale / 100)))
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=1)
def family() -> str:
    """Inter where its static faces are installed, else the platform's interface font."""
    if "Inter" in QFontDatabase.families() and _has_static_faces("Inter"):
        return "Inter"
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def _has_static_faces(name: str) -> bool:
    # A variable font measures every weight at one width, so that bold text is cut: it is not used.
    regular, bold = QFont(name), QFont(name)
    for face in (regular, bold):
        face.setPixelSize(40)
    bold.setWeight(QFont.Weight.DemiBold)
    sample = "Hamburgefonts"
    return QFontMetricsF(regular).horizontalAdvance(sample) != QFontMetricsF(bold).horizontalAdvance(sample)


def apply(mode: str, text_size: int = 100) -> None:
    """Use `mode` (light, dark or system) and a text size in per cent (held within 90 to 150) from now on.

    Raises ValueError for another mode. `notifier.changed` follows when anything changed. A widget with a font or height
    of its own takes the new text size in changeEvent on StyleChange (Qt sends it no ApplicationFontChange: tried).
    """
    if mode not in MODES:
        raise ValueError(f"{mode!r} is not one of {', '.join(MODES)}")
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("the theme needs a QApplication")
    _follow()
    _state.mode = mode
    _state.dark = mode == "dark" or (mode == "system" and _system_is_dark())
    _state.text_size = min(max(text_size, SMALLEST_TEXT), LARGEST_TEXT)
    now = (_state.dark, _state.text_size)
    if _state.applied == now and app.styleSheet():
        return
    if app.style().name().lower() != "fusion" and not app.styleSheet():
        app.setStyle("Fusion")
    # Without the old sheet first: one sheet after another costs five times as much (measured at 600 widgets).
    app.setStyleSheet("")
    app.setPalette(_palette())
    app.setFont(font(13))
    app.setStyleSheet(_style_sheet())
    _state.applied = now
    notifier.changed.emit()


def _follow() -> None:
    if not _state.following:
        QGuiApplication.styleHints().colorSchemeChanged.connect(notifier.follow_system)
        _state.following = True


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _palette() -> QPalette:
    table, role = tokens(), QPalette.ColorRole
    palette = QPalette()
    plain = {
        role.Window: table.window,
        role.WindowText: table.text,
        role.Base: table.surface,
        role.AlternateBase: table.hover,
        role.Text: table.text,
        role.PlaceholderText: table.text3,
        role.Button: table.surface,
        role.ButtonText: table.text,
        role.BrightText: table.danger,
        role.Highlight: table.accent,
        role.HighlightedText: table.on_accent,
        role.Accent: table.accent,
        role.Link: table.accent,
        role.LinkVisited: table.accent,
        role.ToolTipBase: table.toast,
        role.ToolTipText: table.toast_text,
        role.Light: table.surface,
        role.Midlight: table.hover,
        role.Mid: table.border,
        role.Dark: table.border_strong,
        role.Shadow: table.border_strong,
    }
    for each, value in plain.items():
        palette.setColor(each, QColor(value))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(table.text3))
    return palette


@lru_cache(maxsize=1)
def _template() -> str:
    return Path(palettes.__file__).with_name("style.qss").read_text("utf-8")


def _style_sheet() -> str:
    table, sheet = tokens(), _template()
    for name in Tokens.__slots__:
        value = getattr(table, name)
        if isinstance(value, str):
            sheet = sheet.replace("{" + name + "}", value)
    sheet = sheet.replace("{scroll}", mix(table.text3, table.surface, 0.5).name())
    for size in (3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 28):
        sheet = sheet.replace("{p" + str(size) + "}", f"{px(size)}px")
    return sheet.replace("{h30}", f"{px(30)}px").replace("{r6}", "6px").replace("{r3}", "3px")
