"""The words of the subset: sheets, columns, types."""

import re

VI, EN = "Vietnamese (vi)", "English (en)"
TONGUES = {"vi": VI, "en": EN}
SURVEY = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "appearance", "measures",
)  # fmt: skip
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "title_en", "form_id", "version", "default_language")
TOLD = {"survey": ("label", "hint"), "choices": ("label",), "settings": ()}
COLUMNS = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS}
TYPES = {
    "integer": "number", "decimal": "number", "date": "date", "text": "short",
    "select_one": "single", "select_multiple": "multiple", "rank": "ranking",
}  # fmt: skip
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
CHOICE = re.compile(r"[A-Za-z0-9_-]{1,40}")
SCALES = {"scale5": False, "scale5_na": True}  # list names with a meaning: five levels, and "na"
OTHER = "other"
LONGEST = {"label": 500, "hint": 500}
LONGEST_CHOICE = LONGEST_TITLE = 250
LONGEST_SECTION = {"label": LONGEST_TITLE}
MOST_BYTES = 5 * 2**20
MOST_ROWS, MOST_COLUMNS = 2000, 40
