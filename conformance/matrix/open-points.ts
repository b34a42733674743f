import type { SourceId } from './sources.ts'

/*
 * What the sources of a cloud leave open or tell in two ways, beside what the cells say of themselves. Each point has
 * what polykms does about it: adapters take every reading that they can, and the simulators have to choose one.
 */

/** A question that no source settles. */
export interface OpenPoint {
  readonly id: string
  readonly clouds: readonly string[]
  readonly question: string
  /** What is said, and where it stops. */
  readonly said: string
  /** What polykms does meanwhile. */
  readonly choice: string
  /** Keys into the sources of the tables. */
  readonly sources: readonly SourceId[]
}

/** A question, what is said, what is done, and the sources. */
type Line = readonly [question: string, said: string, choice: string, ...sources: SourceId[]]

function points(clouds: readonly string[], lines: Readonly<Record<string, Line>>): readonly OpenPoint[] {
  return Object.entries(lines).map(([name, [question, said, choice, ...sources]]) => ({
    id: `${clouds[0]}/${name}`,
    clouds,
    question,
    said,
    choice,
    sources,
  }))
}

// biome-ignore format: one paragraph per point
const aws = points(['aws'], {
  'import-while-updating': ['ImportKeyMaterial while a key is Updating', 'The key-state page marks it as allowed, today and in 2022, while it refuses GetParametersForImport; nobody has recorded it.', 'The cell is `either`; the simulator refuses it as `… is updating.`', 'aws-key-state', 'aws-key-state-2022'],
  'iso-creation-date': ['Whether every dialect of the protocol can be read with AWS\'s own SDK', 'AWS writes dates as epoch numbers and its SDK reads nothing else; Q-KMS\'s pages show `CreationDate` as ISO 8601 text.', 'The adapters read both; AWS\'s SDK fails on the ISO text of Q-KMS\'s metadata.', 'aws-service-model', 'quilibrium-docs'],
  'front-door-status': ['HTTP status of UnrecognizedClient, IncompleteSignature, MissingAuthenticationToken and UnknownOperation', '400 was seen at other JSON services; the pages of common errors say 403 and 404.', 'The simulator answers 400; the adapter decides by the code alone.', 'aws-api-reference'],
  'reserved-alias': ['Code for creating `alias/aws/…`', 'InvalidAliasNameException by the page; NotAuthorizedException by other emulators.', 'The simulator answers NotAuthorizedException; the adapter knows both.', 'aws-api-reference', 'localstack-kms'],
  'state-texts': ['Texts of refusals in states that no call reaches quickly (creating, updating, unavailable, replica deletion)', 'Known from the key-state page only, not recorded.', 'The simulator uses the page\'s words; nothing reads them.', 'aws-key-state'],
  'public-key-pending-import': ['GetPublicKey of an external asymmetric key that waits for material', 'The page allows it; measured on a symmetric key it is refused.', 'Recorded for the symmetric key; the asymmetric case is judged by the page.', 'aws-key-state', 'floci-kms'],
  'rotation-status-external': ['GetKeyRotationStatus of an external key', 'The page refuses it while the key waits for material; since external keys rotate on demand it may be answered.', 'The simulator refuses it in every state.', 'aws-key-state'],
  'cancel-without-material': ['State after CancelKeyDeletion of an external key without material', 'The page says Disabled for all keys; a key without material cannot be enabled.', 'The simulator gives PendingImport.', 'aws-api-reference'],
  'newer-operations': ['Key-state rows of GetKeyLastUsage, Encapsulate and Decapsulate', 'Newer than the page that has the table.', 'Inferred from the nearest operations.', 'aws-key-state', 'aws-service-model'],
  'order-of-checks': ['State against authenticity of the ciphertext on Decrypt; permission against existence', 'No page orders them, no recording shows them.', 'The simulator looks at the state first, and at no permissions.', 'aws-api-reference'],
  'update-alias-mismatch': ['UpdateAlias to a key of another kind', 'Refused by the page, without a code; two emulators answer ValidationException.', 'The simulator answers ValidationException.', 'aws-api-reference', 'localstack-kms'],
  'http-status-of-model': ['HTTP status of state, existence and dry-run errors', 'The service model says 404, 409 and 412; every recording of the service shows 400.', '400 is what is expected; the adapter decides by the code alone.', 'aws-service-model', 'localstack-kms'],
})

