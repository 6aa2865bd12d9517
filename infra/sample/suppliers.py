"""Suppliers of the sample platform: one on board, one that waits for its review, one draft."""

from dataclasses import dataclass

from infra.sample.site import Site, today


@dataclass(frozen=True)
class Company:
    """Who applies; ``uscc`` has a valid check character and belongs to nobody known."""

    name: str
    uscc: str
    person: str
    phone: str


ACTIVE = Company("示例家居用品有限公司", "913301000000000196", "示例甲", "13900000001")
WAITING = Company("示例厨具有限公司", "913301000000000271", "示例乙", "13900000002")
DRAFTING = Company("示例食品有限公司", "91330100000000035U", "示例丙", "13900000003")


@dataclass(frozen=True)
class Suppliers:
    """Lets applicants apply and the people of the platform decide."""

    site: Site

    def on_board(self, company: Company) -> str:
        """Apply, and let the people of the platform decide; answers the supplier's id."""
        supplier = self.submitted(company)
        self.decide("reviewer", supplier, "review")
        self.site.awaited("the inspection", lambda: self.open_step("inspector", supplier))
        self.site.send(
            "inspector",
            f"/suppliers/{supplier}/inspection-reports",
            {
                "inspected_on": today(),
                "score": 88,
                "report_document": self.site.file("inspector", "inspection_report", supplier),
                "photo_documents": [self.site.file("inspector", "inspection_photo", supplier)],
            },
        )
        self.decide("inspector", supplier, "inspection")
        self.site.awaited("the agreement", lambda: self.open_step("signatory", supplier))
        agreement = self.site.send(
            "legal",
            f"/suppliers/{supplier}/agreements",
            {
                "document_id": self.site.file("legal", "agreement", supplier),
                "valid_from": today(),
                "valid_to": today(365),
            },
        )
        self.site.send(
            "supplier",
            f"/suppliers/{supplier}/agreements/{agreement['version']}/acceptance",
            {"sha256": agreement["sha256"]},
            subject=company.uscc,
        )
        self.decide("signatory", supplier, "agreement")
        self.site.awaited("the supplier on board", lambda: self.status(supplier) == "active")
        return supplier

    def submitted(self, company: Company) -> str:
        """A complete application that has passed the automatic check."""
        supplier = self.drafted(company)
        licence = {
            "type": "business_licence",
            "number": company.uscc,
            "issuer": "示例市市场监督管理局",
            "issued_on": "2024-03-01",
            "document_id": self.site.file("supplier", "qualification", subject=company.uscc),
        }
        self.site.send(
            "supplier", f"/suppliers/{supplier}/documents", licence, subject=company.uscc
        )
        self.site.send(
            "supplier", f"/supplier-applications/{supplier}/submission", subject=company.uscc
        )
        self.site.awaited("the automatic check", lambda: self.status(supplier) == "in_review")
        return supplier

    def drafted(self, company: Company) -> str:
        """A draft; answers the supplier's id."""
        application = {
            "legal_name": company.name,
            "uscc": company.uscc,
            "legal_representative": company.person,
            "registered_address": "浙江省示例市示例路 1 号",
            "contacts": [{"name": company.person, "phone": company.phone}],
            "categories": ["general_goods"],
            "cooperation_intent": "长期供货",
        }
        made = self.site.send(
            "supplier", "/supplier-applications", application, subject=company.uscc
        )
        return str(made["id"])

    def decide(self, role: str, supplier: str, step: str) -> None:
        """Approve a step."""
        approval = self.site.awaited(step, lambda: self.open_step(role, supplier))
        self.site.send(role, f"/approvals/{approval}/decision", {"decision": "approve"})

    def open_step(self, role: str, supplier: str) -> str | None:
        """The approval on a supplier that waits in the role's inbox."""
        inbox = self.site.read(role, "/approvals?mine=true&limit=100")["items"]
        found = (item["id"] for item in inbox if item["subject"]["id"] == supplier)
        return next(found, None)

    def status(self, supplier: str) -> str:
        """Where a supplier stands."""
        return str(self.site.read("manager", f"/suppliers/{supplier}")["status"])
