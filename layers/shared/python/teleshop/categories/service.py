"""Use cases of the categories context.

Others read what holds in a category with :meth:`Categories.find`. Every change looks at the whole
tree and replaces the structure row, so that of two changes at the same time the second one sees
the first: no circle, no seventh level and no second name can come of two that fit one by one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from teleshop.categories.domain import (
    Category,
    CategoryStatus,
    CodeHolder,
    Definition,
    ResolvedCategory,
    Structure,
    Tree,
    checks,
)
from teleshop.categories.domain.category import MAX_DEPTH
from teleshop.categories.domain.regulated import check_regulated
from teleshop.categories.domain.resolved import resolve, uncovered
from teleshop.categories.domain.tree import chain_of, successor
from teleshop.categories.errors import (
    CategoryInUseError,
    CategoryMergedError,
    CategoryNotFoundError,
    CategoryRetiredError,
    CircleError,
    MergeTargetError,
    NotCoveredError,
    OtherCategoryUnknownError,
    ParentEndedError,
    TargetUnknownError,
    TooDeepError,
)
from teleshop.categories.ports import Suppliers
from teleshop.categories.schemas import (
    CategoryChanged,
    CategoryCreated,
    CategoryForm,
    CategoryMerged,
    CategoryMoved,
    CategoryPathsNoted,
    CategoryRetired,
    NewCategoryBody,
)
from teleshop.categories.tables import CategoryRepository, CategoryRow, CodeRow, StructureRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction

__all__ = ["Categories", "Category", "ResolvedCategory", "ShownCategory", "Tree"]

NOTED_AT_ONCE = 60
"""Rows brought up to date in one step after a move or a merge."""
_SHOWN_CHILDREN = 5


@dataclass(frozen=True, slots=True)
class ShownCategory:
    """A category with what holds in it."""

    own: Category
    resolved: ResolvedCategory


class Categories:
    """The categories of goods; stateless, one per process."""

    def __init__(self, repository: CategoryRepository, suppliers: Suppliers) -> None:
        self._repository = repository
        self._suppliers = suppliers

    # -- reading ----------------------------------------------------------------------------------

    def find(self, category_id: str) -> ResolvedCategory | None:
        """What holds in a category, or in the one that took its place; two calls.

        A merged category costs one more, and while the notes of paths are being brought up to date
        after a move, one more for each level that was moved.
        """
        return self.find_many([category_id]).get(category_id)

    def find_many(self, ids: Iterable[str]) -> dict[str, ResolvedCategory]:
        """What holds in categories, by the id that was asked for; two calls for a hundred."""
        wanted = list(dict.fromkeys(ids))
        known = self._with_paths(wanted)
        return {
            category_id: resolve(chain_of(known, successor(known, category_id)))
            for category_id in wanted
            if category_id in known
        }

    def find_by_code(self, code: str) -> ResolvedCategory | None:
        """The same by the category's code."""
        holder = self._repository.find_holder(code)
        return self.find(holder.category_id) if holder else None

    def tree(self) -> Tree:
        """All categories; a call for about a thousand of them."""
        return self._repository.tree()

    def below(self, category_id: str) -> list[str]:
        """The ids of a category and of all below it, merged ones included: whose products a change
        of the category concerns.
        """
        tree = self._repository.tree()
        if tree.find(category_id) is None:
            return []
        found = dict.fromkeys(one.id for one in tree.below(category_id))
        gone = [one.id for one in tree.known.values() if one.status is CategoryStatus.MERGED]
        return [*found, *(one for one in gone if successor(tree.known, one) in found)]

    def show(self, category_id: str) -> ShownCategory:
        """A category itself, merged or not; :class:`CategoryNotFoundError` for another id."""
        known = self._with_paths([category_id])
        own = known.get(category_id)
        if own is None:
            raise CategoryNotFoundError
        return ShownCategory(own, resolve(chain_of(known, category_id)))

    def list_categories(self, parent: str | None, page: PageRequest) -> Page[Category]:
        """All categories, oldest first; with ``parent`` those right below it, by code."""
        if parent is None:
            return self._repository.list_all(page)
        return self._repository.list_children(parent, page)

    def _with_paths(self, ids: Sequence[str]) -> dict[str, Category]:
        """The rows of these categories and of all that they need, in as few calls as their notes
        allow; what the notes miss is fetched after them.
        """
        known: dict[str, Category] = {}
        asked: set[str] = set()
        wanted = set(ids)
        while wanted:
            asked |= wanted
            known |= self._repository.find_many(sorted(wanted))
            needed = {
                other
                for category in known.values()
                for other in (*category.path, category.parent, category.merged_into)
                if other is not None
            }
            wanted = needed - asked
        return known

    # -- changing ---------------------------------------------------------------------------------

    def create(self, call: Call, body: NewCategoryBody) -> ShownCategory:
        """A new category; every fault of it at once."""
        structure, tree = self._whole()
        definition = body.definition()
        chain = self._place(tree, body.parent, height=1)
        category_id = new_id("cat", call.now)
        made = Category(
            id=category_id,
            code=body.code,
            parent=body.parent,
            path=(*(one.id for one in chain), category_id),
            definition=definition,
            created_at=call.now,
            created_by=call.actor.subject,
        )
        holders = {one.code: one for one in tree.known.values()}
        faults = self._faults(call, tree.with_category(made), made)
        if not checks.CODE.fullmatch(made.code):
            faults.insert(0, checks.CODE_FORM.at("/code"))
        elif made.code in holders:
            faults.insert(0, checks.CODE_TAKEN.at("/code", holder=holders[made.code].id))
        _refuse(faults)
        tx = self._begin(call, "create_category", made.id, structure)
        tx.create(CategoryRow, made, conflict=RacedError())
        holder = CodeHolder(code=made.code, category_id=made.id)
        tx.create(CodeRow, holder, conflict=RacedError(), audited=False)
        tx.publish(CategoryCreated(category_id=made.id, code=made.code, parent=made.parent))
        return tx.commit(ShownCategory(made, resolve((*chain, made))))

    def change(self, call: Call, category_id: str, body: CategoryForm) -> ShownCategory:
        """What a category says is replaced by ``body``; the same again changes nothing."""
        structure, tree, before = self._current(call, category_id)
        _refuse_merged(tree, before)
        if before.status is CategoryStatus.RETIRED:
            raise CategoryRetiredError(code=before.code)
        after = replace(before, definition=body.definition())
        if after == before:
            return ShownCategory(before, tree.resolved(category_id))
        changed = tree.with_category(after)
        _refuse(self._faults(call, changed, after))
        tx = self._begin(call, "change_category", category_id, structure)
        stored = tx.save(CategoryRow, before, changed.renoted(after))
        what = checks.what_changed(before.definition, after.definition)
        tx.publish(CategoryChanged(category_id=category_id, what=what))
        return tx.commit(ShownCategory(stored, changed.resolved(category_id)))

    def move(self, call: Call, category_id: str, parent: str | None) -> ShownCategory:
        """The category lies below another one, with everything below it.

        One row is written, however much lies below: paths follow from parents. The notes of paths
        below are brought up to date afterwards, see :meth:`note_paths`.
        """
        structure, tree, before = self._current(call, category_id)
        _refuse_merged(tree, before)
        if parent == before.parent:
            return ShownCategory(before, tree.resolved(category_id))
        if parent is not None and tree.find(parent) is not None:
            under = {one.id: one for one in tree.below(category_id)}
            if parent in under:
                raise CircleError(code=under[parent].code)
        self._place(tree, parent, height=tree.height(category_id))
        after = replace(before, parent=parent)
        moved = tree.with_category(after)
        words = self._suppliers.vocabulary(call)
        _refuse(
            [
                *_at("/parent", checks.check_names(after.definition, _siblings(moved, after))),
                *checks.check_inheritance(moved, category_id, "/parent"),
                *_at("/parent", check_regulated(moved, category_id, words)),
            ]
        )
        tx = self._begin(call, "move_category", category_id, structure)
        stored = tx.save(CategoryRow, before, moved.renoted(after))
        tx.publish(
            CategoryMoved(category_id=category_id, from_parent=before.parent, to_parent=parent)
        )
        return tx.commit(ShownCategory(stored, moved.resolved(category_id)))

    def merge(self, call: Call, category_id: str, into: str) -> ShownCategory:
        """Another category takes the place and the products of this one. Products are found by both
        ids from then on, and nothing that was said of them is lost.
        """
        structure, tree, before = self._current(call, category_id)
        if before.merged_into and successor(tree.known, category_id) == into:
            return ShownCategory(before, tree.resolved(category_id))
        _refuse_merged(tree, before)
        target = tree.find(into)
        if target is None:
            raise TargetUnknownError(category_id=into)
        resolved = tree.resolved(into)
        if target.status is not CategoryStatus.ACTIVE or into == category_id or resolved.forbidden:
            raise MergeTargetError(code=target.code)
        _refuse_children(tree.children(category_id))
        missing = uncovered(tree.resolved(category_id), resolved)
        if missing:
            raise NotCoveredError(
                errors=[_NOT_COVERED.at("/into", code=attribute.code) for attribute in missing]
            )
        tx = self._begin(call, "merge_category", category_id, structure)
        after = replace(before, status=CategoryStatus.MERGED, merged_into=into)
        stored = tx.save(CategoryRow, before, after)
        tx.publish(CategoryMerged(category_id=category_id, into=into))
        return tx.commit(ShownCategory(stored, tree.with_category(stored).resolved(category_id)))

    def retire(self, call: Call, category_id: str) -> ShownCategory:
        """No new products; those in it go off sale. Again is the same."""
        structure, tree, before = self._current(call, category_id)
        if before.status is CategoryStatus.RETIRED:
            return ShownCategory(before, tree.resolved(category_id))
        _refuse_merged(tree, before)
        _refuse_children(
            [one for one in tree.children(category_id) if one.status is CategoryStatus.ACTIVE]
        )
        tx = self._begin(call, "retire_category", category_id, structure)
        stored = tx.save(CategoryRow, before, replace(before, status=CategoryStatus.RETIRED))
        tx.publish(CategoryRetired(category_id=category_id))
        return tx.commit(ShownCategory(stored, tree.with_category(stored).resolved(category_id)))

    def note_paths(self, call: Call) -> int:
        """Bring some of the noted paths and successors up to date that a move or a merge left
        behind; answers how many. Readers do not need it: it gives them back their two calls.
        """
        stale = self._repository.tree().stale()
        if not stale:
            return 0
        now, rest = stale[:NOTED_AT_ONCE], stale[NOTED_AT_ONCE:]
        tx = Transaction(call, "note_category_paths", Subject("category", now[0].id))
        for category in now:
            row = CategoryRow(CategoryRow.PK, category.id)
            # Neither audited nor a new version: nothing is said that was not true before.
            if category.status is CategoryStatus.MERGED:
                note = CategoryRow.merged_into.set(category.merged_into)
                unknown = CategoryRow.merged_into != category.merged_into
            else:
                note = CategoryRow.path.set(list(category.path))
                unknown = CategoryRow.path != list(category.path)
            still = (CategoryRow.version == category.version) & unknown
            tx.update_row(row, [note], still, RacedError())
        tx.publish(CategoryPathsNoted(count=len(now), more=bool(rest)))
        return tx.commit(len(now))

    # -- within -----------------------------------------------------------------------------------

    def _whole(self) -> tuple[Structure | None, Tree]:
        # The structure first: a change that comes between the two reads makes the write fail.
        return self._repository.find_structure(), self._repository.tree()

    def _current(self, call: Call, category_id: str) -> tuple[Structure | None, Tree, Category]:
        structure, tree = self._whole()
        found = tree.find(category_id)
        if found is None:
            raise CategoryNotFoundError
        call.check_version(found.version)
        return structure, tree, found

    def _place(self, tree: Tree, parent: str | None, *, height: int) -> tuple[Category, ...]:
        """The chain above a place for ``height`` levels."""
        if parent is None:
            return ()
        found = tree.find(parent)
        if found is None:
            raise OtherCategoryUnknownError(category_id=parent)
        if found.status is not CategoryStatus.ACTIVE:
            raise ParentEndedError(code=found.code)
        depth = tree.depth(parent) + height
        if depth > MAX_DEPTH:
            raise TooDeepError(limit=MAX_DEPTH, depth=depth)
        return tree.chain(parent)

    def _faults(self, call: Call, tree: Tree, category: Category) -> list[FieldError]:
        definition: Definition = category.definition
        return [
            *checks.check_names(definition, _siblings(tree, category)),
            *checks.check_definition(definition, words := self._suppliers.vocabulary(call)),
            *checks.check_inheritance(tree, category.id, "/attributes"),
            *check_regulated(tree, category.id, words),
        ]

    @staticmethod
    def _begin(
        call: Call, action: str, category_id: str, structure: Structure | None
    ) -> Transaction:
        tx = Transaction(call, action, Subject("category", category_id))
        if structure is None:
            tx.create(StructureRow, Structure(), conflict=RacedError(), audited=False)
        else:
            tx.save(StructureRow, structure, structure, conflict=RacedError(), audited=False)
        return tx


_NOT_COVERED = FindingKind(
    "attribute_not_covered",
    "2.3.2",
    "目标类目缺少属性 {code}，或其类型、单位、选项不同。",
    "The target has no attribute {code}, or one of another kind, unit or choices.",
)


def _siblings(tree: Tree, category: Category) -> list[Category]:
    return [one for one in tree.children(category.parent) if one.id != category.id]


def _at(pointer: str, faults: Iterable[FieldError]) -> list[FieldError]:
    """The faults, told of another field: the one that this request has."""
    return [replace(fault, pointer=pointer) for fault in faults]


def _refuse(faults: Sequence[FieldError]) -> None:
    if faults:
        raise InvalidInputError(errors=faults)


def _refuse_merged(tree: Tree, category: Category) -> None:
    if category.status is CategoryStatus.MERGED:
        into = tree.known[successor(tree.known, category.id)]
        raise CategoryMergedError(code=category.code, into=into.code)


def _refuse_children(children: Sequence[Category]) -> None:
    if children:
        codes = sorted(child.code for child in children)
        raise CategoryInUseError(children=", ".join(codes[:_SHOWN_CHILDREN]))
