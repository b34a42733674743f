"""Drives a KMS through Huawei Cloud's own Python SDK and prints what every step gave as one JSON object.

life.py URL AK SK PROJECT-ID
"""

import base64
import hashlib
import json
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkkms.v2 import KmsClient
from huaweicloudsdkkms.v2 import model

url, ak, sk, project = sys.argv[1:5]
client = (
    KmsClient.new_builder()
    .with_credentials(BasicCredentials(ak, sk, project))
    .with_endpoint(url)
    .build()
)
steps = {}


def call(operation, **body):
    """The reply of an operation whose request and body types are named after it."""
    camel = "".join(word.capitalize() for word in operation.split("_"))
    request = getattr(model, camel + "Request")()
    body_type = request.openapi_types.get("body")
    if body_type is not None:
        request.body = getattr(model, body_type)(**body)
    else:
        for name, value in body.items():
            setattr(request, name, value)
    return getattr(client, operation)(request)


def code(operation, **body):
    """The status and code of a refusal."""
    try:
        call(operation, **body)
    except ServiceResponseException as refusal:
        return f"{refusal.status_code} {refusal.error_code}"
    return "no error"


steps["list"] = code("list_keys")
if steps["list"] != "no error":
    print(json.dumps(steps))
    sys.exit()

key_id = call("create_key", key_alias="python", key_description="from Python").key_info.key_id


def state():
    return call("list_key_detail", key_id=key_id).key_info.key_state


steps["created"] = state()
steps["listed"] = call("list_keys", key_spec="ALL", limit="10").keys == [key_id]
encrypted = call("encrypt_data", key_id=key_id, plain_text="grüße 你好", additional_authenticated_data="ctx")
decrypted = call("decrypt_data", cipher_text=encrypted.cipher_text, additional_authenticated_data="ctx")
steps["decrypted"] = [decrypted.plain_text, decrypted.key_id == key_id]
steps["wrong context"] = code("decrypt_data", cipher_text=encrypted.cipher_text)

made = call("create_datakey", key_id=key_id, datakey_length="256")
opened = call("decrypt_datakey", key_id=key_id, cipher_text=made.cipher_text, datakey_cipher_length="32")
data_key = bytes.fromhex(made.plain_text)
digest = hashlib.sha256(data_key).hexdigest()
steps["data key"] = [opened.data_key == made.plain_text, opened.datakey_dgst.lower() == digest]
sealed = call(
    "encrypt_datakey", key_id=key_id, plain_text=data_key.hex() + digest, datakey_plain_length="32"
)
steps["sealed"] = sealed.datakey_length
steps["wrong digest"] = code(
    "encrypt_datakey", key_id=key_id, plain_text=data_key.hex() + "0" * 64, datakey_plain_length="32"
)
steps["random"] = len(call("create_random", random_data_length="64").random_data)

call("enable_key_rotation", key_id=key_id)
call("update_key_rotation_interval", key_id=key_id, rotation_interval=30)
rotation = call("show_key_rotation_status", key_id=key_id)
steps["rotation"] = [rotation.key_rotation_enabled, rotation.rotation_interval, rotation.number_of_rotations]
steps["rotation again"] = code("enable_key_rotation", key_id=key_id)
call("disable_key_rotation", key_id=key_id)

tag = model.TagItem(key="team name", value="red")
call_tag = model.CreateKmsTagRequest(key_id=key_id, body=model.CreateKmsTagRequestBody(tag=tag))
client.create_kms_tag(call_tag)
shown = client.show_kms_tags(model.ShowKmsTagsRequest(key_id=key_id))
steps["tags"] = [[item.key, item.value] for item in shown.tags]
client.delete_tag(model.DeleteTagRequest(key_id=key_id, key="team name"))
steps["tags left"] = client.show_kms_tags(model.ShowKmsTagsRequest(key_id=key_id)).exist_tags_num

grant = call("create_grant", key_id=key_id, grantee_principal="a" * 32, operations=["describe-key", "encrypt-data"])
steps["grants"] = [entry.grant_id == grant.grant_id for entry in call("list_grants", key_id=key_id).grants]
call("cancel_grant", key_id=key_id, grant_id=grant.grant_id)
steps["grants left"] = call("list_grants", key_id=key_id).total

pair = call("create_key", key_alias="python-pair", key_spec="EC_P256").key_info.key_id
message = base64.b64encode(hashlib.sha256(b"message").digest()).decode()
signed = call("sign", key_id=pair, message=message, signing_algorithm="ECDSA_SHA_256")
steps["verified"] = call(
    "validate_signature",
    key_id=pair,
    message=message,
    signing_algorithm="ECDSA_SHA_256",
    signature=signed.signature,
).signature_valid
steps["project tags"] = client.list_kms_tags(model.ListKmsTagsRequest()).status_code

steps["disabled"] = call("disable_key", key_id=key_id).key_info.key_state
steps["disabled again"] = code("disable_key", key_id=key_id)
steps["used"] = code("encrypt_data", key_id=key_id, plain_text="x")
steps["enabled"] = call("enable_key", key_id=key_id).key_info.key_state
steps["enabled again"] = code("enable_key", key_id=key_id)
steps["scheduled"] = call("delete_key", key_id=key_id, pending_days="7").key_state
steps["scheduled again"] = code("delete_key", key_id=key_id, pending_days="7")
steps["cancelled"] = call("cancel_key_deletion", key_id=key_id).key_state
steps["unknown"] = code("list_key_detail", key_id="0d0466b0-e727-4d9c-b35d-f84bb474a37f")
print(json.dumps(steps))
