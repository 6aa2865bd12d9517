"""Every remark a check of this context can make.

Parameters never hold anything personal, nor the identity of another supplier.
"""

from teleshop.kernel.findings import FindingKind

# Who applies
LEGAL_NAME_MISSING = FindingKind(
    "legal_name_missing",
    "3.2.1",
    "请填写营业执照上的企业名称。",
    "Give the legal name as it stands on the business licence.",
    "R6.2-identity",
)
REPRESENTATIVE_MISSING = FindingKind(
    "legal_representative_missing",
    "3.2.1",
    "请填写法定代表人（经营者）姓名。",
    "Give the name of the legal representative.",
    "R6.2-identity",
)
ADDRESS_MISSING = FindingKind(
    "registered_address_missing",
    "3.2.1",
    "请填写住所（经营场所）地址。",
    "Give the registered address.",
    "R6.2-identity",
)
CONTACT_MISSING = FindingKind(
    "contact_missing",
    "3.2.1",
    "请至少填写一名联系人。",
    "Name at least one contact person.",
    "R6.2-identity",
)
CONTACT_INCOMPLETE = FindingKind(
    "contact_incomplete",
    "3.2.1",
    "联系人须有姓名，并至少有电话或电子邮箱之一。",
    "A contact needs a name and a telephone number or an e-mail address.",
    "R6.2-identity",
)
INTENT_MISSING = FindingKind(
    "cooperation_intent_missing",
    "3.2.1",
    "请填写合作意向。",
    "State the intended cooperation.",
)
DUPLICATE_ENTITY = FindingKind(
    "duplicate_entity",
    "3.1.2",
    "该统一社会信用代码已有在办申请或合作中的供应商，不能重复申请。",
    "A supplier or an open application with this unified social credit code exists already.",
)
SAME_NAME = FindingKind(
    "same_legal_name",
    "3.1.2",
    "已有名称相同而代码不同的供应商，请审核人员核对。",
    "Another supplier has the same legal name under another code; the reviewer should compare "
    "them.",
    severity="warn",
)
BLACKLISTED = FindingKind(
    "blacklisted",
    "2.1.5",
    "该主体或人员在平台黑名单有效期内，不予准入；如有异议请联系平台。",
    "This entity or person is on the blacklist of the platform; contact the platform to object.",
)
CASE_OPEN = FindingKind(
    "violation_case_open",
    "2.1.5",
    "该申请人有尚未结案的违规案件（{case}）；请审核人员先查看案件。准入后，结案前暂缓新增商品。",
    "A violation case against the applicant ({case}) has not ended; look at it before you decide. "
    "Once on board, nothing new of it is taken until the case has ended.",
    severity="warn",
)
PERSON_OF_BAD_RECORD = FindingKind(
    "person_of_bad_record",
    "2.1.5",
    "法定代表人与曾被终止合作或列入黑名单的供应商人员同名，请审核人员核对。",
    "The legal representative has the name of a person of a supplier that was terminated or is "
    "blacklisted; the reviewer should compare them.",
    severity="warn",
)
ADDRESS_OF_BAD_RECORD = FindingKind(
    "address_of_bad_record",
    "2.1.5",
    "住所与曾被终止合作或列入黑名单的供应商相同，请审核人员核对。",
    "The address is that of a supplier that was terminated or is blacklisted; the reviewer should "
    "compare them.",
    severity="warn",
)
ACCOUNT_OF_BAD_RECORD = FindingKind(
    "account_of_bad_record",
    "2.1.5",
    "保证金付款账户与曾被终止合作或列入黑名单的供应商相同，请审核人员核对。",
    "The account that paid the deposit also paid that of a supplier that was terminated or is "
    "blacklisted; the reviewer should compare them.",
    severity="warn",
)
PHONE_OF_BAD_RECORD = FindingKind(
    "phone_of_bad_record",
    "2.1.5",
    "该电话曾由被终止合作或列入黑名单的供应商使用，请审核人员核对。",
    "This telephone number belongs to a supplier that was terminated or is blacklisted; the "
    "reviewer should compare them.",
    severity="warn",
)

