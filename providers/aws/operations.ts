import type { Bindings, Caller, Codec } from '../../src/provider.ts'
import { awsJsonCodecs } from '../shared/aws-json/codecs.ts'
import { type Dialect, refusing } from '../shared/aws-json/dialect.ts'
import { lookingUpAliases } from '../shared/aws-json/key-reference.ts'
import { createKeyOnce } from '../shared/create-once.ts'
import { decryptDataKey, encryptDataKey } from '../shared/data-keys.ts'

const API = 'https://docs.aws.amazon.com/kms/latest/APIReference'

const NO_VERSIONS = 'AWS KMS finds the key material itself and lets nobody choose it'

/** What AWS binds to each operation. */
export function awsBindings(dialect: Dialect): Bindings {
  const codecs = awsJsonCodecs(dialect)
  return {
    createKey: createKeyOnce(
      refusing(codecs.createKey, {
        name: 'AWS keys have no name; give it an alias, or a tag called Name',
        protectionLevel: 'AWS keeps every key in HSMs; a key store of your own is chosen by keyStoreId',
      }),
    ),
    describeKey: codecs.describeKey,
    listKeys: refusing(codecs.listKeys, { filter: 'ListKeys cannot filter; describe the keys it lists' }),
    updateKeyDescription: keyOnly(codecs.updateKeyDescription),
    updateKeyName: { unsupported: 'AWS keys have no name; use aliases', source: `${API}/API_UpdateAlias.html` },
    enableKey: keyOnly(codecs.enableKey),
    disableKey: keyOnly(codecs.disableKey),
    scheduleKeyDeletion: keyOnly(codecs.scheduleKeyDeletion),
    cancelKeyDeletion: keyOnly(codecs.cancelKeyDeletion),
    setDeletionProtection: {
      unsupported: 'AWS has no deletion protection; a key policy can deny kms:ScheduleKeyDeletion',
      source: `${API}/API_Operations.html`,
    },
    getKeyLastUsage: keyOnly(codecs.getKeyLastUsage),

    createAlias: keyOnly(codecs.createAlias),
    updateAlias: keyOnly(codecs.updateAlias),
    deleteAlias: codecs.deleteAlias,
    listAliases: keyOnly(codecs.listAliases),

    encrypt: refusing(codecs.encrypt, { keyVersionId: NO_VERSIONS }),
    decrypt: refusing(codecs.decrypt, { keyVersionId: NO_VERSIONS }),
    reEncrypt: refusing(codecs.reEncrypt, { lengthBytes: 'AWS re-encrypts a data key like any other ciphertext' }),
    generateDataKey: refusing(codecs.generateDataKey, { keyVersionId: NO_VERSIONS }),
    generateDataKeyWithoutPlaintext: refusing(codecs.generateDataKeyWithoutPlaintext, { keyVersionId: NO_VERSIONS }),
    encryptDataKey,
    decryptDataKey,
    generateDataKeyPair: codecs.generateDataKeyPair,
    generateDataKeyPairWithoutPlaintext: codecs.generateDataKeyPairWithoutPlaintext,
    generateRandom: codecs.generateRandom,

    sign: refusing(codecs.sign, { keyVersionId: NO_VERSIONS }),
    verify: refusing(codecs.verify, { keyVersionId: NO_VERSIONS }),
    getPublicKey: refusing(codecs.getPublicKey, { keyVersionId: NO_VERSIONS }),
    generateMac: codecs.generateMac,
    verifyMac: codecs.verifyMac,
    deriveSharedSecret: codecs.deriveSharedSecret,

    getParametersForImport: keyOnly(codecs.getParametersForImport),
    importKeyMaterial: keyOnly(
      refusing(codecs.importKeyMaterial, {
        encryptedPrivateKey: 'AWS takes a wrapped private key as encryptedMaterial',
      }),
    ),
    deleteKeyMaterial: keyOnly(codecs.deleteKeyMaterial),

    enableKeyRotation: keyOnly(codecs.enableKeyRotation),
    disableKeyRotation: keyOnly(codecs.disableKeyRotation),
    getKeyRotationStatus: keyOnly(codecs.getKeyRotationStatus),
    rotateKeyOnDemand: keyOnly(codecs.rotateKeyOnDemand),
    createKeyVersion: {
      unsupported: 'AWS makes a new version only by rotating to it: rotateKeyOnDemand',
      source: `${API}/API_RotateKeyOnDemand.html`,
    },
    listKeyVersions: keyOnly(codecs.listKeyVersions),

    tagKey: keyOnly(codecs.tagKey),
    untagKey: keyOnly(codecs.untagKey),
    listKeyTags: keyOnly(codecs.listKeyTags),

    createGrant: keyOnly({
      ...refusing(codecs.createGrant, { granteeType: 'the grantee is an ARN, which says what it is' }),
      // A grant of the same name and content is handed out again instead of being made twice: API_CreateGrant.html, Name.
      idempotent: ({ name }) => name !== undefined,
    }),
    listGrants: keyOnly(codecs.listGrants),
    revokeGrant: keyOnly(codecs.revokeGrant),
    retireGrant: keyOnly(codecs.retireGrant),
    listRetirableGrants: codecs.listRetirableGrants,

    getKeyPolicy: keyOnly(codecs.getKeyPolicy),
    putKeyPolicy: keyOnly(codecs.putKeyPolicy),
    listKeyPolicies: keyOnly(codecs.listKeyPolicies),

    replicateKey: keyOnly(
      refusing(codecs.replicateKey, {
        name: 'AWS keys have no name; aliases are made in the other region',
        projectId: 'AWS has no projects',
      }),
    ),
    updatePrimaryRegion: keyOnly(codecs.updatePrimaryRegion),
  }
}

/** An operation whose page allows key ids and key ARNs only. */
function keyOnly<I extends { readonly keyId?: string | undefined }, O>(codec: Codec<I, O>) {
  return lookingUpAliases(codec, ['keyId'], resolveAlias)
}

/** The ARN, because it also stands for a key of another account. */
async function resolveAlias(alias: string, call: Caller): Promise<string> {
  const { keyArn, keyId } = await call.operation('describeKey', { keyId: alias })
  return keyArn ?? keyId
}
