"""Every remark the automatic check of a product can make.

What names another product is for staff alone: see :data:`INTERNAL`.
"""

from teleshop.kernel.findings import FindingKind

# Who sells, and what kind of goods
SUPPLIER_NOT_ADMITTED = FindingKind(
    "supplier_not_admitted",
    "2.1.5",
    "供应商未获准经营“{category_zh}”所需的类别 {needed}，请先补充资质并申请该类别。",
    "The supplier is not admitted for {needed}, which {category_en} needs; apply for it first.",
    "R6.2-goods",
)
OTHER_GOODS = FindingKind(
    "other_goods_in_change",
    "2.1.5",
    "供应商目前不能新增商品，此处的变更会形成新的商品；请恢复已批准的名称和规格"
    "（名称中只可删去依法禁用的宣传用语），或在限制解除后再提交。",
    "The supplier may not list anything new now, and this makes other goods of the product; keep "
    "the name (only praise that the law forbids may be left out) and the articles that were "
    "approved, or submit again once it may.",
    "R6.2-goods",
)
SUPPLIER_UNKNOWN = FindingKind(
    "supplier_unknown",
    "2.1.5",
    "未找到供应商，请联系平台。",
    "There is no such supplier; contact the platform.",
    "R6.2-goods",
)
CATEGORY_MISSING = FindingKind(
    "category_missing", "2.3.1", "请选择商品类目。", "Choose the category of the product."
)
CATEGORY_UNKNOWN = FindingKind(
    "category_unknown",
    "2.3.1",
    "商品类目不存在，请重新选择。",
    "There is no such category; choose another one.",
)
CATEGORY_RETIRED = FindingKind(
    "category_retired",
    "2.3.1",
    "类目“{category_zh}”已停用，请选择其他类目。",
    "The category {category_en} is retired; choose another one.",
)
CATEGORY_FORBIDDEN = FindingKind(
    "category_forbidden",
    "2.1.1",
    "“{category_zh}”类商品不得在电视购物中销售。",
    "Goods of the category {category_en} may not be sold on television.",
    "R4.4-goods",
)

# What is said of the product
FIELD_MISSING = FindingKind(
    "field_missing",
    "2.2.2",
    "请填写{field_zh}。",
    "Give the {field_en}.",
    "R7-goods-27",
)
BRAND_MISSING = FindingKind(
    "field_missing",
    "2.2.2",
    "请填写品牌；没有品牌的商品请填“无”。",
    "Give the brand; write 无 for goods without one.",
    "R7-goods-27",
)
SHELF_LIFE_FORM = FindingKind(
    "shelf_life_form",
    "2.2.2",
    "保质期应为 1 至 {limit} 天。",
    "The shelf life is 1 to {limit} days.",
    "R7-goods-27",
)
PRODUCTION_IN_FUTURE = FindingKind(
    "production_in_future",
    "2.2.2",
    "生产日期晚于今天，请核对。",
    "The production date is after today; correct it.",
    "R7-goods-27",
)
GOODS_EXPIRED = FindingKind(
    "goods_expired",
    "2.2.2",
    "按生产日期和保质期，商品于 {last} 到期，早于 {needed}；请更换批次。",
    "By production date and shelf life the goods last until {last}, before {needed}; offer another "
    "batch.",
    "R7-goods-27",
)
INGREDIENT_TWICE = FindingKind(
    "ingredient_twice",
    "2.2.2",
    "配料“{name}”重复。",
    "The ingredient {name} is named twice.",
    "R7-goods-27",
)
INGREDIENT_BLANK = FindingKind(
    "ingredient_blank",
    "2.2.2",
    "该项配料没有可见的文字，请填写或删除。",
    "Nothing can be seen in this ingredient; write it or remove it.",
    "R7-goods-27",
)
AIR_DAY_PAST = FindingKind(
    "air_day_past",
    "2.2.2",
    "计划播出日 {air_on} 已过，请改为今天或以后，或留空。",
    "The planned day on air, {air_on}, is over; choose today or later, or leave it out.",
)
SPECIAL_EFFECT_ENDED = FindingKind(
    "special_effect_ended",
    "2.1.3",
    "“{effect}”类化妆品的过渡期已于 2025-12-31 结束，不得销售。",
    "The transition for cosmetics for {effect} ended on 2025-12-31: they may not be sold.",
    "R7.4-goods",
)

