"""Forms of the wording context: a text to try, what was found in it, and the list that was used."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Self

import msgspec

from teleshop.kernel.schema import Input, Output
from teleshop.wording.domain.profile import GoodsProfile, WordingKind

if TYPE_CHECKING:
    from teleshop.wording.domain.screening import Hit, Screening
    from teleshop.wording.domain.words import Code, WordGroup, WordList

MAX_TEXT = 10_000
MAX_NAMES = 50
MAX_HITS = 200

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Names = Annotated[list[Name], msgspec.Meta(max_length=MAX_NAMES)]
Share = Annotated[int, msgspec.Meta(ge=0, le=100)]


class TextScreeningBody(Input, frozen=True, kw_only=True):
    """A text about goods, and what the screen should take as known of them.

    What is stated here counts for this answer only: at a submission it is taken from the product's
    category, documents and labels.
    """

    text: Annotated[
        str,
        msgspec.Meta(
            min_length=1, max_length=MAX_TEXT, description="待检查的文字 / the text to be screened"
        ),
    ]
    kind: Annotated[WordingKind, msgspec.Meta(description="商品类别 / what the goods are")] = (
        WordingKind.GENERAL
    )
    on_tv: Annotated[
        bool, msgspec.Meta(description="是否用于电视 / whether it is for television")
    ] = False
    certified: Annotated[
        bool,
        msgspec.Meta(
            description="持有药品或医疗器械证件 / holds a certificate of a drug or device"
        ),
    ] = False
    health_food: Annotated[
        bool,
        msgspec.Meta(description="已注册或备案为保健食品 / registered or filed as health food"),
    ] = False
    operator_names: Annotated[
        Names, msgspec.Meta(description="经营者名称 / names of the operator")
    ] = msgspec.field(default_factory=list)
    product_names: Annotated[
        Names,
        msgspec.Meta(description="型号、注册商标等 / model, registered mark and the like"),
    ] = msgspec.field(default_factory=list)
    composition: Annotated[
        dict[Name, Share],
        msgspec.Meta(max_length=MAX_NAMES, description="成分及百分比 / materials in percent"),
    ] = msgspec.field(default_factory=dict)
    proofs: Annotated[
        Names,
        msgspec.Meta(description="已备案证明的代码 / codes for which proof is on file"),
    ] = msgspec.field(default_factory=list)

    def profile(self) -> GoodsProfile:
        """What is stated of the goods."""
        return GoodsProfile(
            category_kind=self.kind,
            holds_device_or_drug_certificate=self.certified,
            has_blue_hat=self.health_food,
            on_tv=self.on_tv,
            operator_names=frozenset(self.operator_names),
            product_names=frozenset(self.product_names),
            composition=self.composition,
            proofs=frozenset(self.proofs),
        )


class HitView(Output, frozen=True, kw_only=True):
    """One word found: ``start`` (included) and ``end`` (not included) are positions in the text
    sent, counted in characters (code points) from 0.

    ``verdict`` is `fail` (may not stand there), `warn` (a reviewer decides) or `exempt` (may, for
    the reason given); ``source`` and ``article`` are of the law behind ``rule``.
    """

    start: int
    end: int
    text: str
    code: str
    level: str
    verdict: str
    zh: str
    en: str
    rule: str
    source: str
    article: str
    clause: str

    @classmethod
    def of(cls, hit: "Hit") -> Self:
        """A hit as it is told."""
        return cls(
            start=hit.start,
            end=hit.end,
            text=hit.text,
            code=hit.code,
            level=hit.level,
            verdict=hit.verdict,
            zh=hit.zh,
            en=hit.en,
            rule=hit.rule,
            source=hit.source,
            article=hit.article,
            clause=hit.clause,
        )


class TextScreeningView(Output, frozen=True, kw_only=True):
    """What was found; ``verdict`` is the gravest of all hits, or `pass` where there is none.

    ``found`` counts all of them; the first two hundred are shown.
    """

    list_version: str
    verdict: str
    found: int
    hits: list[HitView]

    @classmethod
    def of(cls, screening: "Screening") -> Self:
        """A screening as it is told."""
        return cls(
            list_version=screening.list_version,
            verdict=screening.verdict or "pass",
            found=len(screening.hits),
            hits=[HitView.of(hit) for hit in screening.hits[:MAX_HITS]],
        )


class WordSourceView(Output, frozen=True, kw_only=True):
    """Where words are listed or banned."""

    title: str
    article: str


class WordCodeView(Output, frozen=True, kw_only=True):
    """The words of one code: how many, how grave, by which law, since when."""

    code: str
    zh: str
    en: str
    levels: list[str]
    words: int
    since: date
    sources: list[WordSourceView]

    @classmethod
    def of(cls, code: "Code", names: tuple[str, str], groups: "list[WordGroup]") -> Self:
        """The groups of one code together."""
        sources = dict.fromkeys(source for group in groups for source in group.sources)
        return cls(
            code=code,
            zh=names[0],
            en=names[1],
            levels=list(dict.fromkeys(group.level.value for group in groups)),
            words=len({word for group in groups for word in group.words}),
            since=min(group.since for group in groups),
            sources=[WordSourceView(title=one.title, article=one.article) for one in sources],
        )


class WordListView(Output, frozen=True, kw_only=True):
    """The edition in use; ``safe`` is the number of patterns that are taken out beforehand."""

    version: str
    last_checked: date
    words: int
    safe: int
    codes: list[WordCodeView]

    @classmethod
    def of(cls, words: "WordList") -> Self:
        """An edition as it is told."""
        from teleshop.wording.domain.words import CODE_NAMES

        groups: dict[Code, list[WordGroup]] = {}
        for group in words.groups:
            groups.setdefault(group.code, []).append(group)
        return cls(
            version=words.version,
            last_checked=words.last_checked,
            words=len({word for group in words.groups for word in group.words}),
            safe=len(words.safe),
            codes=[
                WordCodeView.of(code, CODE_NAMES[code], found) for code, found in groups.items()
            ],
        )
