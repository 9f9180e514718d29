"""Why a place is doubtful: fixed sentences, translated by the page that shows them."""

from .refusal import gettext_noop

UNMARKED = gettext_noop("This line has no marker; it is taken as an item of its own.")
CLOSING = gettext_noop(
    "This sentence follows the sub-items without a marker; it is taken as one more."
)
UNKNOWN_UNIT = gettext_noop("No unit of that year has this name.")
NO_UNIT = gettext_noop("No responsible unit is named here.")
ODD_MARKER = gettext_noop("The markers here are of several forms or do not count on.")
MERGED = gettext_noop("Several lines stood on one; they were cut apart.")
SPLIT = gettext_noop("One line was broken in several; they were joined.")
NO_LEVEL = gettext_noop("No line says which level this is for.")
NO_TASK = gettext_noop("This stands before the first task and belongs to none.")
OTHER_TASK = gettext_noop("This task has none of the five names.")
SAME_TASK = gettext_noop("A task of this name was already read.")
MISSING_TASK = gettext_noop("One of the five tasks is missing.")
NO_CONTENT = gettext_noop("This task has no content.")
NO_DETAIL = gettext_noop("This task has no detailed tasks.")
NO_SECTION = gettext_noop("A section of the plan is missing.")
SECTION_ASSUMED = gettext_noop("The heading of this section is missing; it is taken to begin here.")
NO_NUMBER = gettext_noop("The number of the Decision was not found.")
NO_DATE = gettext_noop("The date of the Decision was not found.")
NO_YEAR = gettext_noop("The year of the plan was not found.")
NO_REPORTING = gettext_noop("No reporting date was found.")
BAD_DATE = gettext_noop("This date does not exist.")
REPORT_KIND = gettext_noop("Which report is due on this date is not said.")
REPEATED = gettext_noop("This stands twice in the plan.")
UNPAIRED = gettext_noop("The two languages differ here.")
