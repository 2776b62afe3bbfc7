"""The settings page: sections under each other, found by a search; each applies at once."""

from PySide6.QtCore import Slot

from crm.changes import Topic
from ui.context import Context
from ui.kit.fields import SearchField
from ui.kit.label import Label
from ui.kit.page import Page
from ui.settings.file_and_backups import BackupsSection, FileSection
from ui.settings.huddles import HuddlesSection
from ui.settings.imports import ImportsSection
from ui.settings.personal import AppearanceSection, PersonalSection
from ui.settings.pipelines import PipelinesSection, StagesSection
from ui.settings.row_sections import HistorySection, TagsSection, TrashSection, ViewsSection
from ui.settings.section import Section
from ui.settings.series import SeriesSection
from ui.settings.vocabularies import VocabularySection

WIDEST = 860


class SettingsPage(Page):
    """All settings of the file."""

    topics = Topic.ALL

    def __init__(self, context: Context) -> None:
        super().__init__("Settings", scroll=True)
        self.set_subtitle("Everything applies at once and can be undone")
        self._search = SearchField("Search settings")
        self._search.searched.connect(self._filter)
        self.first_focus = self._search
        self._none = Label("", "body", tone="text3")
        self._none.hide()
        self.sections: list[Section] = [
            AppearanceSection(context),
            PersonalSection(context),
            SeriesSection(context),
            HuddlesSection(context),
            PipelinesSection(context),
            StagesSection(context),
            VocabularySection(context, "sector", "Sectors"),
            VocabularySection(context, "sub_region", "Sub-regions"),
            VocabularySection(context, "theme", "Themes"),
            TagsSection(context),
            ViewsSection(context),
            BackupsSection(context),
            ImportsSection(context),
            TrashSection(context),
            HistorySection(context),
            FileSection(context),
        ]
        for widget in (self._search, self._none, *self.sections):
            widget.setMaximumWidth(WIDEST)
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_target(self, section: str = "") -> None:
        """Show the sections that answer a word, as another page asks for it; all of them without."""
        self._search.set_quietly(section)
        self._filter(section)

    def reload(self) -> None:
        """Read every section again."""
        for section in self.sections:
            section.reload()

    @Slot(str)
    def _filter(self, text: str) -> None:
        found = [section for section in self.sections if section.found_by(text)]
        found = [section for section in found if section.is_called(text)] or found
        for section in self.sections:
            section.setVisible(section in found)
        self._none.setText(f"No settings match “{text}”.")
        self._none.setVisible(not found)
