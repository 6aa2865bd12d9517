"""Refusals of the shop window."""

from teleshop.kernel.errors import NotFoundError


class ProductNotOnSaleError(NotFoundError):
    """No product of that id, or one that is not on sale now; strangers are not told which."""

    code, clause = "product_not_on_sale", "2.2.5"
    zh = "该商品不存在或已下架；请通过 GET /public/products 查找在售商品。"
    en = "There is no such product on sale; GET /public/products lists those that are."