# The unified social credit code
USCC_LENGTH = FindingKind(
    "uscc_length",
    "2.1.2",
    "统一社会信用代码应为 18 位。",
    "A unified social credit code has 18 characters.",
    "GB32100",
)
USCC_CHARACTER = FindingKind(
    "uscc_character",
    "2.1.2",
    "统一社会信用代码第 {position} 位不是允许的字符（不使用 I、O、S、V、Z）。",
    "Character {position} of the code is not allowed (I, O, S, V and Z are never used).",
    "GB32100",
)
USCC_FORM = FindingKind(
    "uscc_form",
    "2.1.2",
    "统一社会信用代码第 3 至 8 位应为数字（行政区划码）。",
    "Characters 3 to 8 of the code are the region and must be digits.",
    "GB32100",
)
USCC_CHECK_CHARACTER = FindingKind(
    "uscc_check_character",
    "2.1.2",
    "统一社会信用代码校验位不符，请对照营业执照核对。",
    "The check character of the code does not fit; compare it with the business licence.",
    "GB32100",
)
USCC_AUTHORITY = FindingKind(
    "uscc_authority",
    "2.1.2",
    "该代码不是由市场监督管理部门（首位 9）赋予，请核对主体类型。",
    "The code was not given by the market regulator (first character 9); check the kind of entity.",
    "GB32100",
    "warn",
)
ORGANISATION_CODE_CHECK = FindingKind(
    "organisation_code_check",
    "2.1.2",
    "代码中的组织机构代码（第 9 至 17 位）校验位不符；旧码可能如此，请核对。",
    "The organisation code inside (characters 9 to 17) fails its own check; old codes may, "
    "please compare.",
    "GB32100",
    "warn",
)
LICENCE_NUMBER_DIFFERS = FindingKind(
    "licence_number_differs",
    "2.1.2",
    "营业执照号码与申请的统一社会信用代码不一致。",
    "The number of the business licence is not the code of the application.",
    "R6.10",
)
LICENCE_OLDER_THAN_CODE = FindingKind(
    "licence_older_than_code",
    "2.1.2",
    "载有统一社会信用代码的营业执照不会早于 {first_day} 核发；请填写核发日期而非成立日期。",
    "A licence with a unified code cannot be issued before {first_day}; give its day of issue, "
    "not the day of foundation.",
    "R6.10",
)
OLD_CERTIFICATE = FindingKind(
    "old_certificate",
    "2.1.2",
    "“{type_zh}”为旧式证照，仅作为历史存档，不能证明当前资质。",
    "The {type_en} is of the old form: kept as history, it proves nothing today.",
    "R6.10",
    "warn",
)
OLD_CERTIFICATE_TOO_LATE = FindingKind(
    "old_certificate_too_late",
    "2.1.2",
    "旧式“{type_zh}”的核发日期应早于 {end}。",
    "A {type_en} of the old form must have been issued before {end}.",
    "R6.10",
)
OLD_CERTIFICATE_NUMBER_DIFFERS = FindingKind(
    "old_certificate_number_differs",
    "2.1.2",
    "旧式“{type_zh}”的号码与统一社会信用代码中的组织机构代码不一致，请核对。",
    "The number of the old {type_en} does not contain the organisation code of the application.",
    "R6.10",
    "warn",
)

