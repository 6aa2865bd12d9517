"""What suppliers are told of the consequences of a scorecard, and what staff must look at."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words
from teleshop.notifications.templates.suppliers import COMPLIANCE, supplier

WORDS = {
    "termination": Words("终止合作", "end of the cooperation"),
    "improvement_plan": Words("提交并执行改进计划", "an improvement plan"),
    "confirmed": Words(
        "该日期按国务院公布的节假日安排计算。",
        "The day is counted by the published holidays.",
    ),
    "latest": Words(
        "相关年度的节假日安排尚未公布，该日期为最晚可能的日期，不会提前。",
        "The holidays of its year are not published yet: this is the latest possible day, and it "
        "will not be moved forward.",
    ),
    "appeal": Words("提出申诉", "an appeal"),
    "plan": Words("提交改进计划", "the improvement plan"),
    "decision": Words("处理决定", "the decision"),
    "upheld": Words("申诉成立，决定已撤销", "upheld, the measure is void"),
    "refused": Words("维持原决定", "refused, the measure stands"),
    "taken_back": Words("已由供应商撤回", "taken back by the supplier"),
    "accepted": Words("已接受", "accepted"),
    "returned": Words("退回修改", "returned for change"),
    "dismissed": Words("经人工审核不采取措施", "people decided that nothing follows"),
    "rerun": Words("该季度重新考核后结果改变", "a new run of the quarter changed the result"),
    "later_quarter": Words("其后季度的考核结果已改善", "a later quarter was better"),
    "supplier_left": Words("合作已经结束", "the cooperation has ended"),
    "not_independent": Words(
        "审理人参与过此前的决定", "whoever heard it had a part in an earlier decision"
    ),
    "plan_fulfilled": Words("改进计划已达到目标", "the improvement plan reached its aim"),
    "sales_gross": Words("销售总额", "gross sales"),
    "sales_net": Words("净销售额", "net sales"),
    "satisfaction": Words("客户满意度", "customer satisfaction"),
    "response_rate": Words("按时响应率", "responses in time"),
    "resolution_rate": Words("按时解决率", "resolutions in time"),
    "return_rate_fault": Words("质量原因退货率", "returns for faults"),
    "return_rate_other": Words("其他原因退货率", "other returns"),
    "repeat_repair_rate": Words("重复维修率", "repeated repairs"),
    "late_rate": Words("延迟发货率", "late shipments"),
    "violation_points": Words("违规记分", "violation points"),
    "document_lapses": Words("资质文件失效", "documents that lapsed"),
    "price_points": Words("价格问题记分", "price findings"),
    "deduction": Words("违规扣分", "the deduction for violations"),
    "timed_out": Words("逾期未决定", "nobody decided in time"),
    "withdrawn": Words("审批被撤回", "the approval was withdrawn"),
    "excellent": Words("优秀", "excellent"),
    "qualified": Words("合格", "qualified"),
    "unqualified": Words("不合格", "unqualified"),
    "not_rated": Words("不评级", "not rated"),
}
MANAGERS = Recipient(RecipientKind.ROLE, "manager")


def managers(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who decide what follows."""
    return (MANAGERS,)