// biome-ignore format: one paragraph per point
const alibaba = points(['alibaba'], {
  'protected-key': ['Code when ScheduleKeyDeletion meets a protected key', 'Prohibited; no source names the code or the status.', '`Rejected.StateModifiedFailed` in the simulator.', 'alibaba-docs'],
  'after-cancel': ['State after CancelKeyDeletion of a key that was disabled, or has no material', 'The pages say Enabled, without exceptions.', 'Enabled; without material PendingImport.', 'alibaba-docs'],
  'duplicate-alias': ['Code of a duplicate alias today', '`AliasAlreadyExists` in the common list, in no list of an action.', 'As in the common list.', 'alibaba-docs'],
  'wrong-context': ['Wrong encryption context, or a damaged ciphertext', 'Not documented.', '`InvalidParameter`, 400; the adapter maps it by the operation.', 'alibaba-docs'],
  'dry-run-status': ['HTTP status of dry-run answers', 'Not documented.', '400.', 'alibaba-openapi-meta'],
  'import-disabled': ['State after ImportKeyMaterial into a disabled key', 'The table says that it succeeds, no more.', 'It stays Disabled.', 'alibaba-state'],
  'foreign-material': ['DeleteKeyMaterial of a key of the service; other material than the first', 'Not documented.', '`Unsupported.Origin`; `InvalidKeyMaterial`.', 'alibaba-docs'],
  'rows-not-listed': ['Asymmetric operations, MACs, ReEncrypt and GetPublicKey against the state table', 'Never listed in it.', 'Inferred from their symmetric relations.', 'alibaba-state', 'alibaba-sdk-go'],
  'aliases-of-deleted': ['Aliases of a deleted key', 'An alias "always points to a key"; its fate is not told.', 'They go with the key.', 'alibaba-docs'],
  'key-version-scope': ['Keys that CreateKeyVersion takes', 'Asymmetric ones by the pages of 2021 and the SDK; symmetric ones in software instances by later pages.', 'Asymmetric; else `Rejected.UnsupportedOperation`.', 'alibaba-docs', 'alibaba-sdk-go'],
  'pending-window': ['PendingWindowInDays', '7 to 30 and optional in 2021; 7 to 366 and required since 2024.', '7 to 366, required; the adapter always sends it.', 'alibaba-docs', 'alibaba-openapi-meta'],
  'rotation-interval': ['Longest rotation interval', '730 or 365 days.', '7 to 730 days.', 'alibaba-docs', 'alibaba-openapi-meta'],
  'create-defaults': ['Defaults of KeyUsage, ProtectionLevel and KeySpec', 'Texts, metadata and Regions disagree.', 'The adapter always sends spec and usage, and the protection level where it is given.', 'alibaba-docs', 'alibaba-openapi-meta', 'alibaba-sdk-go'],
  'list-aliases-page': ['Default page size of ListAliases', '10 or 20.', 'The adapter reads the page\'s own numbers.', 'alibaba-docs', 'alibaba-openapi-meta'],
  'page-size': ['Largest page, and a page of 0', '100 or 101; 0 allowed in some texts.', '1 to 101 are taken, 0 is refused.', 'alibaba-docs', 'alibaba-openapi-meta'],
  'no-permission-status': ['HTTP status of `Forbidden.NoPermission`', '403 in the common list, 400 in the metadata of several actions.', 'The adapter ignores the status.', 'alibaba-docs', 'alibaba-openapi-meta'],
  'signature-code': ['Code of a wrong signature', '`SignatureDoesNotMatch` from the gateway, `IncompleteSignature` from KMS.', 'Both are mapped; the simulator sends the gateway\'s.', 'alibaba-docs', 'alibaba-api-docs'],
  'missing-texts': ['Texts of `MissingParameter` and `InvalidParameter`', 'Several forms.', 'One form each; nothing reads them.', 'alibaba-docs', 'alibaba-api-docs'],
  're-encrypt-key': ['KeyId and KeyVersionId in the reply of ReEncrypt', 'The texts say the key that decrypts.', 'The source key.', 'alibaba-docs', 'alibaba-sdk-go'],
  'plaintext-limit': ['What the limit of 6 KB counts', 'Bytes or their Base64 text: not stated.', 'Decoded bytes, 6144.', 'alibaba-docs'],
  'v1-nonce': ['Whether V1 signatures need a nonce', 'The gateway\'s page says so; the page of KMS is silent and its example has none.', 'The adapter always sends one; the simulator takes its absence and refuses its repetition.', 'alibaba-docs'],
  'v1-window': ['Time window of V1 signatures', '15 minutes, documented for V3 only.', '15 minutes for both.', 'alibaba-docs'],
  'pem-line-ends': ['Line ends of public keys', 'A sample shows them escaped twice.', 'Real ones in the simulator; the adapter takes both.', 'alibaba-docs'],
  'unsupported-status': ['HTTP status of `Rejected.UnsupportedOperation`', '400 officially; 409 in third-party code.', '400.', 'alibaba-api-docs'],
  'unset-dates': ['Dates that are not set', 'Empty texts in samples of 2021; absent by later texts.', 'The adapter takes both.', 'alibaba-docs', 'alibaba-api-docs'],
  'unknown-alias': ['UpdateAlias and DeleteAlias of an unknown alias', 'Not in their own lists of errors.', '`Forbidden.AliasNotFound`, 404.', 'alibaba-docs'],
  'retry-after': ['Whether KMS sends `x-acs-retry-after`', 'SDKs read it; no answer of KMS with it is public.', 'Read where it is there.', 'alibaba-sdk-go'],
  'version-before-import': ['PrimaryKeyVersion of a key that waits for material', 'Shown nowhere.', 'There from the start, and the same after every import.', 'alibaba-docs'],
  'deleted-version': ['Decrypt and ReEncrypt when the key is deleted', 'The key is gone; no code is told.', '`Forbidden.KeyNotFound`, 404.', 'alibaba-docs'],
})

