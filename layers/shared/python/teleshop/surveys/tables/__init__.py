"""The surveys table."""

from teleshop.surveys.tables.repository import SurveyRepository
from teleshop.surveys.tables.rows import (
    ActiveRow,
    AnswerRow,
    ChunkRow,
    ContactRow,
    CounterRow,
    FrameRow,
    InvitationRow,
    ProgrammeRow,
    PublicationRow,
    PublishedRow,
    QuestionSetRow,
    SampleRow,
    TokenRow,
)

__all__ = [
    "ActiveRow",
    "AnswerRow",
    "ChunkRow",
    "ContactRow",
    "CounterRow",
    "FrameRow",
    "InvitationRow",
    "ProgrammeRow",
    "PublicationRow",
    "PublishedRow",
    "QuestionSetRow",
    "SampleRow",
    "SurveyRepository",
    "TokenRow",
]
