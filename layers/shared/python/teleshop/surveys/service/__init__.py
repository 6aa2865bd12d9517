"""Use cases of satisfaction surveys."""

from dataclasses import dataclass

from teleshop.surveys.service.answers import Answers
from teleshop.surveys.service.base import new_token
from teleshop.surveys.service.invitations import Invitations, Link, OptOut
from teleshop.surveys.service.programmes import Programmes
from teleshop.surveys.service.publications import Publications
from teleshop.surveys.service.results import Rebuilt, Results
from teleshop.surveys.service.samples import Frame, Samples, Verification

__all__ = [
    "Answers",
    "Frame",
    "Invitations",
    "Link",
    "OptOut",
    "Programmes",
    "Publications",
    "Rebuilt",
    "Results",
    "Samples",
    "Surveys",
    "Verification",
    "new_token",
]


@dataclass(frozen=True, slots=True)
class Surveys:
    """The services of this context."""

    programmes: Programmes
    invitations: Invitations
    answers: Answers
    results: Results
    samples: Samples
    publications: Publications