// biome-ignore format: one paragraph per point
const huawei = points(['huawei', 'otc'], {
  'timestamp-unit': ['Unit of dates', 'Seconds by the pages; milliseconds in samples and in Terraform\'s provider.', 'Milliseconds; small numbers are read as seconds.', 'huawei-api', 'huawei-terraform', 'otc-api'],
  'unusable-state-codes': ['Code for cryptography in PendingImport, Frozen and Creating', 'No page names one.', 'Any code that means a key state; the simulator\'s can be set.', 'huawei-errors', 'otc-errors'],
  'repeated-switch': ['Enabling an enabled key, disabling a disabled one', '1201 and 1301 by the pages; nothing happens, by one third party.', 'As on the pages; the simulator has the other as a quirk.', 'huawei-enable-key', 'otc-disable-key', 'huawei-errors'],
  'enable-pending-deletion': ['Code for enabling a key pending deletion', '1201 by the page\'s rule, 0210 by its own text.', 'Either is taken.', 'huawei-enable-key', 'huawei-errors'],
  'delete-frozen': ['Scheduling the deletion of a frozen key', 'Allowed by an older guide; newer ones are silent.', 'Allowed.', 'huawei-guide'],
  'alias-of-pending-key': ['Name of a key pending deletion for a new key', 'Names are unique (1104); OTC was seen to answer with the old key.', '1104; the simulator has the other as a quirk.', 'otc-terraform', 'otc-errors'],
  'rotation-not-enabled': ['Rotation calls on disabled keys and keys pending deletion', 'The guides want an enabled key; no code.', 'Refused; the code is not asserted.', 'huawei-guide', 'otc-guide', 'otc-terraform'],
  'silent-cells': ['GetPublicKey, tags and grants in states other than Enabled', 'The pages are silent.', 'Undocumented or inferred cells.', 'huawei-api', 'otc-api'],
  'tag-write-status': ['HTTP status of tag writes', '204; an empty object in OTC\'s example.', 'Both are taken; the simulators answer 204 and have the other as a quirk.', 'huawei-api', 'otc-api'],
  'tag-count-name': ['Name of the tag count', '`existTagNum` in OTC\'s table, `existTagsNum` in examples and the SDK.', 'The adapter does not read it; the simulators send the latter.', 'otc-api', 'huawei-sdk'],
  'expired-token': ['Answer to an expired token', '401 from the gateway, 403 from the service.', 'One error; the simulator can be set to either.', 'otc-errors', 'huawei-errors'],
  'clock-skew-code': ['Code of a wrong X-Sdk-Date', 'The 15 minutes are documented, the code is not.', '401; decided by the reply\'s Date.', 'huawei-api'],
  'plaintext-newline': ['Line ends in `plain_text`', 'Excluded by the page\'s pattern, read to the letter.', 'Taken: the adapter sends Base64.', 'huawei-api', 'otc-api'],
  'wrong-context': ['Code for a wrong context on decryption', 'Not documented.', '2201 in the simulators, invalid ciphertext in the adapter.', 'huawei-errors', 'otc-errors'],
  'tag-lengths': ['Lengths of tag keys and values', '36 and 43 characters on the API pages, 128 and 255 in the guides.', '36 and 43; the simulators\' can be set.', 'otc-api', 'otc-guide', 'huawei-guide'],
  'rsa-usage': ['Default usage of RSA keys', 'Signing, by the pages.', 'The adapter sends what the caller says, and reads what the cloud made of it.', 'huawei-api', 'otc-api'],
  'hmac-import': ['Import into HMAC keys', 'Refused by Huawei Cloud; Open Telekom Cloud is silent.', 'Refused with 0341.', 'huawei-errors', 'otc-errors'],
  'field-lengths': ['Units in error texts: "32 bits" in 2604, "1520 bytes" in 1904', 'Typing errors of the official table.', '32 bytes and 1520 bits.', 'huawei-errors', 'otc-errors'],
})

