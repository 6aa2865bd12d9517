"""Personal values are sealed for one owner and one field; what was moved or altered does not open
(6.4.1, 8.2.1).
"""

import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel import personal
from teleshop.kernel.personal import KEYS_KEPT, PersonalCipher, SealBrokenError

OWNER, FIELD = "sup_1", "suppliers.phone"


class FakeKeys:
    """A key service that wraps keys by remembering them."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._keys: dict[bytes, tuple[bytes, Any]] = {}

    def generate_data_key(self, **arguments: Any) -> dict[str, Any]:
        self.calls.append("generate")
        wrapped, plain = os.urandom(40), os.urandom(32)
        self._keys[wrapped] = (plain, (arguments["KeyId"], arguments["EncryptionContext"]))
        return {"Plaintext": plain, "CiphertextBlob": wrapped}

    def decrypt(self, **arguments: Any) -> dict[str, Any]:
        self.calls.append("decrypt")
        plain, context = self._keys[arguments["CiphertextBlob"]]
        assert context == (arguments["KeyId"], arguments["EncryptionContext"])
        return {"Plaintext": plain}


@pytest.fixture
def keys() -> FakeKeys:
    return FakeKeys()


@pytest.fixture
def cipher(keys: FakeKeys) -> PersonalCipher:
    return PersonalCipher(keys, "key")


@given(
    st.binary(max_size=2_000), st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40)
)
@pytest.mark.clause("8.2.1")
def test_a_value_opens_for_its_owner_and_field(value: bytes, owner: str, field: str) -> None:
    cipher = PersonalCipher(FakeKeys(), "key")
    sealed = cipher.seal(value, owner=owner, field=field)
    assert cipher.open(sealed, owner=owner, field=field) == value
    if len(value) > 8:
        assert value not in sealed


@pytest.mark.clause("6.4.1", "8.2.1")
@pytest.mark.parametrize(
    ("owner", "field"),
    [("sup_2", FIELD), (OWNER, "suppliers.name"), ("", FIELD), (FIELD, OWNER), (OWNER, "")],
)
def test_a_value_moved_to_another_row_or_column_does_not_open(
    cipher: PersonalCipher, owner: str, field: str
) -> None:
    sealed = cipher.seal(b"13800000000", owner=OWNER, field=FIELD)
    with pytest.raises(SealBrokenError):
        cipher.open(sealed, owner=owner, field=field)


def test_owner_and_field_cannot_be_shifted_into_each_other(cipher: PersonalCipher) -> None:
    sealed = cipher.seal(b"x", owner="b\x00c", field="a")
    with pytest.raises(SealBrokenError):
        cipher.open(sealed, owner="c", field="a\x00b")


def test_a_flipped_bit_anywhere_behind_the_key_does_not_open(
    cipher: PersonalCipher, keys: FakeKeys
) -> None:
    sealed = cipher.seal(b"Wang", owner=OWNER, field=FIELD)
    body = 3 + int.from_bytes(sealed[1:3], "big")
    for place in [0, *range(body, len(sealed))]:
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(SealBrokenError):
            cipher.open(bytes(altered), owner=OWNER, field=FIELD)
    assert keys.calls == ["generate"]


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01\x00", b"\x02\x00\x00abc"])
def test_what_is_no_seal_does_not_open(cipher: PersonalCipher, sealed: bytes) -> None:
    with pytest.raises(SealBrokenError):
        cipher.open(sealed, owner=OWNER, field=FIELD)


def test_a_seal_cut_short_does_not_open(cipher: PersonalCipher) -> None:
    sealed = cipher.seal(b"Wang", owner=OWNER, field=FIELD)
    body = 3 + int.from_bytes(sealed[1:3], "big")
    for length in range(body, len(sealed)):
        with pytest.raises(SealBrokenError):
            cipher.open(sealed[:length], owner=OWNER, field=FIELD)


def test_equal_values_look_different(cipher: PersonalCipher) -> None:
    seals = {cipher.seal(b"same", owner=OWNER, field=FIELD) for _ in range(50)}
    assert len(seals) == 50


def test_many_values_take_one_call_of_the_key_service(
    cipher: PersonalCipher, keys: FakeKeys
) -> None:
    for number in range(100):
        sealed = cipher.seal(b"v", owner=str(number), field=FIELD)
        assert cipher.open(sealed, owner=str(number), field=FIELD) == b"v"
    assert keys.calls == ["generate"]


def test_another_process_opens_with_one_call_per_key(keys: FakeKeys) -> None:
    writer, reader = PersonalCipher(keys, "key"), PersonalCipher(keys, "key")
    seals = [writer.seal(b"v", owner=OWNER, field=FIELD) for _ in range(10)]
    assert {reader.open(sealed, owner=OWNER, field=FIELD) for sealed in seals} == {b"v"}
    assert keys.calls == ["generate", "decrypt"]


def test_a_key_is_replaced_after_its_share_of_values_and_old_seals_still_open(
    cipher: PersonalCipher, keys: FakeKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal, "MAX_SEALS", 10)
    seals = [cipher.seal(b"v", owner=OWNER, field=FIELD) for _ in range(25)]
    assert keys.calls == ["generate"] * 3
    assert {cipher.open(sealed, owner=OWNER, field=FIELD) for sealed in seals} == {b"v"}
    assert keys.calls == ["generate"] * 3


def test_a_key_is_replaced_when_it_is_old(
    cipher: PersonalCipher, keys: FakeKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    cipher.seal(b"v", owner=OWNER, field=FIELD)
    monkeypatch.setattr(personal, "MAX_AGE", -1.0)
    cipher.seal(b"v", owner=OWNER, field=FIELD)
    assert keys.calls == ["generate"] * 2


def test_no_more_opened_keys_are_kept_than_the_limit(keys: FakeKeys) -> None:
    reader = PersonalCipher(keys, "key")
    seals = []
    for _ in range(KEYS_KEPT + 5):
        seals.append(PersonalCipher(keys, "key").seal(b"v", owner=OWNER, field=FIELD))
        reader.open(seals[-1], owner=OWNER, field=FIELD)
    assert len(reader._opened) == KEYS_KEPT
