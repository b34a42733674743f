import type { Source } from './types.ts'

/**
 * Every source that a cell may cite, by id.
 *
 * `kind` is where evidence is decided, once for all clouds: what a real service was seen to answer (recordings of
 * other projects' tests against it, bodies quoted in public issues) is a recording and may carry `recorded` claims;
 * the cloud's pages, service models and SDKs are documentation and carry `documented` claims; emulators and
 * neighbouring rules are clues and carry `inferred` ones only. An inference may cite any kind.
 */
export const sources = {
  'aws-key-state': {
    title: 'AWS KMS Developer Guide: Key states of AWS KMS keys (read in a public copy of the current pages)',
    address: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
    path: 'crowecawcaw/aws-docs-history: docs/kms/latest/developerguide/key-state.md',
    kind: 'documentation',
  },
  'aws-key-state-2022': {
    title: 'AWS KMS Developer Guide: Key states of AWS KMS keys (last published source, December 2022)',
    address: 'https://github.com/awsdocs/aws-kms-developer-guide',
    path: 'doc_source/key-state.md',
    kind: 'documentation',
  },
  'aws-api-reference': {
    title: 'AWS KMS API Reference',
    address: 'https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html',
    kind: 'documentation',
  },
  'aws-service-model': {
    title: 'AWS KMS service model, API version 2014-11-01',
    address: 'https://github.com/boto/botocore',
    path: 'botocore/data/kms/2014-11-01/service-2.json',
    kind: 'documentation',
  },
  'localstack-kms': {
    title: 'LocalStack: KMS tests validated against AWS, and the replies recorded there',
    address: 'https://github.com/localstack/localstack',
    path: 'tests/aws/services/kms/test_kms.py, tests/aws/services/kms/test_kms.snapshot.json',
    kind: 'recording',
  },
  'localstack-s3': {
    title: 'LocalStack: S3 replies recorded against AWS, with KMS errors passed through',
    address: 'https://github.com/localstack/localstack',
    path: 'tests/aws/services/s3/test_s3.snapshot.json',
    kind: 'recording',
  },
  'floci-kms': {
    title:
      'floci: KMS tests whose author took every message and order of checks from AWS in us-east-1 (pull request 3968)',
    address: 'https://github.com/floci-io/floci/pull/3968',
    path: 'src/test/java/io/github/hectorvent/floci/services/kms/KmsIntegrationTest.java',
    kind: 'recording',
  },

  'alibaba-state-first': {
    title:
      'Alibaba Cloud KMS: impact of CMK states on API calls (first revision; its English edition has the same cells)',
    address: 'https://github.com/AlibabaCloudDocs/kms',
    path: 'intl.en-US/API Reference/Impact of CMK states on API call.md',
    kind: 'documentation',
  },
  'alibaba-state': {
    title: 'Alibaba Cloud KMS: influence of CMK state on API calls (revision of September 2019)',
    address: 'https://github.com/AlibabaCloudDocs/kms',
    path: 'cn.zh-CN/API参考/用户主密钥的状态对API调用的影响.md',
    kind: 'documentation',
  },
  'alibaba-docs': {
    title: 'Alibaba Cloud KMS documentation (2021), Chinese and English',
    address: 'https://github.com/AlibabaCloudDocs/kms',
    kind: 'documentation',
  },
  'alibaba-openapi-meta': {
    title: 'Alibaba Cloud OpenAPI metadata of KMS',
    address: 'https://github.com/aliyun/aliyun-openapi-meta',
    path: 'metadatas/kms',
    kind: 'documentation',
  },
  'alibaba-api-docs': {
    title: 'Alibaba Cloud KMS 2016-01-20: published API metadata with responses and error codes (copy of July 2024)',
    address: 'https://github.com/dew-serverless/acs-sdk-php',
    path: 'data/kms/2016-01-20/api-docs.json',
    kind: 'documentation',
  },
  'alibaba-sdk-go': {
    title: 'Alibaba Cloud KMS SDK for Go, kms-20160120',
    address: 'https://github.com/alibabacloud-go/kms-20160120',
    kind: 'documentation',
  },
  'alibaba-terraform': {
    title: 'Terraform provider for Alibaba Cloud: KMS resources',
    address: 'https://github.com/aliyun/terraform-provider-alicloud',
    path: 'alicloud/',
    kind: 'clue',
  },

  'huawei-api': {
    title: 'Huawei Cloud DEW: API reference (November 2023, Chinese)',
    address: 'https://github.com/huaweicloudDocs/dew',
    path: 'cn.zh-cn/API参考',
    kind: 'documentation',
  },
  'huawei-enable-key': {
    title: 'Huawei Cloud DEW API reference: Enabling a CMK (2022)',
    address: 'https://github.com/huaweicloudDocs/dew',
    path: 'cn.zh-cn/API参考',
    kind: 'documentation',
  },
  'huawei-errors': {
    title: 'Huawei Cloud DEW: error codes, current table and older table per module',
    address: 'https://github.com/huaweicloudDocs/dew',
    path: 'cn.zh-cn/API参考/错误码.md, cn.zh-cn/API参考/加密密钥错误码.md',
    kind: 'documentation',
  },
  'huawei-guide': {
    title: 'Huawei Cloud DEW: user guide (November 2023, Chinese)',
    address: 'https://github.com/huaweicloudDocs/dew',
    path: 'cn.zh-cn/用户指南',
    kind: 'documentation',
  },
  'huawei-sdk': {
    title: 'Huawei Cloud SDK for Go: KMS v2, models of requests and replies',
    address: 'https://github.com/huaweicloud/huaweicloud-sdk-go-v3',
    path: 'services/kms/v2',
    kind: 'documentation',
  },
  'huawei-terraform-docs': {
    title: 'Terraform provider for Huawei Cloud: documentation of the KMS resources',
    address: 'https://github.com/huaweicloud/terraform-provider-huaweicloud',
    path: 'docs/resources/kms_*.md',
    kind: 'documentation',
  },
  'huawei-terraform': {
    title: 'Terraform provider for Huawei Cloud: KMS resources (what a production client relies on)',
    address: 'https://github.com/huaweicloud/terraform-provider-huaweicloud',
    path: 'huaweicloud/services/dew',
    kind: 'recording',
  },
  'otc-disable-key': {
    title: 'Open Telekom Cloud KMS API reference: Disabling a CMK (export of 2025)',
    address: 'https://github.com/opentelekomcloud-docs/doc-exports',
    path: 'docs/kms/api-ref/kms_02_0014.html',
    kind: 'documentation',
  },
  'otc-api': {
    title: 'Open Telekom Cloud KMS: API reference',
    address: 'https://github.com/opentelekomcloud-docs/key-management-service',
    path: 'api-ref/source/apis/key_management_service/cmk_management',
    kind: 'documentation',
  },
  'otc-errors': {
    title: 'Open Telekom Cloud KMS: error codes and status codes',
    address: 'https://github.com/opentelekomcloud-docs/key-management-service',
    path: 'api-ref/source/appendix/error_code.rst, api-ref/source/appendix/status_codes.rst',
    kind: 'documentation',
  },
  'otc-changes': {
    title: 'Open Telekom Cloud KMS: change history of the API reference',
    address: 'https://github.com/opentelekomcloud-docs/key-management-service',
    path: 'api-ref/source/change_history.rst',
    kind: 'documentation',
  },
  'otc-guide': {
    title: 'Open Telekom Cloud KMS: user guide',
    address: 'https://github.com/opentelekomcloud-docs/key-management-service',
    path: 'umn/source/key_management_service',
    kind: 'documentation',
  },
  'otc-terraform': {
    title: 'Terraform provider for Open Telekom Cloud: KMS resource and its issues 1604, 1804 and 1821',
    address: 'https://github.com/opentelekomcloud/terraform-provider-opentelekomcloud',
    path: 'opentelekomcloud/services/kms',
    kind: 'recording',
  },

  'quilibrium-docs': {
    title: 'Quilibrium documentation: Q-KMS API reference',
    address: 'https://docs.quilibrium.com/docs/api/',
    path: 'docs/api/q-kms/api-reference/key-operations',
    kind: 'documentation',
  },
  'quilibrium-enable-key': {
    title: 'Quilibrium documentation: EnableKey',
    address: 'https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/enable-key',
    kind: 'documentation',
  },
  'quilibrium-disable-key': {
    title: 'Quilibrium documentation: DisableKey (a disabled key does no cryptography, and can still be described)',
    address: 'https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/disable-key',
    kind: 'documentation',
  },
  'quilibrium-schedule-key-deletion': {
    title: 'Quilibrium documentation: ScheduleKeyDeletion (no cryptography while deletion is pending)',
    address: 'https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/schedule-key-deletion',
    kind: 'documentation',
  },
  'quilibrium-delete-imported-key-material': {
    title: 'Quilibrium documentation: DeleteImportedKeyMaterial (a key without material is of no use)',
    address: 'https://docs.quilibrium.com/docs/api/q-kms/api-reference/key-operations/delete-imported-key-material',
    kind: 'documentation',
  },
  'quilibrium-sdk': {
    title: 'Quilibrium: Q-KMS client and its README',
    address: 'https://github.com/QuilibriumNetwork/qkms-sdk',
    kind: 'clue',
  },
} as const satisfies Record<string, Source>

export type SourceId = keyof typeof sources
