import type { Input, Output } from '../../src/operations/index.ts'
import type { Bindings, Codec, Unsupported } from '../../src/provider.ts'
import { awsJsonCodecs } from '../shared/aws-json/codecs.ts'
import { type Dialect, refusing } from '../shared/aws-json/dialect.ts'
import { lookingUpAliases } from '../shared/aws-json/key-reference.ts'
import { sameWords } from '../shared/aws-json/vocabulary.ts'
import { createKeyOnce } from '../shared/create-once.ts'
import { decryptDataKey, encryptDataKey } from '../shared/data-keys.ts'
import { resolveAlias } from './alias.ts'
import { CLIENT, page, REFERENCE } from './pages.ts'

const NO_DRY_RUN = { dryRun: 'Q-KMS knows no dry run' }
const NO_GRANT_TOKENS = { grantTokens: 'Q-KMS takes no grant tokens here' }
const NO_VERSIONS = { keyVersionId: 'Q-KMS finds the key material itself and lets nobody choose it' }
const USE = { ...NO_DRY_RUN, ...NO_VERSIONS }

/** What Q-KMS binds to each operation. */
export function quilibriumBindings(dialect: Dialect): Bindings {
  const codecs = awsJsonCodecs(dialect)
  const { reEncrypt } = awsJsonCodecs({ ...dialect, encryptionAlgorithms: sameWords(['SYMMETRIC_DEFAULT']) })
  return {
    createKey: createKeyOnce(
      refusing(withoutServiceOrigin(codecs.createKey), {
        name: 'Q-KMS keys have no name; give it an alias, or a tag called Name',
        protectionLevel: 'Q-KMS has one way of keeping keys',
        keyStoreId: 'Q-KMS has no custom key stores',
      }),
    ),
    describeKey: byKey(codecs.describeKey),
    listKeys: refusing(codecs.listKeys, { filter: 'ListKeys cannot filter; describe the keys it lists' }),
    updateKeyDescription: byKey(codecs.updateKeyDescription),
    updateKeyName: { unsupported: 'Q-KMS keys have no name; use aliases', source: page('update-alias') },
    enableKey: byKey(codecs.enableKey),
    disableKey: byKey(codecs.disableKey),
    scheduleKeyDeletion: byKey(codecs.scheduleKeyDeletion),
    cancelKeyDeletion: byKey(codecs.cancelKeyDeletion),
    setDeletionProtection: missing('Q-KMS has no deletion protection'),
    getKeyLastUsage: missing('Q-KMS does not tell when a key was used'),

    createAlias: byKey(codecs.createAlias),
    updateAlias: byKey(codecs.updateAlias),
    deleteAlias: codecs.deleteAlias,
    listAliases: byKey(codecs.listAliases),

    encrypt: byKey(refusing(codecs.encrypt, USE)),
    decrypt: byKey(
      refusing(codecs.decrypt, {
        ...USE,
        algorithm: 'Decrypt has no member for it; leave it out, the ciphertext and its key decide',
      }),
    ),
    reEncrypt: lookingUpAliases(
      refusing(reEncrypt, { ...NO_DRY_RUN, lengthBytes: 'Q-KMS re-encrypts a data key like any other ciphertext' }),
      ['sourceKeyId', 'destinationKeyId'],
      resolveAlias,
    ),
    generateDataKey: byKey(refusing(codecs.generateDataKey, USE)),
    generateDataKeyWithoutPlaintext: byKey(refusing(codecs.generateDataKeyWithoutPlaintext, USE)),
    encryptDataKey: { ...encryptDataKey, refuses: NO_DRY_RUN },
    decryptDataKey: { ...decryptDataKey, refuses: NO_DRY_RUN },
    generateDataKeyPair: {
      unsupported: 'Q-KMS never gives out the private key in the clear; use generateDataKeyPairWithoutPlaintext',
      source: page('generate-data-key-pair'),
    },
    generateDataKeyPairWithoutPlaintext: byKey(refusing(codecs.generateDataKeyPairWithoutPlaintext, NO_DRY_RUN)),
    generateRandom: {
      unsupported: 'Q-KMS documents no random numbers; its own client names GenerateRandom, which raw reaches',
      source: `${CLIENT} packages/core/src/client.ts`,
    },

    sign: byKey(refusing(codecs.sign, USE)),
    verify: byKey(refusing(codecs.verify, USE)),
    getPublicKey: byKey(refusing(codecs.getPublicKey, NO_VERSIONS)),
    generateMac: byKey(refusing(codecs.generateMac, NO_DRY_RUN)),
    verifyMac: byKey(refusing(codecs.verifyMac, NO_DRY_RUN)),
    deriveSharedSecret: byKey(refusing(codecs.deriveSharedSecret, { ...NO_DRY_RUN, ...NO_GRANT_TOKENS })),

    getParametersForImport: byKey(codecs.getParametersForImport),
    importKeyMaterial: byKey(
      refusing(codecs.importKeyMaterial, {
        encryptedPrivateKey: 'Q-KMS imports symmetric keys only',
        importType: 'a Q-KMS key has one key material',
      }),
    ),
    deleteKeyMaterial: byKey(refusing(codecs.deleteKeyMaterial, { keyMaterialId: 'a Q-KMS key has one key material' })),

    enableKeyRotation: byKey(
      refusing(codecs.enableKeyRotation, { periodDays: 'Q-KMS rotates once a year; the period cannot be chosen' }),
    ),
    disableKeyRotation: byKey(codecs.disableKeyRotation),
    getKeyRotationStatus: byKey(codecs.getKeyRotationStatus),
    rotateKeyOnDemand: missing('Q-KMS rotates once a year, never on demand', 'enable-key-rotation'),
    createKeyVersion: missing('Q-KMS makes new key material only by its yearly rotation', 'enable-key-rotation'),
    listKeyVersions: missing('Q-KMS does not list the rotations of a key', 'get-key-rotation-status'),

    tagKey: byKey(codecs.tagKey),
    untagKey: byKey(codecs.untagKey),
    listKeyTags: byKey(codecs.listKeyTags),

    createGrant: byKey(
      refusing(codecs.createGrant, {
        ...NO_DRY_RUN,
        ...NO_GRANT_TOKENS,
        granteeType: 'the grantee is an ARN, which says what it is',
      }),
    ),
    listGrants: byKey(codecs.listGrants),
    revokeGrant: byKey(refusing(codecs.revokeGrant, NO_DRY_RUN)),
    retireGrant: byKey(refusing(codecs.retireGrant, NO_DRY_RUN)),
    listRetirableGrants: codecs.listRetirableGrants,

    getKeyPolicy: byKey(codecs.getKeyPolicy),
    putKeyPolicy: byKey(codecs.putKeyPolicy),
    listKeyPolicies: byKey(codecs.listKeyPolicies),

    replicateKey: byKey(
      refusing(codecs.replicateKey, {
        name: 'Q-KMS keys have no name; aliases are made in the other region',
        projectId: 'Q-KMS has no projects',
      }),
    ),
    updatePrimaryRegion: byKey(codecs.updatePrimaryRegion),
  }
}

/** No page documents that any call takes an alias for its key: it is looked up. */
function byKey<I extends { readonly keyId?: string | undefined }, O>(codec: Codec<I, O>) {
  return lookingUpAliases(codec, ['keyId'], resolveAlias)
}

function missing(unsupported: string, slug?: string): Unsupported {
  return { unsupported, source: slug === undefined ? REFERENCE : page(slug) }
}

type CreateKey = Codec<Input<'createKey'>, Output<'createKey'>>

/** Key material of the service's own is what a key gets when no origin is said. */
function withoutServiceOrigin(codec: CreateKey): CreateKey {
  return {
    ...codec,
    encode: ({ origin, ...input }) => codec.encode(origin === 'PROVIDER' ? input : { ...input, origin }),
  }
}
