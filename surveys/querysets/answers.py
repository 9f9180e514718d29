"""Questions about answers: single ones are nobody's to see, sums are made elsewhere."""

from django.db import models


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody looks at single answers: pages and exports show what results sum up."""
        return self.none()

    def for_list(self):
        return self.select_related("round")


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.none()

    def for_list(self):
        return self
