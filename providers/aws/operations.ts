import type { Bindings, Caller, Codec } from '../../src/provider.ts'
import { aliasCodecs } from '../shared/aws-json/alias.ts'
import { cryptoCodecs } from '../shared/aws-json/crypto.ts'
import { dataKeyCodecs } from '../shared/aws-json/datakey.ts'
import { type Dialect, refusing } from '../shared/aws-json/dialect.ts'
import { grantCodecs } from '../shared/aws-json/grant.ts'
import { importCodecs } from '../shared/aws-json/import.ts'
import { lookingUpAliases } from '../shared/aws-json/key-reference.ts'
import { lifecycleCodecs } from '../shared/aws-json/lifecycle.ts'
import { policyCodecs } from '../shared/aws-json/policy.ts'
import { regionCodecs } from '../shared/aws-json/region.ts'
import { rotationCodecs } from '../shared/aws-json/rotation.ts'
import { signingCodecs } from '../shared/aws-json/signing.ts'
import { tagCodecs } from '../shared/aws-json/tags.ts'
import { decryptDataKey, encryptDataKey } from '../shared/data-keys.ts'

const API = 'https://docs.aws.amazon.com/kms/latest/APIReference'

const NO_VERSIONS = 'AWS KMS finds the key material itself and lets nobody choose it'

/** What AWS binds to each operation. */
export function awsBindings(dialect: Dialect): Bindings {
  const lifecycle = lifecycleCodecs(dialect)
  const alias = aliasCodecs(dialect)
  const crypto = cryptoCodecs(dialect)
  const dataKey = dataKeyCodecs(dialect)
  const signing = signingCodecs(dialect)
  const material = importCodecs(dialect)
  const rotation = rotationCodecs(dialect)
  const tag = tagCodecs(dialect)
  const grant = grantCodecs(dialect)
  const policy = policyCodecs(dialect)
  const region = regionCodecs(dialect)

  return {
    createKey: refusing(lifecycle.createKey, {
      name: 'AWS keys have no name; give it an alias, or a tag called Name',
      protectionLevel: 'AWS keeps every key in HSMs; a key store of your own is chosen by keyStoreId',
    }),
    describeKey: lifecycle.describeKey,
    listKeys: refusing(lifecycle.listKeys, { filter: 'ListKeys cannot filter; describe the keys it lists' }),
    updateKeyDescription: keyOnly(lifecycle.updateKeyDescription),
    updateKeyName: { unsupported: 'AWS keys have no name; use aliases', source: `${API}/API_UpdateAlias.html` },
    enableKey: keyOnly(lifecycle.enableKey),
    disableKey: keyOnly(lifecycle.disableKey),
    scheduleKeyDeletion: keyOnly(lifecycle.scheduleKeyDeletion),
    cancelKeyDeletion: keyOnly(lifecycle.cancelKeyDeletion),
    setDeletionProtection: {
      unsupported: 'AWS has no deletion protection; a key policy can deny kms:ScheduleKeyDeletion',
      source: `${API}/API_Operations.html`,
    },
    getKeyLastUsage: keyOnly(lifecycle.getKeyLastUsage),

    createAlias: keyOnly(alias.createAlias),
    updateAlias: keyOnly(alias.updateAlias),
    deleteAlias: alias.deleteAlias,
    listAliases: keyOnly(alias.listAliases),

    encrypt: refusing(crypto.encrypt, { keyVersionId: NO_VERSIONS }),
    decrypt: refusing(crypto.decrypt, { keyVersionId: NO_VERSIONS }),
    reEncrypt: refusing(crypto.reEncrypt, { lengthBytes: 'AWS re-encrypts a data key like any other ciphertext' }),
    generateDataKey: refusing(dataKey.generateDataKey, { keyVersionId: NO_VERSIONS }),
    generateDataKeyWithoutPlaintext: refusing(dataKey.generateDataKeyWithoutPlaintext, { keyVersionId: NO_VERSIONS }),
    encryptDataKey,
    decryptDataKey,
    generateDataKeyPair: dataKey.generateDataKeyPair,
    generateDataKeyPairWithoutPlaintext: dataKey.generateDataKeyPairWithoutPlaintext,
    generateRandom: crypto.generateRandom,

    sign: refusing(signing.sign, { keyVersionId: NO_VERSIONS }),
    verify: refusing(signing.verify, { keyVersionId: NO_VERSIONS }),
    getPublicKey: refusing(signing.getPublicKey, { keyVersionId: NO_VERSIONS }),
    generateMac: signing.generateMac,
    verifyMac: signing.verifyMac,
    deriveSharedSecret: signing.deriveSharedSecret,

    getParametersForImport: keyOnly(material.getParametersForImport),
    importKeyMaterial: keyOnly(
      refusing(material.importKeyMaterial, {
        encryptedPrivateKey: 'AWS takes a wrapped private key as encryptedMaterial',
      }),
    ),
    deleteKeyMaterial: keyOnly(material.deleteKeyMaterial),

    enableKeyRotation: keyOnly(rotation.enableKeyRotation),
    disableKeyRotation: keyOnly(rotation.disableKeyRotation),
    getKeyRotationStatus: keyOnly(rotation.getKeyRotationStatus),
    rotateKeyOnDemand: keyOnly(rotation.rotateKeyOnDemand),
    createKeyVersion: {
      unsupported: 'AWS makes a new version only by rotating to it: rotateKeyOnDemand',
      source: `${API}/API_RotateKeyOnDemand.html`,
    },
    listKeyVersions: keyOnly(rotation.listKeyVersions),

    tagKey: keyOnly(tag.tagKey),
    untagKey: keyOnly(tag.untagKey),
    listKeyTags: keyOnly(tag.listKeyTags),

    createGrant: keyOnly(refusing(grant.createGrant, { granteeType: 'the grantee is an ARN, which says what it is' })),
    listGrants: keyOnly(grant.listGrants),
    revokeGrant: keyOnly(grant.revokeGrant),
    retireGrant: keyOnly(grant.retireGrant),
    listRetirableGrants: grant.listRetirableGrants,

    getKeyPolicy: keyOnly(policy.getKeyPolicy),
    putKeyPolicy: keyOnly(policy.putKeyPolicy),
    listKeyPolicies: keyOnly(policy.listKeyPolicies),

    replicateKey: keyOnly(
      refusing(region.replicateKey, {
        name: 'AWS keys have no name; aliases are made in the other region',
        projectId: 'AWS has no projects',
      }),
    ),
    updatePrimaryRegion: keyOnly(region.updatePrimaryRegion),
  }
}

/** An operation whose page allows key ids and key ARNs only. */
function keyOnly<I extends { readonly keyId?: string | undefined }, O>(codec: Codec<I, O>) {
  return lookingUpAliases(codec, resolveAlias)
}

/** The ARN, because it also stands for a key of another account. */
async function resolveAlias(alias: string, call: Caller): Promise<string> {
  const { keyArn, keyId } = await call.operation('describeKey', { keyId: alias })
  return keyArn ?? keyId
}