// biome-ignore format: one paragraph per point
const huaweiAlone = points(['huawei'], {
  'list-aliases-body': ['Body of the list of aliases', 'An array by the SDK, an object by Terraform\'s provider.', 'Both are read.', 'huawei-sdk', 'huawei-terraform'],
  'data-key-length': ['Meaning of 1801 and 2001', 'A range of 8 to 8192 by older pages, 512 alone by current ones.', 'By cloud: a range here, 512 bits on Open Telekom Cloud.', 'huawei-errors', 'otc-errors'],
  'ciphertext-length': ['Shortest ciphertext of decrypt-data', '188 by Open Telekom Cloud\'s page and Terraform\'s provider, 128 by the SDK.', 'The adapter leaves it to the cloud.', 'huawei-sdk', 'otc-api', 'huawei-terraform'],
  'alias-delete-status': ['HTTP status of deleting an alias', 'Not documented.', '200 and 204 are taken.', 'huawei-sdk'],
})

// biome-ignore format: one paragraph per point
const otc = points(['otc'], {
  'key-info-array': ['Whether `key_info` is an array', 'An array in the tables; an object in every example and every SDK.', 'Both are read; the simulator sends the object.', 'otc-disable-key', 'otc-api', 'huawei-sdk'],
  'swiss-host': ['Host of KMS in the Swiss region', 'Concluded from the other services\' names.', 'The endpoint can be given.', 'otc-api'],
  'withdrawn-apis': ['MAC and alias operations', 'Documented in 2025, then withdrawn.', 'Unsupported; the simulator can switch them on.', 'otc-changes'],
  'signature-form': ['Form of the signature that KMS takes', '`Access=` is documented and unproven; `Credential=` is what production clients send.', 'Either can be chosen; the simulator takes both.', 'otc-api', 'otc-terraform'],
})