# Attributes of the category
ATTRIBUTE_MISSING = FindingKind(
    "attribute_missing",
    "2.3.1",
    "类目要求填写“{attribute_zh}”。",
    "The category asks for {attribute_en}.",
)
ATTRIBUTE_BLANK = FindingKind(
    "attribute_blank",
    "2.3.1",
    "“{attribute_zh}”没有可见的文字，请填写或删除。",
    "Nothing can be seen in {attribute_en}; write it or remove it.",
)
ATTRIBUTE_UNKNOWN = FindingKind(
    "attribute_unknown",
    "2.3.1",
    "类目没有属性 {attribute}，请删除。",
    "The category has no attribute {attribute}; remove it.",
)
ATTRIBUTE_KIND = FindingKind(
    "attribute_kind",
    "2.3.1",
    "“{attribute_zh}”的值类型不符：应为{kind_zh}。",
    "The value of {attribute_en} has the wrong type: it is {kind_en}.",
)
ATTRIBUTE_CHOICE = FindingKind(
    "attribute_choice",
    "2.3.1",
    "“{attribute_zh}”只能选择：{choices}。",
    "{attribute_en} is one of: {choices}.",
)

# Variants
VARIANT_MISSING = FindingKind(
    "variant_missing", "2.2.2", "请至少填写一个规格（SKU）。", "Give at least one variant (SKU)."
)
OWN_CODE_TWICE = FindingKind(
    "own_code_twice",
    "2.2.2",
    "货号 {own_code} 重复。",
    "The article number {own_code} stands twice.",
)
GTIN_LENGTH = FindingKind(
    "gtin_length",
    "2.2.2",
    "商品条码应为 8、12、13 或 14 位数字。",
    "A GTIN has 8, 12, 13 or 14 digits.",
    "GTIN",
)
GTIN_CHECK_DIGIT = FindingKind(
    "gtin_check_digit",
    "2.2.2",
    "商品条码校验位不符，请对照包装核对。",
    "The check digit of the GTIN does not fit; compare it with the package.",
    "GTIN",
)
GTIN_ZERO = FindingKind(
    "gtin_zero",
    "2.2.2",
    "商品条码不能全为 0，请对照包装填写；没有条码请留空。",
    "A GTIN is not all zeros; copy it from the package, or leave it out where there is none.",
    "GTIN",
)
GTIN_TWICE = FindingKind(
    "gtin_twice",
    "2.2.2",
    "两个规格使用同一商品条码，请核对。",
    "Two variants have the same GTIN; correct it.",
    "GTIN",
)
OPTIONS_MISSING = FindingKind(
    "options_missing",
    "2.2.2",
    "多个规格须用相同的选项（如颜色、尺码）区分，此规格缺少：{missing}。",
    "Several variants must be told apart by the same options; this one lacks: {missing}.",
)
OPTIONS_SAME = FindingKind(
    "options_same",
    "2.2.2",
    "此规格与另一规格的选项完全相同，无法区分。",
    "This variant has the very same options as another one.",
)
PRICE_MISSING = FindingKind(
    "price_missing",
    "2.2.2",
    "请填写{price_zh}（单位：分）。",
    "Give the {price_en} in fen.",
    "R7-goods-27",
)
BELOW_SUPPLY_PRICE = FindingKind(
    "below_supply_price",
    "2.2.2",
    "建议零售价低于供货价，请审核人员核对。",
    "The suggested price is below the supply price; the reviewer should look.",
    severity="warn",
)

