"""Refusals of the categories context."""

from teleshop.kernel.errors import NotFoundError, Refusal


class CategoryNotFoundError(NotFoundError):
    """No category of that id."""

    code = "category_not_found"
    zh = "未找到该类目，请核对编号；GET /categories 列出全部类目。"
    en = "There is no such category; GET /categories lists them all."


class CategoryRetiredError(Refusal):
    """What a retired category says does not change any more; where it lies may, and it can be
    merged, so that what is above it can come to an end too.
    """

    code, clause = "category_is_retired", "2.3.1"
    zh = "类目 {code} 已停用，其内容不能再修改；仍可移动，或合并到现行类目。"
    en = (
        "Category {code} was retired and what it says changes no more; it can still be moved, or "
        "merged into one that is active."
    )


class CategoryMergedError(Refusal):
    """Nothing of a merged category changes any more."""

    code, clause = "category_is_merged", "2.3.2"
    zh = "类目 {code} 已合并，不能再变更；请改用取代它的类目 {into}。"
    en = "Category {code} was merged and changes no more; change {into}, which took its place."


class OtherCategoryUnknownError(Refusal):
    """The category that the request names as parent or target does not exist."""

    code, clause, status = "category_unknown", "2.3.1", 422
    pointer = "/parent"
    zh = "类目 {category_id} 不存在；请从 GET /categories 选择。"
    en = "There is no category {category_id}; choose one from GET /categories."


class TargetUnknownError(OtherCategoryUnknownError):
    """The same of the target of a merge."""

    pointer = "/into"


class ParentEndedError(Refusal):
    """Nothing is put below what was retired or merged."""

    code, clause = "parent_ended", "2.3.1"
    pointer = "/parent"
    zh = "上级类目 {code} 已停用或已合并；请选择现行类目作为上级。"
    en = "The parent {code} was retired or merged; choose an active one."


class TooDeepError(Refusal):
    """The tree has at most six levels."""

    code, clause = "category_too_deep", "2.3.1"
    pointer = "/parent"
    zh = "类目最多 {limit} 级，此处将达 {depth} 级；请选择更高的上级类目。"
    en = "The tree has at most {limit} levels and this would make {depth}; choose a higher parent."


class CircleError(Refusal):
    """Nothing lies below itself."""

    code, clause = "category_circle", "2.3.1"
    pointer = "/parent"
    zh = "不能移动到自身或自身的下级 {code} 之下；请选择其他上级。"
    en = "A category cannot lie below itself or below {code}, which is under it; choose another."


class CategoryInUseError(Refusal):
    """What has active categories below it is neither retired nor merged."""

    code, clause = "category_has_children", "2.3.1"
    zh = "该类目下还有类目 {children}；请先移动、合并或停用这些类目。"
    en = "There are categories below: {children}; move, merge or retire them first."


class MergeTargetError(Refusal):
    """Goods go only where goods may be."""

    code, clause = "merge_target", "2.3.2"
    pointer = "/into"
    zh = "不能合并到类目 {code}：须为另一个现行且允许经营的类目。"
    en = (
        "Category {code} cannot take these goods: it must be another one, active and not forbidden."
    )


class NotCoveredError(Refusal):
    """Values that products have must have a place in the target."""

    code, clause = "attributes_not_covered", "2.3.2"
    zh = "目标类目缺少部分属性，商品信息将丢失；请先按 errors 补充目标类目的属性。"
    en = (
        "The target lacks attributes, and what is said of products would be lost; add them to the "
        "target first, as errors lists."
    )