def managers_and_compliance(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who decide, and those who watch over the rules."""
    return (MANAGERS, COMPLIANCE)


def _to_supplier(event: str, subject: Words, body: Words) -> Template:
    return Template(
        event=event,
        context="assessment",
        recipients=supplier,
        subject=subject,
        body=body,
        words=WORDS,
    )


TEMPLATES = (
    _to_supplier(
        "ScorecardIssued",
        Words("季度考核结果", "Your scorecard of the quarter"),
        Words(
            "供应商 {supplier_id} 在 {quarter} 的考核结果为{band:word}。每一项得分的说明和改进方向"
            "请登录平台查看。",
            "The result of supplier {supplier_id} in {quarter}: {band:word}. Every point is "
            "explained on the platform, with what would move you up.",
        ),
    ),
    _to_supplier(
        "ConsequenceOpened",
        Words("季度考核不合格", "Unqualified in the assessment of a quarter"),
        Words(
            "供应商 {supplier_id} 在 {quarter} 的季度考核中得分 {score}，结果为不合格。主要失分项："
            "{reasons:word}。平台将由人工作出处理决定并告知理由和申诉期限；在此之前不会采取措施。"
            "每一项得分的说明请登录平台查看。",
            "Supplier {supplier_id} scored {score} in {quarter} and is unqualified. What cost "
            "most: {reasons:word}. A person decides what follows and tells you the reasons and how "
            "long you can appeal; until then nothing happens. Every point is explained on the "
            "platform.",
        ),
    ),
    _to_supplier(
        "ConsequenceDecided",
        Words("考核处理决定", "What follows from the assessment"),
        Words(
            "针对供应商 {supplier_id} 在 {quarter} 的考核结果，决定：{measure:word}。主要失分项："
            "{reasons:word}。如有异议，可在 {appeal_last_day:day} 24:00（北京时间）前申诉；"
            "{calendar:word}在此之前决定不生效，申诉期间中止执行。决定理由请登录平台查看。",
            "On the result of supplier {supplier_id} in {quarter} it was decided: {measure:word}. "
            "What cost most: {reasons:word}. You can appeal up to the end of {appeal_last_day:day} "
            "in China. {calendar:word} Nothing takes effect before, nor while an appeal is open. "
            "The reasons are shown on the platform.",
        ),
    ),
    Template(
        event="ConsequenceAppealed",
        context="assessment",
        recipients=lambda facts: (*supplier(facts), COMPLIANCE),
        subject=Words("申诉已受理", "An appeal was filed"),
        body=Words(
            "供应商 {supplier_id} 已对 {quarter} 考核处理决定（{measure:word}）提出申诉。"
            "决定中止执行，由未参与原决定的人员审理。",
            "Supplier {supplier_id} appealed against what follows from {quarter} ({measure:word}). "
            "Nothing takes effect until a person who had no part in the decision has decided.",
        ),
        words=WORDS,
    ),
    _to_supplier(
        "ConsequenceAppealDecided",
        Words("申诉结果", "Your appeal was decided"),
        Words(
            "供应商 {supplier_id} 对 {quarter} 考核处理决定（{measure:word}）的申诉结果："
            "{outcome:word}。理由请登录平台查看。",
            "The appeal of supplier {supplier_id} against what follows from {quarter} "
            "({measure:word}): {outcome:word}. The reasons are shown on the platform.",
        ),
    ),
    _to_supplier(
        "ConsequenceTookEffect",
        Words("考核处理决定已生效", "What was decided is in effect"),
        Words(
            "针对供应商 {supplier_id} 在 {quarter} 的考核处理决定（{measure:word}）已生效。",
            "What was decided on supplier {supplier_id} for {quarter} ({measure:word}) is in "
            "effect.",
        ),
    ),
    _to_supplier(
        "ImprovementPlanDue",
        Words("请提交改进计划", "An improvement plan is due"),
        Words(
            "请供应商 {supplier_id} 在 {last_day:day} 24:00（北京时间）前提交 {quarter} 的"
            "改进计划，写明措施、完成日期和负责人。{calendar:word}逾期将重新作出处理决定。",
            "Supplier {supplier_id}, please hand in the improvement plan for {quarter} by the end "
            "of {last_day:day} in China: measures, days and who sees to them. {calendar:word} If "
            "it does not come, it is decided anew what follows.",
        ),
    ),
    _to_supplier(
        "ImprovementPlanReviewed",
        Words("改进计划审核结果", "Your improvement plan was reviewed"),
        Words(
            "供应商 {supplier_id} 针对 {quarter} 提交的改进计划（第 {submission} 次）："
            "{outcome:word}。意见请登录平台查看；已接受的计划由下一季度的考核结果检验。",
            "The improvement plan of supplier {supplier_id} for {quarter} (number {submission}): "
            "{outcome:word}. The remarks are shown on the platform; the next quarter's scorecard "
            "judges a plan that was accepted.",
        ),
    ),
    _to_supplier(
        "ConsequenceEnded",
        Words("考核处理已结束", "Nothing follows from the assessment any more"),
        Words(
            "针对供应商 {supplier_id} 在 {quarter} 考核结果的处理已结束：{why:word}。",
            "What followed from the result of supplier {supplier_id} in {quarter} is closed: "
            "{why:word}.",
        ),
    ),
    _to_supplier(
        "ConsequenceDeadlineNear",
        Words("期限即将届满", "Time is running out"),
        Words(
            "供应商 {supplier_id}：针对 {quarter} 考核结果{what:word}的期限为 {last_day:day} 24:00"
            "（北京时间）。",
            "Supplier {supplier_id}: {what:word} on the result of {quarter} is possible up to the "
            "end of {last_day:day} in China.",
        ),
    ),
    Template(
        event="ConsequenceStalled",
        context="assessment",
        recipients=managers,
        subject=Words("考核处理未能推进", "A consequence waits"),
        body=Words(
            "供应商 {supplier_id} 在 {quarter} 的考核处理停在“{stage:word}”环节（{error:word}）。"
            "系统会重新发起审批；未经人工决定不会采取任何措施。",
            "What follows for supplier {supplier_id} from {quarter} waits at “{stage:word}” "
            "({error:word}). It is asked again by itself; nothing happens without a person's "
            "decision.",
        ),
        words=WORDS,
    ),
    Template(
        event="ConsequenceQuestioned",
        context="assessment",
        recipients=managers_and_compliance,
        subject=Words("已终止合作的依据发生变化", "The ground of a termination is gone"),
        body=Words(
            "供应商 {supplier_id} 因 {quarter} 考核结果已被终止合作，但该季度第 {run} 次考核结果为"
            "{band:word}。请人工复核是否恢复合作。",
            "The cooperation with supplier {supplier_id} was ended because of {quarter}, and run "
            "{run} of that quarter gives another band: {band:word}. Please look whether it is to "
            "be taken up again.",
        ),
        words=WORDS,
    ),
    _to_supplier(
        "ScorecardReportMade",
        Words("考核报告已生成", "The report of a scorecard is there"),
        Words(
            "供应商 {supplier_id} 在 {quarter} 的考核报告（{format}）已生成，请登录平台下载。",
            "The report of supplier {supplier_id} for {quarter} ({format}) is there; load it on "
            "the platform.",
        ),
    ),
)
