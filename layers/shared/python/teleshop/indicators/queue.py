"""The queue in which events wait until they are counted."""

from functools import cache
from typing import Final

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings

QUEUE: Final = "IndicatorsQueue"
WAITING: Final = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


class EventQueue:
    """Asks the queue; stateless."""

    def is_settled(self) -> bool:
        """Whether everything that arrived was counted: nothing waits, and nothing is being counted.
        SQS answers nearly right, and what is on its way to the queue is not known.
        """
        answer = aws_client("sqs").get_queue_attributes(
            QueueUrl=_url(), AttributeNames=list(WAITING)
        )
        return not any(int(answer["Attributes"].get(name, 0)) for name in WAITING)


@cache
def _url() -> str:
    name = f"{settings().stack}-{QUEUE}"
    return str(aws_client("sqs").get_queue_url(QueueName=name)["QueueUrl"])
