"""Refusals of scorecard policies and their back-tests."""

from teleshop.kernel.errors import NotFoundError, Refusal


class ScorecardPolicyNotFoundError(NotFoundError):
    """No version of that number, or none that the caller may see."""

    code = "scorecard_policy_not_found"
    zh = "未找到考核政策版本 {version}，请核对版本号。"
    en = "There is no version {version} of the scorecard policy; check the number."


class BackTestTooLargeError(Refusal):
    """More suppliers than one request can score."""

    code, clause, pointer = "back_test_too_large", "3.3.1", "/quarters"
    zh = "所选季度共 {suppliers} 份成绩，一次最多试算 {most} 份；请减少季度。"
    en = (
        "The quarters have {suppliers} scorecards; one request takes {most} at most. Ask for fewer "
        "quarters."
    )
