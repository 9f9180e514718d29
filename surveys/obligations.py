"""What a follow-up is done under: obligations of plans, offered by an app above this one.

Without one a follow-up stands for itself.
"""

from core.ties import Ties

obligations = Ties()
