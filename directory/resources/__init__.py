"""Units, officers and enterprises in and out of Excel and CSV."""

from .enterprises import EnterpriseResource
from .officers import OfficerResource
from .units import UnitResource

__all__ = ["EnterpriseResource", "OfficerResource", "UnitResource"]
