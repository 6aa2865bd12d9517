"""The rows of the surveys table and its indexes."""

from collections.abc import Mapping
from typing import Any

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import (
    DataClass,
    Day,
    Flag,
    Instant,
    Integer,
    Json,
    LookupHash,
    Personal,
    Text,
)
from teleshop.kernel.store.table import TableModel
from teleshop.surveys.domain.answer import SurveyAnswer
from teleshop.surveys.domain.invitation import Contact, Invitation, TokenHolder
from teleshop.surveys.domain.programme import ActiveProgramme, Programme, QuestionSet
from teleshop.surveys.domain.publication import Publication
from teleshop.surveys.domain.sample import FrameMember, MemberChunk, Sample
from teleshop.surveys.domain.statistics import Counter

INTERNAL = DataClass.INTERNAL
CONFIDENTIAL = DataClass.CONFIDENTIAL
PUBLIC = DataClass.PUBLIC
WAITING = "waiting"
Keys = Mapping[str, str | None]


class ByCustomer(GlobalSecondaryIndex[Any]):
    """Open invitations of a customer, those that end first in front; sparse."""

    class Meta:
        index_name = "by_customer"
        projection = AllProjection()

    open_key = Text(hash_key=True, data_class=INTERNAL)
    open_sort = Text(range_key=True, data_class=INTERNAL)


class ByProgramme(GlobalSecondaryIndex[Any]):
    """Invitations of a programme by state; released answers of a programme and quarter; anonymous
    answers that wait for the end of their day.
    """

    class Meta:
        index_name = "by_programme"
        projection = AllProjection()

    list_key = Text(hash_key=True, data_class=INTERNAL)
    list_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "surveys"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class ProgrammeRow(_Row):
    """A programme with its draft; all of them stand together, there are few."""

    entity = Programme
    PK = "programmes"

    id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    terms = Json(data_class=INTERNAL)
    questions = Json(data_class=INTERNAL)
    published = Integer(data_class=INTERNAL)
    created_by = Text(data_class=INTERNAL)
    created_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Programme) -> Keys:
        return {"pk": cls.PK, "sk": entity.id}


class QuestionSetRow(_Row):
    """A published version; written once."""

    entity = QuestionSet
    PREFIX = "version#"

    programme_id = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    terms = Json(data_class=INTERNAL)
    questions = Json(data_class=INTERNAL)
    published_by = Text(data_class=INTERNAL)
    published_at = Instant(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: QuestionSet) -> Keys:
        return {"pk": entity.programme_id, "sk": cls.sort_key(entity.number)}

    @classmethod
    def sort_key(cls, number: int) -> str:
        """``version#000002``."""
        return f"{cls.PREFIX}{number:06}"


class ActiveRow(_Row):
    """The version in force of a programme, beside those of the same kind."""

    entity = ActiveProgramme

    programme_id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    terms = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: ActiveProgramme) -> Keys:
        return {"pk": cls.partition(entity.kind), "sk": entity.programme_id}

    @classmethod
    def partition(cls, kind: str) -> str:
        """``active#after_case``."""
        return f"active#{kind}"


class InvitationRow(_Row):
    """An invitation; in the index of its customer only while it is open."""

    entity = Invitation
    SK = "invitation"

    open_key = Text(null=True, data_class=INTERNAL)
    open_sort = Text(null=True, data_class=INTERNAL)
    list_key = Text(data_class=INTERNAL)
    list_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    programme_id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    created_at = Instant(data_class=INTERNAL)
    opens_at = Instant(data_class=INTERNAL)
    expires_at = Instant(data_class=INTERNAL)
    modes = Json(data_class=INTERNAL)
    anonymous = Flag(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    case_id = Text(null=True, data_class=INTERNAL)
    order_id = Text(null=True, data_class=INTERNAL)
    supplier_id = Text(null=True, data_class=INTERNAL)
    channel = Text(null=True, data_class=INTERNAL)
    cause = Text(null=True, data_class=INTERNAL)
    sample_id = Text(null=True, data_class=INTERNAL)
    token_hash = LookupHash(null=True)
    version = Integer(data_class=INTERNAL)

    by_customer = ByCustomer()
    by_programme = ByProgramme()

    @classmethod
    def keys_of(cls, entity: Invitation) -> Keys:
        ends = f"{sortable(entity.expires_at)}#{entity.id}"
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "open_key": entity.customer_id if entity.is_open else None,
            "open_sort": ends if entity.is_open else None,
            "list_key": cls.partition(entity.programme_id, entity.state),
            "list_sort": ends,
        }

    @classmethod
    def partition(cls, programme_id: str, state: str) -> str:
        """``invitations#svp_…#open``."""
        return f"invitations#{programme_id}#{state}"


class TokenRow(_Row):
    """Which invitation a token belongs to, found by the token's keyed hash."""

    entity = TokenHolder
    SK = "token"

    token_hash = LookupHash()
    invitation_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: TokenHolder) -> Keys:
        return {"pk": cls.partition(entity.token_hash), "sk": cls.SK}

    @classmethod
    def partition(cls, token_hash: str) -> str:
        """``token#…``."""
        return f"token#{token_hash}"


class ContactRow(_Row):
    """What is known of asking a customer."""

    entity = Contact
    SK = "asked"

    customer_id = Text(data_class=INTERNAL)
    invited_at = Instant(null=True, data_class=INTERNAL)
    opted_out_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Contact) -> Keys:
        return {"pk": cls.partition(entity.customer_id), "sk": cls.SK}

    @classmethod
    def partition(cls, customer_id: str) -> str:
        """``customer#…``."""
        return f"customer#{customer_id}"


