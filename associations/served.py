"""What a commitment serves: obligations and activities of plans, offered by an app above this one.

None that its reader may not see is shown (G6).
"""

from core.ties import Ties

served = Ties()
