"""Builds the surveys context."""

from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.surveys.service import (
    Answers,
    Invitations,
    Programmes,
    Publications,
    Results,
    Samples,
    Surveys,
)
from teleshop.surveys.tables import SurveyRepository


@cache
def service() -> Surveys:
    """The services of this process."""
    parts = (SurveyRepository(), deadlines())
    return Surveys(
        programmes=Programmes(*parts),
        invitations=Invitations(*parts),
        answers=Answers(*parts),
        results=Results(*parts),
        samples=Samples(*parts),
        publications=Publications(*parts),
    )