class AnswerRow(_Row):
    """An answer, beside those of its programme and quarter."""

    entity = SurveyAnswer

    list_key = Text(data_class=INTERNAL)
    list_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    programme_id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    mode = Text(data_class=INTERNAL)
    answered_on = Day(data_class=INTERNAL)
    anonymous = Flag(data_class=INTERNAL)
    scores = Json(data_class=CONFIDENTIAL)
    choices = Json(data_class=CONFIDENTIAL)
    texts = Personal()
    measures = Json(data_class=CONFIDENTIAL)
    low = Flag(data_class=CONFIDENTIAL)
    released = Flag(data_class=INTERNAL)
    counted = Flag(data_class=INTERNAL)
    answered_at = Instant(null=True, data_class=INTERNAL)
    invitation_id = Text(null=True, data_class=INTERNAL)
    customer_id = Text(null=True, data_class=INTERNAL)
    case_id = Text(null=True, data_class=INTERNAL)
    order_id = Text(null=True, data_class=INTERNAL)
    supplier_id = Text(null=True, data_class=INTERNAL)
    channel = Text(null=True, data_class=INTERNAL)
    cause = Text(null=True, data_class=INTERNAL)
    entered_by = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_programme = ByProgramme()

    @classmethod
    def keys_of(cls, entity: SurveyAnswer) -> Keys:
        partition = cls.partition(entity.programme_id, entity.quarter)
        return {
            "pk": partition,
            "sk": entity.id,
            "list_key": partition if entity.released else WAITING,
            "list_sort": entity.id if entity.released else f"{entity.answered_on}#{entity.id}",
        }

    @classmethod
    def partition(cls, programme_id: str, quarter: str) -> str:
        """``answers#svp_…#2026Q4``."""
        return f"answers#{programme_id}#{quarter}"


class CounterRow(_Row):
    """What is counted of one group of a programme and quarter."""

    entity = Counter

    programme_id = Text(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    group = Text(data_class=INTERNAL)
    value = Text(data_class=INTERNAL)
    answers = Integer(data_class=INTERNAL)
    invited = Integer(data_class=INTERNAL)
    low = Integer(data_class=INTERNAL)
    histograms = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Counter) -> Keys:
        return {
            "pk": cls.partition(entity.programme_id, entity.quarter),
            "sk": cls.sort_key(entity.group, entity.value),
        }

    @classmethod
    def partition(cls, programme_id: str, quarter: str) -> str:
        """``results#svp_…#2026Q4``."""
        return f"results#{programme_id}#{quarter}"

    @classmethod
    def sort_key(cls, group: str, value: str) -> str:
        """``supplier#sup_…``."""
        return f"{group}#{value}"


class FrameRow(_Row):
    """A customer of the frame of a quarter."""

    entity = FrameMember

    quarter = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    delivered_on = Day(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: FrameMember) -> Keys:
        return {"pk": cls.partition(entity.quarter), "sk": entity.customer_id}

    @classmethod
    def partition(cls, quarter: str) -> str:
        """``frame#2026Q4``."""
        return f"frame#{quarter}"


class SampleRow(_Row):
    """A sample; all of them stand together, there is one per programme and quarter."""

    entity = Sample
    PK = "samples"

    id = Text(data_class=INTERNAL)
    programme_id = Text(data_class=INTERNAL)
    quarter = Text(data_class=INTERNAL)
    size = Integer(data_class=INTERNAL)
    seed = Text(data_class=INTERNAL)
    requested_at = Instant(data_class=INTERNAL)
    requested_by = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    frame_size = Integer(data_class=INTERNAL)
    frame_hash = Text(data_class=INTERNAL)
    chunks = Integer(data_class=INTERNAL)
    cursor = Text(data_class=INTERNAL)
    drawn = Integer(data_class=INTERNAL)
    handled = Integer(data_class=INTERNAL)
    invited = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Sample) -> Keys:
        return {"pk": cls.PK, "sk": entity.id}


class ChunkRow(_Row):
    """A part of a copied frame or of the drawn members; written once."""

    entity = MemberChunk

    sample_id = Text(data_class=INTERNAL)
    part = Text(data_class=INTERNAL)
    number = Integer(data_class=INTERNAL)
    members = Json(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: MemberChunk) -> Keys:
        return {
            "pk": cls.partition(entity.sample_id),
            "sk": cls.sort_key(entity.part, entity.number),
        }

    @classmethod
    def partition(cls, sample_id: str) -> str:
        """``sample#svp_….2026Q4``."""
        return f"sample#{sample_id}"

    @classmethod
    def sort_key(cls, part: str, number: int) -> str:
        """``frame#000003``."""
        return f"{part}#{number:06}"


class PublicationRow(_Row):
    """One version of the published figures of a quarter; written once."""

    entity = Publication

    quarter = Text(data_class=PUBLIC)
    figures = Json(data_class=PUBLIC)
    published_at = Instant(data_class=PUBLIC)
    published_by = Text(data_class=INTERNAL)
    methods_zh = Text(data_class=PUBLIC)
    methods_en = Text(data_class=PUBLIC)
    reason = Text(data_class=PUBLIC)
    version = Integer(data_class=PUBLIC)

    @classmethod
    def keys_of(cls, entity: Publication) -> Keys:
        return {"pk": cls.partition(entity.quarter), "sk": f"version#{entity.version:06}"}

    @classmethod
    def partition(cls, quarter: str) -> str:
        """``publication#2026Q4``."""
        return f"publication#{quarter}"


class PublishedRow(PublicationRow):
    """The same of the latest version of each quarter, beside one another for everybody to read."""

    PK = "published"

    @classmethod
    def keys_of(cls, entity: Publication) -> Keys:
        return {"pk": cls.PK, "sk": entity.quarter}
