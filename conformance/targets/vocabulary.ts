/*
 * What a field of a request or reply may tell a report, by its name; the five dialects at once. Names are compared
 * without case, digits and separators, so that `KeyId`, `key_id` and `ResourceId.1` need one entry each.
 *
 * It is a list of what may stay. A field that stands nowhere here is not written down at all, not even its name: a new
 * field of a cloud can be a secret, and a server that echoes what it was sent can name a field after it.
 */

/** What an id is an id of; references are numbered by it: `key#1`, `account#1`. */
export type IdKind =
  | 'key'
  | 'version'
  | 'alias'
  | 'grant'
  | 'name'
  | 'account'
  | 'project'
  | 'principal'
  | 'request'
  | 'store'
  | 'page'

export type FieldClass =
  | { readonly class: 'id'; readonly kind: IdKind }
  /** One of the cloud's own words, a number or a flag: kept. */
  | { readonly class: 'word' }
  /** What a server says to people: kept without what it quotes. */
  | { readonly class: 'message' }
  /** Differs from run to run and says nothing about states. */
  | { readonly class: 'time' }
  /** A part of the structure: its members are looked at. */
  | { readonly class: 'group' }
  /** Plaintext, ciphertext, key material, signatures, tokens: removed, and looked for everywhere else. */
  | { readonly class: 'secret' }
  /** What callers write to themselves: removed. */
  | { readonly class: 'free' }

const IDS: Readonly<Record<IdKind, string>> = {
  key: `keyid arn keyarn targetkeyid sourcekeyid destinationkeyid resourceid keys`,
  version: `keyversionid primarykeyversion keymaterialid currentkeymaterialid sourcekeymaterialid
    destinationkeymaterialid`,
  alias: `alias aliases aliasname aliasarn aliasurn keyalias`,
  grant: `grantid`,
  name: `name`,
  account: `awsaccountid accountid domainid creator parentid`,
  project: `projectid xprojectid replicaprojectid sysenterpriseprojectid`,
  principal: `granteeprincipal retiringprincipal issuingprincipal issuingaccount`,
  request: `requestid xrequestid xamznrequestid xamzrequestid xacsrequestid xiamtraceid`,
  store: `customkeystoreid cloudhsmclusterid dkmsinstanceid keystoreid`,
  page: `marker nextmarker nexttoken`,
}

const OTHERS: Readonly<Record<Exclude<FieldClass['class'], 'id'>, string>> = {
  word: `type code errorcode keystate keyspec keyusage origin keyorigin keymanager keytype customermasterkeyspec
    keypairspec encryptionalgorithm encryptionalgorithms sourceencryptionalgorithm destinationencryptionalgorithm
    keyagreementalgorithm keyagreementalgorithms macalgorithm macalgorithms signingalgorithm signingalgorithms
    algorithm wrappingalgorithm wrappingkeyspec expirationmodel includekeymaterial messagetype multiregion
    multiregionkeytype region regionid replicaregion primaryregion realm operations policyname policynames
    rotationtype keymaterialstate protectionlevel automaticrotation deletionprotection rotationinterval
    enableautomaticrotation enabledeletionprotection resourcetype granteeprincipaltype action enabled
    keyrotationenabled rotationenabled macvalid signaturevalid dryrun limit truncated pagenumber pagesize totalcount
    total currentcount existtagsnum numberofbytes numberofrotations pendingwindowindays pendingdays
    pendingdeletionwindowindays rotationperiodindays datakeylength datakeyplainlength datakeycipherlength
    randomdatalength withplaintext defaultkeyflag hostid xamztarget xacsaction xacsversion contenttype`,
  message: `errormsg recommend`,
  time: `creationdate lastupdateddate deletiondate deletedate keycreationdate parametersvalidto validto rotationdate
    trackingstartdate lastrotationdate nextrotationdate materialexpiretime tokenexpiretime expirationtime createtime
    updatetime scheduleddeletiondate lastrotationtime keymaterialexpireunix`,
  group: `error keymetadata replicakeymetadata multiregionconfiguration primarykey replicakeys grants rotations
    keyversion keyversions key keyinfo keydetails pageinfo projects`,
  secret: `plaintext plaintextbase ciphertext ciphertextblob datakey datakeydgst datakeyplaintext exporteddatakey
    privatekeyplaintext privatekeyciphertext privatekeyciphertextblob privatekey publickey publickeyblob randomdata
    signature mac digest sharedsecret importtoken encryptedkeymaterial keymaterial grantoken granttoken granttokens
    token password secret credential`,
  free: `tag tags tagkey tagkeys tagvalue tagvalues value values description keydescription policy replicapolicy
    encryptioncontext sourceencryptioncontext destinationencryptioncontext additionalauthenticateddata auth links
    constraints matches`,
}

const CLASSES: ReadonlyMap<string, FieldClass> = new Map<string, FieldClass>([
  ...entries(IDS).flatMap(([kind, names]) => listed(names).map((name) => [name, { class: 'id', kind }] as const)),
  ...entries(OTHERS).flatMap(([kind, names]) => listed(names).map((name) => [name, { class: kind }] as const)),
])

/** How a field is treated; `undefined` for one that nobody has looked at. */
export function classOf(name: string, accepted: boolean): FieldClass | undefined {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  // What is to be signed in a request, what a server says in a refusal.
  if (plain === 'message') return { class: accepted ? 'secret' : 'message' }
  return CLASSES.get(plain)
}

function listed(names: string): readonly string[] {
  return names.trim().split(/\s+/)
}

function entries<K extends string>(table: Readonly<Record<K, string>>): readonly (readonly [K, string])[] {
  return Object.entries(table) as [K, string][] // the keys of this very literal
}