# Categories of goods
CATEGORIES_MISSING = FindingKind(
    "categories_missing",
    "3.2.1",
    "请至少选择一个拟经营的商品类别。",
    "Choose at least one category of goods.",
)
CATEGORY_UNKNOWN = FindingKind(
    "category_unknown", "3.2.1", "没有这个商品类别。", "There is no such category of goods."
)
CATEGORY_FORBIDDEN = FindingKind(
    "category_forbidden",
    "2.1.1",
    "“{category_zh}”禁止电视购物销售（{source}）。",
    "{category_en}: may not be sold by TV shopping ({source}).",
    "R4.4-categories",
)
CATEGORY_HIGH_RISK = FindingKind(
    "category_high_risk",
    "2.1.1",
    "“{category_zh}”为高风险类别，请从严审核（{source}）。",
    "{category_en}: a high-risk category, to be reviewed strictly ({source}).",
    severity="warn",
)
DRUG_NUMBER = FindingKind(
    "drug_number",
    "2.1.1",
    "该号码为药品批准文号，药品禁止电视购物销售。",
    "This is the approval number of a drug; drugs may not be sold by TV shopping.",
    "R4.4-categories",
)

# Documents
DOCUMENT_MISSING = FindingKind(
    "document_missing",
    "3.1.2",
    "缺少资质文件：{types_zh}（{category_zh}；{source}）。",
    "Missing document: {types_en} ({category_en}; {source}).",
    "R7-documents",
)
DOCUMENT_TYPE_UNKNOWN = FindingKind(
    "document_type_unknown", "3.1.2", "没有这种资质文件类型。", "There is no such type of document."
)
DOCUMENT_NOT_UPLOADED = FindingKind(
    "document_not_uploaded",
    "3.1.2",
    "“{type_zh}”的文件尚未上传或上传已过期，请上传。",
    "The file of the {type_en} was not uploaded in time; upload it.",
)
DOCUMENT_NOT_CHECKED = FindingKind(
    "document_not_checked",
    "3.1.2",
    "“{type_zh}”的文件仍在检查，请稍后再试。",
    "The file of the {type_en} is still being checked; try again shortly.",
)
DOCUMENT_REJECTED = FindingKind(
    "document_rejected",
    "3.1.2",
    "“{type_zh}”的文件未通过内容检查，请更换文件。",
    "The file of the {type_en} did not pass the content check; replace it.",
)
NUMBER_MISSING = FindingKind(
    "number_missing",
    "3.1.2",
    "请填写“{type_zh}”的编号。",
    "Give the number of the {type_en}.",
    "R7-formats",
)
NUMBER_FORMAT = FindingKind(
    "number_format",
    "3.1.2",
    "“{type_zh}”的编号格式不符（{source}），请对照原件核对。",
    "The number of the {type_en} does not have the usual form ({source}); compare it with the "
    "original.",
    "R7-formats",
)
NUMBER_YEAR_IN_FUTURE = FindingKind(
    "number_year_in_future",
    "3.1.2",
    "“{type_zh}”编号中的年份 {year} 晚于今年。",
    "The number of the {type_en} names the year {year}, which has not come yet.",
    "R7-formats",
)
QS_ENDED = FindingKind(
    "qs_ended",
    "3.1.2",
    "QS 编号已于 2018-10-01 停用，请提供 SC 食品生产许可证。",
    "QS numbers ended on 2018-10-01; give the SC production licence.",
    "R7.3",
)
SC_CHECK_DIGIT = FindingKind(
    "sc_check_digit",
    "3.1.2",
    "SC 编号校验位不符；个别标签号码如此，请核对。",
    "The check digit of the SC number does not fit; some printed numbers fail it, please compare.",
    "R7.3",
    "warn",
)
ISSUE_DATE_MISSING = FindingKind(
    "issue_date_missing",
    "2.1.2",
    "请填写“{type_zh}”的核发日期。",
    "Give the day of issue of the {type_en}.",
    "R6.10",
)
ISSUED_IN_FUTURE = FindingKind(
    "issued_in_future",
    "3.1.2",
    "“{type_zh}”的核发日期晚于今天。",
    "The {type_en} has a day of issue in the future.",
    "R7.1-suppliers",
)
NOT_YET_VALID = FindingKind(
    "not_yet_valid",
    "3.1.2",
    "“{type_zh}”自 {valid_from} 起才有效。",
    "The {type_en} is valid only from {valid_from}.",
    "R7.1-suppliers",
)
VALIDITY_REVERSED = FindingKind(
    "validity_reversed",
    "3.1.2",
    "“{type_zh}”的有效期止早于核发日期。",
    "The {type_en} ends before it was issued.",
    "R7.1-suppliers",
)
EXPIRY_MISSING = FindingKind(
    "expiry_missing",
    "3.1.2",
    "请填写“{type_zh}”的有效期止。",
    "Give the last day of validity of the {type_en}.",
    "R7.1-suppliers",
)
DOCUMENT_EXPIRED = FindingKind(
    "document_expired",
    "3.1.2",
    "“{type_zh}”已于 {valid_to} 到期。",
    "The {type_en} expired: its last day was {valid_to}.",
    "R7.1-suppliers",
)
DOCUMENT_EXPIRING = FindingKind(
    "document_expiring",
    "3.1.2",
    "“{type_zh}”将于 {valid_to} 到期（剩余 {days} 天），请及时续期。",
    "The {type_en} ends on {valid_to} ({days} days left); renew it in time.",
    "R7.1-suppliers",
    "warn",
)
VALIDITY_UNUSUAL = FindingKind(
    "validity_unusual",
    "3.1.2",
    "“{type_zh}”的有效期超过通常的 {years} 年，请核对。",
    "The {type_en} is valid for longer than the usual {years} years; please compare.",
    "R7.1-suppliers",
    "warn",
)