# Pictures
PICTURE_MISSING = FindingKind(
    "picture_missing", "2.3.4", "请至少上传一张商品图片。", "Give at least one picture."
)
PICTURE_TWICE = FindingKind(
    "picture_twice", "2.3.4", "同一图片出现两次。", "The same picture stands twice."
)
FILE_NOT_USABLE = FindingKind(
    "file_not_usable",
    "2.1.1",
    "文件不能使用：须为本供应商为此用途上传的文件。",
    "The file cannot be used: it must have been uploaded by this supplier for this purpose.",
)
FILE_REJECTED = FindingKind(
    "file_rejected",
    "2.1.1",
    "文件未通过内容检查，请重新上传。",
    "The file failed the check of its content; upload another one.",
)
FILE_NOT_CHECKED = FindingKind(
    "file_not_checked",
    "2.1.1",
    "文件尚未上传或正在检查，请稍后重试。",
    "The file is not uploaded yet or is being checked; try again later.",
)
PICTURE_TOO_SMALL = FindingKind(
    "picture_too_small",
    "2.3.4",
    "图片为 {width}×{height} 像素，每边至少 {limit} 像素。",
    "The picture has {width}×{height} pixels; each side needs at least {limit}.",
    "R-picture-size",
)

# Documents
DOCUMENT_MISSING = FindingKind(
    "document_missing",
    "2.1.3",
    "缺少文件：{types_zh}（{source}）。",
    "Missing document: {types_en} ({source}).",
    "R7-goods",
)
DOCUMENT_TYPE_UNKNOWN = FindingKind(
    "document_type_unknown",
    "2.1.3",
    "文件类型 {type} 不存在，请核对。",
    "There is no document type {type}; correct it.",
    "R7-goods",
)
DOCUMENT_FILE_TWICE = FindingKind(
    "document_file_twice",
    "2.1.3",
    "同一文件被用于两份资料，请分别上传。",
    "One file stands behind two documents; upload one for each.",
)
EXPIRES_BEFORE_AIR = FindingKind(
    "document_expires_before_air",
    "2.1.3",
    "“{type_zh}”于 {valid_to} 到期，早于计划播出日 {air_on}。",
    "The {type_en} ends on {valid_to}, before the planned air date {air_on}.",
    "R7.1-goods",
)
PAPER_EXPIRED = FindingKind(
    "document_expired",
    "2.1.3",
    "“{type_zh}”已于 {valid_to} 到期，请更新。",
    "The {type_en} ended on {valid_to}; renew it.",
    "R7.1-goods",
)
EXPIRES_SOON = FindingKind(
    "document_expiring",
    "2.1.3",
    "“{type_zh}”于 {valid_to} 到期，仅剩 {days} 天，请及时更新。",
    "The {type_en} ends on {valid_to}, in {days} days; renew it in time.",
    "R7.1-goods",
    "warn",
)
LABORATORY_MISSING = FindingKind(
    "laboratory_missing",
    "2.1.3",
    "检测报告须填写检测机构。",
    "A test report names its laboratory.",
    "R7-report",
)
REPORT_DATE_MISSING = FindingKind(
    "report_date_missing",
    "2.1.3",
    "检测报告须填写报告日期。",
    "A test report has a date.",
    "R7-report",
)
REPORT_IN_FUTURE = FindingKind(
    "report_in_future",
    "2.1.3",
    "检测报告日期晚于今天，请核对。",
    "The date of the test report is after today; correct it.",
    "R7-report",
)
REPORT_OLD = FindingKind(
    "report_old",
    "2.1.3",
    "检测报告已超过 {years} 年，请审核人员核对是否仍有效。",
    "The test report is more than {years} years old; the reviewer should look whether it still "
    "holds.",
    "R7-report",
    "warn",
)

# Packaging
PACKAGING_MISSING = FindingKind(
    "packaging_missing",
    "2.1.4",
    "请填写包装声明。",
    "Give the declaration on packaging.",
    "R-packaging",
)
PACKAGING_MATERIAL_MISSING = FindingKind(
    "packaging_material_missing",
    "2.1.4",
    "请填写包装材料。",
    "Name the materials of the packaging.",
    "R-packaging",
)
PACKAGING_NOT_COMPLIANT = FindingKind(
    "packaging_not_compliant",
    "2.1.4",
    "供应商须声明包装符合国家标准。",
    "The supplier must declare that the packaging meets the national standards.",
    "R-packaging",
)
PACKAGING_STANDARD_MISSING = FindingKind(
    "packaging_standard_missing",
    "2.1.4",
    "未注明包装所执行的标准，请审核人员核对。",
    "No standard of the packaging is named; the reviewer should look.",
    "R-packaging",
    "warn",
)
FORBIDDEN_SUBSTANCE = FindingKind(
    "forbidden_substance",
    "2.1.4",
    "该类目的包装不得含有“{substance}”。",
    "Packaging in this category may not contain {substance}.",
    "R-packaging",
)

