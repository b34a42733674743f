"""Drives every family of AWS KMS operations with boto3; prints one line of JSON per family.

Usage: python families.py ENDPOINT
"""

import hashlib
import hmac
import json
import os
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

endpoint = sys.argv[1]


def client(secret="test", region="us-east-1"):
    return boto3.client(
        "kms",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key=secret,
        config=Config(retries={"max_attempts": 1}),
    )


kms = client()


def refused(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    raise AssertionError("the call was accepted")


def new_key(**parameters):
    return kms.create_key(**parameters)["KeyMetadata"]["KeyId"]


def lifecycle():
    key = new_key(Description="orders", Tags=[{"TagKey": "team", "TagValue": "a"}])
    kms.disable_key(KeyId=key)
    assert refused(kms.encrypt, KeyId=key, Plaintext=b"x") == ("DisabledException", 400)
    kms.enable_key(KeyId=key)
    kms.update_key_description(KeyId=key, Description="changed")
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert refused(kms.enable_key, KeyId=key) == ("KMSInvalidStateException", 400)
    kms.cancel_key_deletion(KeyId=key)
    metadata = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert metadata["KeyState"] == "Disabled" and metadata["Description"] == "changed"
    assert any(entry["KeyId"] == key for page in kms.get_paginator("list_keys").paginate() for entry in page["Keys"])
    assert "TrackingStartDate" in kms.get_key_last_usage(KeyId=key)


def encryption():
    key, other = new_key(), new_key()
    context = {"tenant": "42"}
    blob = kms.encrypt(KeyId=key, Plaintext=b"secret", EncryptionContext=context)["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)["Plaintext"] == b"secret"
    assert refused(kms.decrypt, CiphertextBlob=blob)[0] == "InvalidCiphertextException"
    moved = kms.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext=context, DestinationKeyId=other)
    assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"], KeyId=other)["Plaintext"] == b"secret"
    assert len(kms.generate_random(NumberOfBytes=24)["Plaintext"]) == 24


def data_keys():
    key = new_key()
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256")
    assert kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    assert "Plaintext" not in kms.generate_data_key_without_plaintext(KeyId=key, NumberOfBytes=16)
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")
    serialization.load_der_private_key(pair["PrivateKeyPlaintext"], None)
    assert "PrivateKeyPlaintext" not in kms.generate_data_key_pair_without_plaintext(KeyId=key, KeyPairSpec="ECC_NIST_P256")


def signing():
    key = new_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
    algorithm = "RSASSA_PSS_SHA_256"
    signature = kms.sign(KeyId=key, Message=b"text", SigningAlgorithm=algorithm)["Signature"]
    public = serialization.load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"])
    public.verify(signature, b"text", padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    assert kms.verify(KeyId=key, Message=b"text", Signature=signature, SigningAlgorithm=algorithm)["SignatureValid"]
    wrong = refused(kms.verify, KeyId=key, Message=b"other", Signature=signature, SigningAlgorithm=algorithm)
    assert wrong == ("KMSInvalidSignatureException", 400)


def macs_and_agreement():
    key = new_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    mac = kms.generate_mac(KeyId=key, Message=b"text", MacAlgorithm="HMAC_SHA_256")["Mac"]
    assert kms.verify_mac(KeyId=key, Message=b"text", Mac=mac, MacAlgorithm="HMAC_SHA_256")["MacValid"]
    one, two = (new_key(KeySpec="ECC_NIST_P256", KeyUsage="KEY_AGREEMENT") for _ in range(2))
    public = {key: kms.get_public_key(KeyId=key)["PublicKey"] for key in (one, two)}
    secrets = [
        kms.derive_shared_secret(KeyId=own, PublicKey=public[peer], KeyAgreementAlgorithm="ECDH")["SharedSecret"]
        for own, peer in ((one, two), (two, one))
    ]
    assert secrets[0] == secrets[1]


def importing():
    key = new_key(Origin="EXTERNAL", KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    parameters = kms.get_parameters_for_import(KeyId=key, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048")
    material = os.urandom(32)
    public = serialization.load_der_public_key(parameters["PublicKey"])
    wrapped = public.encrypt(material, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None))
    kms.import_key_material(
        KeyId=key,
        ImportToken=parameters["ImportToken"],
        EncryptedKeyMaterial=wrapped,
        ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE",
    )
    mac = kms.generate_mac(KeyId=key, Message=b"text", MacAlgorithm="HMAC_SHA_256")["Mac"]
    assert mac == hmac.new(material, b"text", hashlib.sha256).digest()
    kms.delete_imported_key_material(KeyId=key)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "PendingImport"


def aliases():
    key, other = new_key(), new_key()
    name = f"alias/boto3-{key}"
    kms.create_alias(AliasName=name, TargetKeyId=key)
    kms.update_alias(AliasName=name, TargetKeyId=other)
    assert kms.describe_key(KeyId=name)["KeyMetadata"]["KeyId"] == other
    assert [entry["AliasName"] for entry in kms.list_aliases(KeyId=other)["Aliases"]] == [name]
    kms.delete_alias(AliasName=name)
    assert refused(kms.describe_key, KeyId=name) == ("NotFoundException", 400)


def tags_policies_grants():
    metadata = kms.create_key()["KeyMetadata"]
    key = metadata["KeyId"]
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "a", "TagValue": "1"}])
    assert kms.list_resource_tags(KeyId=key)["Tags"] == [{"TagKey": "a", "TagValue": "1"}]
    kms.untag_resource(KeyId=key, TagKeys=["a"])
    policy = kms.get_key_policy(KeyId=key)["Policy"]
    kms.put_key_policy(KeyId=key, Policy=policy)
    assert kms.list_key_policies(KeyId=key)["PolicyNames"] == ["default"]
    root = f"arn:aws:iam::{metadata['AWSAccountId']}:root"
    first = kms.create_grant(KeyId=key, GranteePrincipal=root, RetiringPrincipal=root, Operations=["Decrypt"])
    assert len(kms.list_grants(KeyId=key)["Grants"]) == 1
    assert len(kms.list_retirable_grants(RetiringPrincipal=root)["Grants"]) >= 1
    kms.retire_grant(GrantToken=first["GrantToken"])
    second = kms.create_grant(KeyId=key, GranteePrincipal=root, Operations=["Encrypt"])
    kms.revoke_grant(KeyId=key, GrantId=second["GrantId"])
    assert kms.list_grants(KeyId=key)["Grants"] == []


