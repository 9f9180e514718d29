"""Figures that were published before the portal, sound ones and ones the database refuses."""

from plans.models import PublishedFigure
from tests.factories import GivenFactory


class PublishedFigureFactory(GivenFactory):
    """What was published of 2023, for the whole country."""

    class Meta:
        model = PublishedFigure

    measure, year, value, source = "inquiries.received", 2023, 17_179, "Tạp chí Hải quan, 2024"


ROWS = {PublishedFigure: PublishedFigureFactory}
BREAKS = {
    "a_published_figure_has_a_source": {"source": "''"},
    "a_published_part_is_not_more_than_its_whole": {"of": "1"},
}


def fill(world, number: int) -> None:
    """A source and a note for each payload (G8)."""
    world.fill(PublishedFigureFactory, number, year=2000 + number)


def furnish(sample) -> None:
    PublishedFigureFactory()