// biome-ignore format: one paragraph per point
const quilibrium = points(['quilibrium'], {
  'content-type': ['Content type of requests', '`application/x-amz-json-1.1` by the pages; the vendor\'s client sends `application/json`, which its signature covers.', 'The pages\'; the other can be chosen. The simulator takes both.', 'quilibrium-docs', 'quilibrium-sdk'],
  'key-spec-member': ['Name of the key spec', '`CustomerMasterKeySpec` on the pages, `KeySpec` in the client.', 'The pages\' is sent unless chosen otherwise, never both; both are read.', 'quilibrium-docs', 'quilibrium-sdk'],
  'default-origin': ['Origin of keys made by the service', 'Text: AWS_KMS; samples: QKMS from CreateKey, AWS_KMS from DescribeKey.', 'Both mean the provider\'s own.', 'quilibrium-docs'],
  'account-member': ['Name of the account id', '`AccountId`, `AWSAccountId` and, in the source of a page, `QAccountId`.', 'Not needed: ARNs tell the account.', 'quilibrium-docs'],
  'arn-prefix': ['Prefix of ARNs', '`arn:verenc:`; once `arn:aws:verenc:`, in CancelKeyDeletion\'s sample; principals as in AWS.', 'Both are understood, and sent as given.', 'quilibrium-docs'],
  'state-case': ['Letter case of states', '`Enabled`, `ENABLED`, `UPDATING`.', 'Any case is read.', 'quilibrium-docs'],
  'failed-verification': ['A signature or code that does not fit', '`false` by the text of Verify and VerifyMac, an exception by their tables.', 'Both give `valid: false`; the simulator can do either.', 'quilibrium-docs'],
  'pair-private-key': ['`PrivateKey` of GenerateDataKeyPair', 'In syntax and table, as encrypted; in no sample.', 'Not read: the private key comes encrypted in its own member.', 'quilibrium-docs'],
  'delete-alias-in-use': ['Deleting an alias in use', 'The page forbids it and, further on, calls it harmless.', 'Accepted.', 'quilibrium-docs'],
  'describe-key-extras': ['What DescribeKey says of rotation and public key', 'Included by a note, which also speaks of a `KeyArn` parameter; the sample has none of it.', 'Not relied upon.', 'quilibrium-docs'],
  'void-bodies': ['Body of calls without a result', 'None, `{}`, or an "empty body", by page.', 'Both are taken.', 'quilibrium-docs'],
  'multi-region-parameter': ['`MultiRegion` of CreateKey', 'Used in a sample, absent from the table of parameters.', 'Sent when asked for.', 'quilibrium-docs'],
  'key-id-form': ['Form of stored key ids', 'A UUID or mrk-… on the pages, an ARN in comments of the client.', 'Both are taken.', 'quilibrium-docs', 'quilibrium-sdk'],
  'iso-creation-date': ['Dates in KeyMetadata', 'ISO 8601 text on the pages; AWS\'s own SDK, which "existing toolsets" are built on, reads epoch numbers only and fails.', 'The adapter reads both; the simulator can send either.', 'quilibrium-docs'],
  'enable-pending-deletion': ['EnableKey of a key pending deletion', 'It "does not cancel its deletion", and the key must be in a compatible state.', 'The cell is `either`: state and deletion date stay, whatever is answered.', 'quilibrium-enable-key'],
  'disable-pending-deletion': ['DisableKey of a key pending deletion', '"Not reversible": refused, or accepted with no way back.', 'The cell is `either`.', 'quilibrium-disable-key'],
  'live-operations': ['Whether the service can be reached, and which operations are live', 'Every page\'s tester says "coming soon"; no sandbox is named.', 'None assumed; nothing here was seen on a running service.', 'quilibrium-docs'],
  'endpoint-and-region': ['Endpoint, signing Region, and names of Regions', 'Known from the client alone.', 'Its endpoint and us-east-1 are defaults that can be set.', 'quilibrium-sdk'],
  'signed-headers': ['Whether longer lists of signed headers are accepted; session tokens; the clock\'s window', 'The client signs exactly four headers and says that any divergence is refused.', 'The adapter signs those four; the simulator can insist on them.', 'quilibrium-sdk'],
  'error-envelope': ['Error bodies, HTTP statuses, request ids, throttling', 'One body in the client; the pages show none.', 'AWS\'s forms are read; the status decides nothing.', 'quilibrium-docs', 'quilibrium-sdk'],
  'state-table': ['Key states per operation', 'The page that others refer to is empty.', 'Cells without words of a page stay undocumented; the simulator does there as AWS does.', 'quilibrium-docs'],
  'symmetric-keys': ['Whether symmetric keys are live, or threshold keys alone', 'The client never encrypts.', 'Supported as on the pages.', 'quilibrium-docs', 'quilibrium-sdk'],
  'threshold-keys': ['State of a key while its parties make it; which keys need a sidecar', 'The client polls GetPublicKey; no page speaks of it.', 'The simulator has the key Creating; polykms has no sidecar.', 'quilibrium-sdk'],
  'ciphertext-format': ['Contents of ciphertexts', 'Samples look like AWS\'s.', 'Never parsed.', 'quilibrium-docs'],
  'quotas': ['Quotas, prices, default pages', 'None published.', 'The simulator has AWS\'s.', 'quilibrium-docs'],
  'idempotency': ['Idempotency and consistency beyond grant tokens', 'Not told.', 'As AWS by analogy; an unclear failure says so.', 'quilibrium-docs'],
  'alias-as-key-id': ['Operations that take aliases', '"Some operations", by CreateAlias; no other page names one.', 'The adapter looks aliases up first.', 'quilibrium-docs'],
})

/** Every open point of every cloud. */
export const openPoints: readonly OpenPoint[] = [...aws, ...alibaba, ...huawei, ...huaweiAlone, ...otc, ...quilibrium]
