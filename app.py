"""The HTTP application: one blueprint per context is registered here, and nothing else happens."""

from chalice.app import Chalice

app = Chalice(app_name="teleshop", configure_logs=False)


@app.route("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
