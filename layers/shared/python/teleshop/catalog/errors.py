"""Refusals of the catalog."""

from teleshop.kernel.errors import ForbiddenError, NotFoundError, Refusal


class ProductNotFoundError(NotFoundError):
    """No such product, or one that the caller may not know of."""

    code = "product_not_found"
    zh = "未找到该商品，请核对编号。"
    en = "There is no such product; check the identifier."


class RevisionNotFoundError(NotFoundError):
    """No such revision of this product."""

    code = "revision_not_found"
    zh = "该商品没有此版本，请核对版本号。"
    en = "This product has no such revision; check the number."


class NoSupplierError(ForbiddenError):
    """The caller acts for no supplier, so it has no goods."""

    code, clause = "no_supplier", "3.2.4"
    zh = "当前账号未关联供应商，不能提交商品。"
    en = "Your account belongs to no supplier, so it cannot offer goods."


class RequirementsNotMetError(Refusal):
    """The automatic check refuses the content; ``errors`` lists every reason."""

    code, clause = "product_requirements_not_met", "2.1.1"
    zh = "商品尚不符合准入要求，请按 errors 逐项修改后重新提交。"
    en = "The product does not meet the requirements yet; correct each point listed in errors."


class RevisionInReviewError(Refusal):
    """The open revision is being reviewed: nothing in it may change meanwhile."""

    code, clause = "revision_in_review", "2.2.3"
    zh = "第 {revision} 版正在审核，审核期间不能修改；如需修改请先撤回提交。"
    en = (
        "Revision {revision} is being reviewed and cannot be changed meanwhile; withdraw the "
        "submission to change it."
    )


class ProductEndedError(Refusal):
    """The product was refused or withdrawn for good."""

    code, clause = "product_ended", "2.2.4"
    zh = "该商品已被拒绝或下架，不能再修改；如需销售请重新建立商品。"
    en = "The product was refused or withdrawn for good; start a new one to sell it again."


class NothingToSubmitError(Refusal):
    """There is no revision to be sent in."""

    code, clause = "nothing_to_submit", "2.2.1"
    zh = "该商品没有待提交的修改，请先修改商品资料。"
    en = "There is no change to submit; change the content first."


class NothingChangedError(Refusal):
    """The open revision says the same as what is approved."""

    code, clause = "nothing_changed", "2.2.1"
    zh = "修改内容与已批准的第 {base} 版相同，无需提交；可撤回此修改。"
    en = (
        "The change says the same as the approved revision {base}: there is nothing to submit; "
        "withdraw it."
    )


class NothingToWithdrawError(Refusal):
    """What is to be taken back is not there."""

    code, clause = "nothing_to_withdraw", "2.2.4"
    zh = "没有可撤回的提交或修改。"
    en = "There is no submission or change to take back."


class OwnCodeTakenError(Refusal):
    """Another product of the supplier has this article number."""

    code, clause = "own_code_taken", "2.2.1"
    zh = "货号已用于本供应商的其他商品，请按 errors 更换货号，或在该商品中修改。"
    en = (
        "An article number belongs to another product of yours: use another one, or change that "
        "product."
    )


# -- review and standing ---------------------------------------------------------------------------


class ReviewNotOpenError(Refusal):
    """Nothing of the product waits for reviewers, or its decision was not asked for yet."""

    code, clause = "review_not_open", "2.2.3"
    zh = "该商品目前没有待核对的清单；如刚提交，请等自动检查结束后再试。"
    en = (
        "Nothing of this product is to be checked now; if it was just submitted, try again when "
        "the automatic check is over."
    )


class OwnReviewError(ForbiddenError):
    """Who submitted a product, or belongs to its supplier, does not review it."""

    code, clause = "own_product_review", "2.2.3"
    zh = "提交人或供应商的人员不能核对自己的商品，请由其他审核员处理。"
    en = (
        "Whoever submitted the product or works for its supplier cannot review it; ask a colleague."
    )


class ReviewRunningError(Refusal):
    """A review that goes on needs no restart."""

    code, clause = "product_review_running", "2.2.3"
    zh = "该商品的审核没有中断，无需重新启动。"
    en = "The review of this product has not stopped, so it cannot be restarted."


class ReasonMissingError(Refusal):
    """A hold or a take-down says nothing of why."""

    code, status, clause, pointer = "standing_reason_required", 422, "2.1.5", "/reason"
    zh = "请写明理由，供应商将据此整改。"
    en = "Say why; the supplier acts on it."


class ProductHeldForCaseError(Refusal):
    """What a measure of a violation case holds is let go with the measure alone."""

    code, clause = "product_held_for_case", "3.4.2"
    zh = (
        "该商品因违规案件 {cases} 的措施不能销售，不能人工解除；措施撤销或案件终结后自动恢复。"
        "案件进展见 /violation-cases/{case_id}。"
    )
    en = (
        "Measures of the violation case {cases} keep the product off sale, and nobody lifts them "
        "by hand: it is let go when they are taken back. See /violation-cases/{case_id}."
    )


class ProductNotOnHoldError(Refusal):
    """There is no hold to lift."""

    code, clause = "product_not_on_hold", "2.1.5"
    zh = "该商品没有被暂停，无需解除；其他不能销售的原因请见 obstacles。"
    en = "The product is not on hold; what else keeps it from sale is listed in obstacles."
