"""Use cases of the shop window, over contexts that are dictionaries."""

from tests.factories import storefront as make
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

LONG = "不锈钢炒锅家用多功能无涂层平底电磁炉燃气灶通用大容量加厚复合底带盖防烫手柄"


def prepare_product(_: World) -> make.World:
    """A product on sale that is in no list yet."""
    known = make.World()
    known.put(make.product())
    return known


def refresh_listing(world: World, known: make.World) -> object:
    call = world.call("event")
    return world.run(call, lambda: known.storefront().upkeep.refresh_listing(call, make.PRODUCT))


def prepare_moved(_: World) -> make.World:
    """A product of many rows whose category lies elsewhere now."""
    known = make.World()
    known.put(make.product(name=LONG))
    upkeep = known.storefront().upkeep
    while upkeep.refresh_listing(make.call(), make.PRODUCT):
        pass
    known.parents |= {"outdoor": None, "kitchen": "outdoor"}
    known.put(make.product(name="汤锅", revision=2))
    return known


def prepare_list(_: World) -> make.World:
    """A list with two products."""
    known = make.World()
    for product_id in ("prd_1", "prd_2"):
        known.put(make.product(product_id, name="汤锅"))
        known.storefront().upkeep.refresh_listing(make.call(), product_id)
    return known


def walk_list(world: World, known: make.World) -> object:
    call = world.call("event")
    return world.run(call, lambda: known.storefront().upkeep.walk_list(call, "category#kitchen"))


def walk_category(world: World, known: make.World) -> object:
    call = world.call("event")
    return world.run(call, lambda: known.storefront().upkeep.walk_category(call, "kitchen"))


def walk_supplier(world: World, known: make.World) -> object:
    call = world.call("event")
    return world.run(call, lambda: known.storefront().upkeep.walk_supplier(call, make.SUPPLIER))


def walk_everything(world: World, known: make.World) -> object:
    call = world.call("event")
    return world.run(call, lambda: known.storefront().upkeep.walk_everything(call))


def spread(world: World, known: make.World) -> object:
    call = world.call("event")
    return world.run(call, lambda: known.storefront().upkeep.spread(call, ["prd_1", "prd_2"]))


USE_CASES = (
    UseCase(
        "storefront.refresh_listing",
        "2.3.2",
        prepare_product,
        refresh_listing,
        covers=("storefront.Upkeep.refresh_listing",),
    ),
    UseCase("storefront.refresh_moved", "2.3.2", prepare_moved, refresh_listing, covers=()),
    *(
        UseCase(
            f"storefront.{act.__name__}",
            "2.3.2",
            prepare_list,
            act,
            covers=(f"storefront.Upkeep.{act.__name__}",),
        )
        for act in (walk_list, walk_category, walk_supplier, walk_everything, spread)
    ),
)
