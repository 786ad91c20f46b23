"""The callback crypto against published vectors and against wechatpy."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.channels.tencent.crypto import CallbackCrypto
from bot.errors import CallbackRefused, SettingsError
from tests.bot.channels.callback_vectors import Vector, key, vector

K1, K2 = key("K1"), key("K2")


def crypto(receive_id: str = K1.receive_id) -> CallbackCrypto:
    return CallbackCrypto(K1.token, K1.aes_key, receive_id)


def opened(with_crypto: CallbackCrypto, sealed: Vector) -> str:
    return with_crypto.open(
        signature=sealed.signature,
        timestamp=sealed.timestamp,
        nonce=sealed.nonce,
        encrypted=sealed.encrypted,
    )


def test_the_echo_of_url_verification_is_decrypted() -> None:
    assert opened(crypto(), vector("V1")) == "1616140317555161061"


@pytest.mark.parametrize(
    ("name", "content"), [("V2", "hello"), ("V7", "社保怎么查"), ("V8", "x" * 26)]
)
def test_a_message_of_the_app_is_decrypted(name: str, content: str) -> None:
    assert content in opened(crypto(), vector(name))


def test_a_message_of_the_official_account_is_decrypted() -> None:
    account = CallbackCrypto(K2.token, K2.aes_key, K2.receive_id)
    assert fromstring(opened(account, vector("V3"))).findtext("Content") == "abcdteT"


def test_the_ai_bot_has_an_empty_receiver() -> None:
    assert opened(crypto(""), vector("V5")) == "1616140317555161061"
    assert "你好" in opened(crypto(""), vector("V6"))


def test_the_signature_sorts_its_four_parts() -> None:
    # V4: sha1 over "123456789".
    assert CallbackCrypto("789", K1.aes_key, "").sign("456", "123") == (
        "f7c3bc1d808e04732adf679965ccc34ca7ae3441"
    )


@pytest.mark.parametrize("name", ["V10", "V11", "V12", "V13", "V14", "V15", "V16"])
def test_every_malformed_payload_gets_the_same_refusal(name: str) -> None:
    with pytest.raises(CallbackRefused) as refused:
        opened(crypto(), vector(name))
    assert (refused.value.status, refused.value.why) == (400, "malformed")


def test_another_corps_message_is_refused_though_signed() -> None:
    with pytest.raises(CallbackRefused) as refused:
        opened(crypto(), vector("V9"))
    assert refused.value.status == 403


def test_a_wrong_signature_is_refused_before_decrypting() -> None:
    sealed = vector("V16")
    with pytest.raises(CallbackRefused) as refused:
        opened(crypto(), Vector("0" * 40, sealed.timestamp, sealed.nonce, sealed.encrypted))
    assert refused.value.why == "bad_signature"


@given(st.text(max_size=300))
def test_what_is_sealed_is_opened_by_wechatpy_and_by_us(text: str) -> None:
    message = f"<xml>{len(text)}</xml>{text}"
    sealed = crypto().seal(message, timestamp="1760000000", nonce="n")
    oracle = WeChatCrypto(K1.token, K1.aes_key, K1.receive_id)
    envelope = {"Encrypt": sealed.encrypted}
    assert oracle.decrypt_message(envelope, sealed.signature, "1760000000", "n") == message
    own = Vector(sealed.signature, "1760000000", "n", sealed.encrypted)
    assert opened(crypto(), own) == message


@given(st.binary(max_size=200))
def test_no_ciphertext_raises_anything_but_a_refusal(noise: bytes) -> None:
    encrypted = noise.decode("latin-1")
    signature = crypto().sign("1", "n", encrypted)
    with pytest.raises(CallbackRefused):
        opened(crypto(), Vector(signature, "1", "n", encrypted))


@pytest.mark.parametrize("aes_key", ["", "short", "!" * 43])
def test_an_unusable_key_is_a_settings_error(aes_key: str) -> None:
    with pytest.raises(SettingsError, match="EncodingAESKey"):
        CallbackCrypto("t", aes_key, "")
