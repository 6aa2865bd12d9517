"""Refusals of the protocol itself, before or beside any rule of the business."""

from teleshop.kernel.errors import Refusal


class UnauthenticatedError(Refusal):
    """The route needs a caller and the request names none, or its token has lapsed meanwhile."""

    code, status = "unauthenticated", 401
    zh = "请先登录：请求需要在 Authorization 头中携带有效的访问令牌。"
    en = "Sign in first: send a valid access token in the Authorization header."


class UnsupportedMediaTypeError(Refusal):
    """A body in a form other than JSON in UTF-8."""

    code, status = "unsupported_media_type", 415
    zh = "请求体必须为 UTF-8 编码的 JSON，并带有 Content-Type: application/json。"
    en = "The body must be JSON in UTF-8, sent with Content-Type: application/json."


class BodyTooLargeError(Refusal):
    """A body over the limit; files go to storage directly, never through the API."""

    code, status = "body_too_large", 413
    zh = "请求体超过 {limit} 字节；请缩减内容，文件请通过 POST /documents 获取上传地址后上传。"
    en = "The body exceeds {limit} bytes; shorten it, and upload files by way of POST /documents."


class MalformedBodyError(Refusal):
    """A body that is not JSON at all, so no field of it can be named."""

    code, status = "malformed_body", 400
    zh = "请求体不是有效的 JSON；请检查括号、引号和编码（UTF-8）。"
    en = "The body is not valid JSON; check brackets, quotes and encoding (UTF-8)."


class MissingBodyError(Refusal):
    """The route needs a body and none was sent."""

    code, status = "body_missing", 400
    zh = "该操作需要 JSON 请求体。"
    en = "This action needs a JSON body."


class InvalidRequestKeyError(Refusal):
    """An ``Idempotency-Key`` of another form than 1 to 128 visible ASCII characters."""

    code, status = "invalid_idempotency_key", 400
    zh = "Idempotency-Key 必须为 1 至 128 个可见 ASCII 字符，建议使用 UUID。"
    en = "Idempotency-Key must be 1 to 128 visible ASCII characters; a UUID is a good choice."


class RequestKeyRequiredError(Refusal):
    """A request without ``Idempotency-Key`` that would cost somebody money if done twice."""

    code, status = "idempotency_key_required", 400
    zh = (
        "该操作须带 Idempotency-Key 头（1 至 128 个可见 ASCII 字符，建议使用 UUID）；"
        "重试时使用同一个键，即不会重复执行。"
    )
    en = (
        "Send an Idempotency-Key (1 to 128 visible ASCII characters; a UUID is a good choice) and "
        "repeat with the same one, so that this is never done twice."
    )


class InvalidEntityTagError(Refusal):
    """An ``If-Match`` that is not one strong tag as this API gives them."""

    code, status = "invalid_if_match", 400
    zh = 'If-Match 必须是读取该记录时返回的一个强 ETag，例如 "3"。'
    en = 'If-Match must be the one strong ETag you got when reading the record, for example "3".'


class VersionRequiredError(Refusal):
    """A change of a versioned resource that does not say which version it is based on."""

    code, status = "version_required", 428
    zh = "修改该记录须带 If-Match 头，其值为读取时返回的 ETag，以免覆盖他人的修改。"
    en = "Send If-Match with the ETag of the record you read, so that nobody's change is lost."