SUBSTANCE_DENIED = FindingKind(
    "substance_denied",
    "2.1.4",
    "包装声明称不含“{substance}”，请审核人员核对。",
    "The packaging is said to have no {substance}; the reviewer should look.",
    "R-packaging",
    "warn",
)

# After-sales
AFTER_SALES_MISSING = FindingKind(
    "after_sales_missing",
    "2.1.6",
    "请填写售后安排。",
    "Give the arrangements for after the sale.",
    "R1.11-return",
)
AFTER_SALES_FIELD = FindingKind(
    "after_sales_field_missing",
    "2.1.6",
    "售后安排缺少{field_zh}。",
    "The arrangements for after the sale lack the {field_en}.",
    "R1.11-return",
)
RETURN_CLASS_NOT_ALLOWED = FindingKind(
    "return_class_not_allowed",
    "2.1.6",
    "该类目不适用退货例外“{given}”；可选：{allowed}。",
    "The exception {given} from returns does not fit this category; possible: {allowed}.",
    "R1.4-goods",
)
RETURN_DAYS = FindingKind(
    "return_days",
    "2.1.6",
    "七日无理由退货期不得少于 {least} 天。",
    "Returns without reason take at least {least} days.",
    "R1.4-goods",
)
WARRANTY_MISSING = FindingKind(
    "warranty_missing",
    "2.1.6",
    "耐用商品须提供保修期（月）。",
    "Durable goods need a warranty in months.",
    "R1.17-goods",
)
WARRANTY_SHORT = FindingKind(
    "warranty_short",
    "2.1.6",
    "保修期少于通常的 {usual} 个月，请审核人员对照三包目录核对。",
    "The warranty is shorter than the usual {usual} months; the reviewer should compare the "
    "catalogue of warranted goods.",
    "R1.17-goods",
    "warn",
)

# Words
WORD_REFUSED = FindingKind(
    "word_not_allowed",
    "2.3.5",
    "第 {start} 至 {end} 字“{text}”：{why_zh}（{source}）",
    "Characters {start} to {end} “{text}”: {why_en} ({source})",
)
WORD_TO_LOOK_AT = FindingKind(
    "word_to_look_at",
    "2.3.5",
    "第 {start} 至 {end} 字“{text}”：{why_zh}（{source}）",
    "Characters {start} to {end} “{text}”: {why_en} ({source})",
    severity="warn",
)

# Compared with other products; for staff alone
GTIN_OF_ANOTHER = FindingKind(
    "gtin_of_another_supplier",
    "2.2.1",
    "该商品条码已用于其他供应商的商品 {product}，请核对。",
    "This GTIN is that of product {product} of another supplier; compare them.",
    severity="warn",
)
SAME_GTIN = FindingKind(
    "same_gtin",
    "2.2.1",
    "该商品条码已用于本供应商的商品 {product}，请核对是否重复。",
    "Product {product} of the same supplier has this GTIN; look whether it is the same.",
    severity="warn",
)
PICTURE_OF_ANOTHER = FindingKind(
    "picture_of_another_supplier",
    "2.3.4",
    "图片与其他供应商的商品 {product} 的图片相似（相差 {bits} 位），请核对来源。",
    "The picture looks like one of product {product} of another supplier ({bits} bits apart); "
    "check where it comes from.",
    severity="warn",
)
RELISTED = FindingKind(
    "relisted",
    "2.2.4",
    "疑为重新上架：与{state_zh}的商品 {product} 相同之处：{by_zh}。",
    "Perhaps a relisting: product {product}, which was {state_en}, has the same {by_en}.",
    severity="warn",
)
SAME_TITLE = FindingKind(
    "same_title",
    "2.2.1",
    "名称与商品 {product} 相同，请核对是否重复。",
    "Product {product} has the same name; look whether it is the same.",
    severity="warn",
)

INTERNAL = frozenset(
    kind.code for kind in (GTIN_OF_ANOTHER, SAME_GTIN, PICTURE_OF_ANOTHER, RELISTED, SAME_TITLE)
)
"""Codes of remarks that only staff see: they name products that were compared."""