# The visit
SCORE_OUT_OF_RANGE = FindingKind(
    "score_out_of_range",
    "3.1.3",
    "考察得分应为 0 至 100 的整数。",
    "The score is a whole number from 0 to 100.",
)
INSPECTED_IN_FUTURE = FindingKind(
    "inspected_in_future", "3.1.3", "考察日期晚于今天。", "The day of the visit has not come yet."
)
REPORT_FILE = FindingKind(
    "report_file",
    "3.1.3",
    "考察报告须为已通过检查的 PDF 文件。",
    "The report must be a PDF file that passed the content check.",
)
PHOTO_FILE = FindingKind(
    "photo_file",
    "3.1.3",
    "考察照片须为已通过检查的图片文件。",
    "A photo must be an image file that passed the content check.",
)
PHOTOS_MISSING = FindingKind(
    "photos_missing",
    "3.1.3",
    "至少需要 {minimum} 张不同的考察照片。",
    "At least {minimum} different photos of the visit are needed.",
)

# What stops new products of a supplier
SUPPLIER_NOT_ACTIVE = FindingKind(
    "supplier_not_active",
    "3.2.4",
    "供应商当前状态为“{state_zh}”{why_zh}，不能上架商品。",
    "The supplier is {state_en}{why_en}; only an active supplier may list products.",
)
SUPPLIER_ON_HOLD = FindingKind(
    "supplier_on_hold",
    "3.3.3",
    "因{reason_zh}，平台暂不受理该供应商的新商品、新定价和新档期；已在售商品不受影响。{remedy_zh}。",
    "Because of {reason_en}, no new goods, prices or slots of this supplier are taken; what is on "
    "sale goes on. {remedy_en}.",
)
AGREEMENT_NOT_IN_FORCE = FindingKind(
    "agreement_not_in_force",
    "3.2.3",
    "没有在有效期内的合作协议，不能上架商品。",
    "There is no cooperation agreement in force; products cannot be listed.",
)
REVERIFICATION_OVERDUE = FindingKind(
    "reverification_overdue",
    "3.2.4",
    "供应商资料应于 {due} 前复核，现已逾期，不能新增商品。",
    "The re-verification of the supplier was due by {due}; no new products until it is done.",
    "R6.2",
)
