"""What a case is about, as staff read it; the label stands in the queue."""

from typing import Final

ASKED: Final = "会员要求"
URGENT: Final = "群体或紧急"
CRISIS: Final = "心理危机"
