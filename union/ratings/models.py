"""The columns of every rating, whatever was rated."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from base.database import EncryptedText, UtcDateTime


class RatingColumns:
    """Asked once; stars and words are empty until answered, and answering again replaces them."""

    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stars: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(EncryptedText)
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
