"""Questions about results and what follows from them."""

from django.db import models

from directory.querysets import within


class TallyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody looks at bare counts: pages show them without small cells (G19)."""
        return self.none()

    def for_list(self):
        return self


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Follow-ups of the units in one's reach, and those one owns."""
        if getattr(user, "sees_all", False):
            return self
        if not getattr(user, "is_staff", False):
            return self.none()
        return self.filter(within(user.paths, "unit__path") | models.Q(owner=user.pk))

    def going(self):
        return self.filter(status__in=self.model.GOING)

    def of_mine(self, user):
        return self.going().filter(owner=user.pk)

    def to_confirm(self, user):
        """Reported by somebody else, for who decides: two persons see to it that it is done."""
        deciding = [role for role in user.held if role.kind in ("board", "head")]
        reach = {path for role in deciding for path in role.unit.covers}
        reported = self.filter(status=self.model.Status.REPORTED).exclude(reported_by=user.pk)
        return reported.filter(within(reach, "unit__path"))

    def waiting_for(self, user):
        """One's own that are not reported yet, and what others reported and one confirms."""
        mine = self.of_mine(user).exclude(status=self.model.Status.REPORTED)
        return mine | self.to_confirm(user)

    def for_list(self):
        return self.select_related("unit", "round", "owner", "dimension")