def rotation_and_regions():
    key = new_key()
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=100)
    assert kms.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 100
    kms.disable_key_rotation(KeyId=key)
    kms.rotate_key_on_demand(KeyId=key)
    assert len(kms.list_key_rotations(KeyId=key)["Rotations"]) == 1
    primary = new_key(MultiRegion=True)
    kms.replicate_key(KeyId=primary, ReplicaRegion="us-west-2")
    west = client(region="us-west-2")
    waits = 0
    while west.describe_key(KeyId=primary)["KeyMetadata"]["KeyState"] != "Enabled" and waits < 100:
        waits += 1
    blob = kms.encrypt(KeyId=primary, Plaintext=b"far")["CiphertextBlob"]
    assert west.decrypt(CiphertextBlob=blob)["Plaintext"] == b"far"


def authentication():
    assert refused(client(secret="wrong").list_keys) == ("InvalidSignatureException", 400)


for family in (
    lifecycle,
    encryption,
    data_keys,
    signing,
    macs_and_agreement,
    importing,
    aliases,
    tags_policies_grants,
    rotation_and_regions,
    authentication,
):
    try:
        family()
        print(json.dumps({"family": family.__name__, "ok": True}), flush=True)
    except Exception as error:  # every family is tried, whatever another one did
        print(json.dumps({"family": family.__name__, "ok": False, "error": f"{type(error).__name__}: {error}"}), flush=True)
