"""People of the local platform: a Cognito pool with a group per role, and tokens as an identity
provider would give them.

Only the local cloud has this pool; on AWS the platform takes tokens of whatever issuer its
parameters name.
"""

from dataclasses import dataclass
from typing import Any

POOL = "teleshop-local"
PASSWORD = "Local-only-1"
SUPPLIER_ATTRIBUTE = "supplier_id"
ROLES = (
    "supplier",
    "customer",
    "reviewer",
    "inspector",
    "legal",
    "signatory",
    "manager",
    "merchandiser",
    "agent",
    "lead",
    "finance",
    "compliance",
    "auditor",
    "admin",
    "warehouse",
    "studio",
)


class UnknownRoleError(Exception):
    """There is no such role; the message lists those that are."""


@dataclass(frozen=True)
class IdentityProvider:
    """The local pool, with what the platform must know of it."""

    client: Any
    pool: str
    audience: str
    region: str
    endpoint: str

    @property
    def issuer(self) -> str:
        """Answer the ``iss`` claim of its tokens."""
        return f"https://cognito-idp.{self.region}.amazonaws.com/{self.pool}"

    @property
    def jwks_url(self) -> str:
        """Answer where its keys are."""
        return f"{self.endpoint}/{self.pool}/.well-known/jwks.json"

    def token(self, role: str, supplier_id: str | None = None, subject: str | None = None) -> str:
        """Answer an id token of a person with one role, made if need be.

        ``subject`` tells people of the same role apart; ``supplier_id`` is the supplier that the
        person acts for.

        :raises UnknownRoleError: no such role.
        """
        if role not in ROLES:
            raise UnknownRoleError(f"there is no role {role!r}; the roles are {', '.join(ROLES)}")
        name = "-".join(part for part in (role, subject, supplier_id) if part)
        attributes = (
            [{"Name": f"custom:{SUPPLIER_ATTRIBUTE}", "Value": supplier_id}] if supplier_id else []
        )
        try:
            self.client.admin_create_user(
                UserPoolId=self.pool,
                Username=name,
                UserAttributes=attributes,
                MessageAction="SUPPRESS",
            )
            self.client.admin_set_user_password(
                UserPoolId=self.pool, Username=name, Password=PASSWORD, Permanent=True
            )
            self.client.admin_add_user_to_group(UserPoolId=self.pool, Username=name, GroupName=role)
        except self.client.exceptions.UsernameExistsException:
            pass  # a person met before
        answer = self.client.admin_initiate_auth(
            UserPoolId=self.pool,
            ClientId=self.audience,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
        )
        return str(answer["AuthenticationResult"]["IdToken"])


def identity_provider(client: Any, region: str, endpoint: str) -> IdentityProvider:
    """Answer the local pool, made with its client and groups when it is not there yet."""
    pools = client.list_user_pools(MaxResults=60)["UserPools"]
    pool = next((pool["Id"] for pool in pools if pool["Name"] == POOL), None)
    if pool is None:
        pool = client.create_user_pool(
            PoolName=POOL,
            Schema=[{"Name": SUPPLIER_ATTRIBUTE, "AttributeDataType": "String", "Mutable": True}],
        )["UserPool"]["Id"]
        for role in ROLES:
            client.create_group(UserPoolId=pool, GroupName=role)
        client.create_user_pool_client(
            UserPoolId=pool, ClientName=POOL, ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
        )
    clients = client.list_user_pool_clients(UserPoolId=pool, MaxResults=1)["UserPoolClients"]
    return IdentityProvider(client, pool, clients[0]["ClientId"], region, endpoint)
