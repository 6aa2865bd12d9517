"""The rules of the suppliers context: pure functions of their arguments, time included.

| module | decides |
|---|---|
| `policy` | the numbers that are settings, with their defaults |
| `findings` | every remark a check can make: code, severity, clause, rule, texts |
| `registration` | the unified social credit code and the certificates it replaces |
| `qualifications` | one document: its number, its validity |
| `document_types` | data: the types of documents and the forms of their numbers |
| `catalogue` | data: what each category of goods requires |
| `supplier` | the supplier, its states and what moves it between them |
| `certificates` | the licence and the old certificates of one applicant |
| `application` | all findings on an application at once |
| `verification` | re-verification, moments of expiry, what stops new products |
| `agreement` | versions, acceptance by hash, countersignature |
| `inspection` | the report of the visit and its outcome |
| `blacklist` | entries and matching |
| `standing` | what expired documents mean for a supplier on board |
| `records` | all of this as it is stored: flat, with a version |
| `refusals` | actions the rules do not allow |
"""
